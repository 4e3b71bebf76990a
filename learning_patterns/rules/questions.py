"""What holds for questions that nobody could answer yet."""

import datetime as dt
from collections.abc import Callable, Iterable

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from learning_patterns.models import Pattern, Question
from learning_patterns.querysets.questions import ASKED_AGAIN_AFTER, DAY, TAKEN_FOR
from learning_patterns.rules.patterns import NO_MEETING, may_write
from meetings import afterwards
from meetings import rules as meeting_rules
from meetings.models import Registration, Session
from members.models import User
from members.rules import Refusal, is_excluded

QuestionRule = Callable[[Question, User, dt.datetime], Refusal | None]
Status = Question.Status

# So many a day of one person, and so many that somebody who runs meetings writes down for others.
MOST_A_DAY, MOST_WRITTEN_DOWN = 5, 30


# --- Asking --------------------------------------------------------------------------------------


def had_a_place(person: User, session: Session) -> bool:
    """True for whoever had a place on the session, came to it, or walked in."""
    came = Registration.objects.filter(session=session, person=person, status="walk_in")
    return afterwards.asked([session]).filter(person=person).exists() or came.exists()


def session_has_begun(question: Question, person: User, now: dt.datetime) -> Refusal | None:
    session = question.session
    if session is None:
        return None
    took_place = (meeting_rules.not_a_draft, meeting_rules.not_cancelled)
    if no := meeting_rules.refusal(took_place, session, None, now):
        return no
    if session.starts_at > now:
        return Refusal("early", _("Questions of a session are asked from its start on."))
    return None


def may_ask(question: Question, person: User, now: dt.datetime) -> Refusal | None:
    """Members with or without a session; others of a session they had a place on, or run."""
    if may_write(person):
        return None
    session = question.session
    if session is None:
        return Refusal("session", _("Please choose the session in which your question came up."))
    if had_a_place(person, session) or meeting_rules.runs(person, session.meeting):
        return None
    return Refusal("no_place", _("Only who had a place on this session can ask here."))


def runs_it(question: Question, person: User, now: dt.datetime) -> Refusal | None:
    """Whoever writes down what others asked."""
    session = question.session
    if session and meeting_rules.may_facilitate(person, session.meeting):
        return None
    return Refusal(
        "not_yours", _("Only those who run the session write questions down for others.")
    )


def stood_on_list(question: Question, person: User, now: dt.datetime) -> Refusal | None:
    """Whom a question is written down for."""
    session = question.session
    on_list = session and session.registrations.on_the_day().filter(person=person).exists()
    return None if on_list else Refusal("not_listed", _("This person is not on the list."))


def not_excluded(question: Question, person: User, now: dt.datetime) -> Refusal | None:
    """Neutral on purpose: who reads it learns whom to write to, and no more."""
    meeting = question.session.meeting if question.session else None
    uid = meeting.uid if meeting else NO_MEETING
    affiliate = meeting.platform_affiliate_id if meeting else None
    excluded = is_excluded(person, meeting_uid=uid, affiliate_id=affiliate, now=now)
    if person.is_active and not excluded:
        return None
    sentence = _("We cannot take this from you. Please write to %(contact)s.")
    return Refusal("excluded", sentence % {"contact": settings.CONTACT_EMAIL})


def not_too_many(question: Question, person: User, now: dt.datetime) -> Refusal | None:
    """Each hand counts its own: who writes questions down learns nothing of what else this person
    asked, and takes nothing away from them."""
    asked = Question.objects.filter(
        asked_by=person, posted_by=question.posted_by, asked_at__gt=now - DAY
    )
    return _MANY if asked.count() >= MOST_A_DAY else None


def not_too_many_written(question: Question, person: User, now: dt.datetime) -> Refusal | None:
    written = Question.objects.filter(posted_by=person, asked_at__gt=now - DAY)
    return _MANY if written.count() >= MOST_WRITTEN_DOWN else None


_MANY = Refusal("many", _("That is enough for one day. Please come back tomorrow."))


# --- Answering -----------------------------------------------------------------------------------


def is_writer(question: Question, person: User, now: dt.datetime) -> Refusal | None:
    if may_write(person):
        return None
    return Refusal("writers", _("Members of the network answer questions. Would you?"))


_NOT_OPEN = {
    Status.TAKEN: _("Somebody else has taken this question up already. Thank you all the same."),
    Status.ANSWERED: _("This question is answered already."),
    Status.CLOSED: _("This question is closed."),
}


def is_open(question: Question, person: User, now: dt.datetime) -> Refusal | None:
    if question.status == Status.OPEN:
        return None
    if question.status == Status.TAKEN and question.taken_by_id == person.pk:
        return Refusal("yours", _("You have taken this question up already."))
    return Refusal("not_open", _NOT_OPEN[Status(question.status)])


def is_unsettled(question: Question, person: User, now: dt.datetime) -> Refusal | None:
    if question.status in {Status.OPEN, Status.TAKEN}:
        return None
    return Refusal("settled", _NOT_OPEN[Status(question.status)])


def is_takers(question: Question, person: User, now: dt.datetime) -> Refusal | None:
    if question.status != Status.TAKEN:
        return Refusal("not_taken", _("Nobody has this question in hand now."))
    if person.is_staff or question.taken_by_id == person.pk:
        return None
    return Refusal("others", _("Somebody else has taken this question up."))


def may_answer(
    question: Question, pattern: Pattern, person: User, now: dt.datetime
) -> Refusal | None:
    """Why this person cannot say that this pattern answers a question."""
    if pattern.status == Pattern.Status.ARCHIVED:
        return Refusal("archived", _("This pattern is in the archive. Please choose another one."))
    if question.pattern_id == pattern.pk:
        return Refusal("same", _("This pattern is chosen already."))
    if pattern.status != Pattern.Status.PUBLISHED and _is_at_it(question.taken_by, question, now):
        return None if question.taken_by == person else _IN_HAND
    return None


def _is_at_it(taker: User | None, question: Question, now: dt.datetime) -> bool:
    """Whoever has left, lost the right, or had it for long is in nobody's way."""
    lately = question.taken_at is not None and question.taken_at > now - TAKEN_FOR
    return lately and taker is not None and may_write(taker)


_IN_HAND = Refusal(
    "others",
    _("Somebody else is writing an answer. A pattern that is published already can be chosen."),
)


# --- Whose it is ---------------------------------------------------------------------------------


def is_own(question: Question, person: User) -> bool:
    """True for who asked, and for who wrote it down as long as they run that meeting."""
    if not person.is_authenticated:
        return False
    if person.pk == question.asked_by_id:
        return True
    session = question.session if person.pk == question.posted_by_id else None
    return session is not None and meeting_rules.may_facilitate(person, session.meeting)


def looks_after(question: Question, person: User, now: dt.datetime) -> Refusal | None:
    """Who asked or wrote it down, those who run the meeting, admins."""
    session = question.session
    if is_own(question, person) or person.is_staff:
        return None
    if session and meeting_rules.runs(person, session.meeting):
        return None
    return Refusal("not_yours", _("This is somebody else's question."))


def owns(question: Question, person: User, now: dt.datetime) -> Refusal | None:
    if is_own(question, person):
        return None
    return Refusal("not_yours", _("This is somebody else's question."))


def still_open(question: Question, person: User, now: dt.datetime) -> Refusal | None:
    """What somebody works on already does not change under their hands."""
    if question.status == Status.OPEN:
        return None
    return Refusal("taken", _("Somebody works on it already, so it stays as it is."))


def is_settled(question: Question, person: User, now: dt.datetime) -> Refusal | None:
    if question.status in {Status.OPEN, Status.TAKEN}:
        return Refusal("unsettled", _("This question is still open."))
    if question.stuck:
        return Refusal("told", _("You have told what came of the answer. Ask a new question."))
    return None


def is_asker(question: Question, person: User, now: dt.datetime) -> Refusal | None:
    if person.is_authenticated and question.asked_by_id == person.pk:
        return None
    return Refusal("not_yours", _("This is somebody else's question."))


def is_time_to_tell(question: Question, person: User, now: dt.datetime) -> Refusal | None:
    if question.status != Status.ANSWERED or question.settled_at is None:
        return Refusal("unanswered", _("This question is not answered yet."))
    if question.settled_at + ASKED_AGAIN_AFTER > now:
        return Refusal("early", _("We ask you half a year after the answer what came of it."))
    return None


ASK: tuple[QuestionRule, ...] = (session_has_begun, may_ask, not_excluded, not_too_many)
# Of whoever writes a question down for others, and of whom it is for: whether they are kept out is
# nothing that anybody learns here, so they are only not told.
WRITE_DOWN: tuple[QuestionRule, ...] = (
    session_has_begun, runs_it, not_excluded, not_too_many_written,
)  # fmt: skip
WRITTEN_FOR: tuple[QuestionRule, ...] = (stood_on_list, not_too_many)
HEAR: tuple[QuestionRule, ...] = (not_excluded,)
TAKE: tuple[QuestionRule, ...] = (is_writer, not_excluded, is_open)
RELEASE: tuple[QuestionRule, ...] = (is_takers,)
LINK: tuple[QuestionRule, ...] = (is_writer, not_excluded, is_unsettled)
CLOSE: tuple[QuestionRule, ...] = (looks_after, is_unsettled)
REOPEN: tuple[QuestionRule, ...] = (looks_after, is_settled)
CORRECT: tuple[QuestionRule, ...] = (owns, not_excluded, still_open)
TELL_STUCK: tuple[QuestionRule, ...] = (is_asker, not_excluded, is_time_to_tell)


def question_refusal(
    rules: Iterable[QuestionRule], question: Question, person: User, now: dt.datetime
) -> Refusal | None:
    """The first rule that says no, or None if all let pass."""
    return next((no for rule in rules if (no := rule(question, person, now))), None)
