"""Questions are asked, or written down for others, and put right."""

import datetime as dt

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from learning_patterns import rules
from learning_patterns.actions.questions.locking import locked_if, obey
from learning_patterns.models import Question
from learning_patterns.notices import questions as notices
from meetings.models import Session
from members.models import User
from members.rules import Refusal, Refused
from members.tokens import new_handle
from vsn.audit.journal import record
from vsn.audit.models import Action

# A form that was sent twice is sent again within that time.
JUST_NOW = dt.timedelta(minutes=10)


@transaction.atomic
def ask(
    *,
    text: str,
    language: str,
    by: User,
    now: dt.datetime,
    details: str = "",
    session: Session | None = None,
    asker: User | None = None,
    heard: bool = False,
    shows_name: bool = False,
    once: bool = False,
) -> Question:
    """`by` asks; or writes down what `asker`, who stands on the session's list, asked, who is told;
    or, with `heard`, what somebody asked whom nobody knows. With `once`, the same words of the same
    person a moment ago are that question: a form that was sent twice.

    Raises:
        Refused: it did not come up in that session, these people may not, or that was enough for
            one day.
    """
    question = Question(
        slug=_slug(text), text=text, details=details, language=language, session=session,
        shows_name=shows_name, asked_at=now,
    )  # fmt: skip
    if heard or (asker and asker != by):
        # Whether a name is shown is for its owner to say.
        question.asked_by, question.posted_by, question.shows_name = asker, by, False
    else:
        question.asked_by = by
    _lock_people(question.asked_by, question.posted_by)
    if once and (made := _asked_just_now(question)):
        return made
    _obey_all(question, by, now)
    question.save()
    record(Action.QUESTION_ASKED, question, by=by, now=now)
    if question.posted_by:
        notices.tell("question_posted", question, now)
    return question


@transaction.atomic
def correct(
    *,
    question: Question,
    text: str,
    details: str,
    language: str,
    by: User,
    now: dt.datetime,
    shows_name: bool | None = None,
) -> Question:
    """Other words, as long as nobody works on it; its address stays. Whether the name is shown is
    changed by who asked alone.

    Raises:
        Refused: it is somebody else's, or taken up.
    """
    question = locked_if(rules.CORRECT, question, by, now)
    question.text, question.details, question.language = text, details, language
    if shows_name is not None and question.asked_by == by:
        question.shows_name = shows_name
    question.save()
    record(Action.QUESTION_ASKED, question, by=by, now=now, corrected=True)
    return question


def _obey_all(question: Question, by: User, now: dt.datetime) -> None:
    """Of who asks; or of who writes it down, and of whom it is written down for."""
    obey(rules.WRITE_DOWN if question.posted_by else rules.ASK, question, by, now)
    if question.posted_by and question.asked_by:
        obey(rules.WRITTEN_FOR, question, question.asked_by, now)


def _asked_just_now(question: Question) -> Question | None:
    """The very same one, still open."""
    said = ("text", "details", "language", "session", "asked_by", "posted_by", "shows_name")
    same = {name: getattr(question, name) for name in said}
    since = question.asked_at - JUST_NOW
    return Question.objects.filter(**same, status="open", asked_at__gt=since).first()


def _lock_people(*people: User | None) -> None:
    """One after the other, so that a day's number counts, and nobody is forgotten meanwhile."""
    ids = {person.pk for person in people if person}
    here = User.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    if len(here) < len(ids):
        raise Refused(Refusal("gone", _("Something has changed. Please open this page again.")))


def _slug(text: str) -> str:
    """Words of the question, and a few letters that no other one has."""
    words = slugify(text)[:80].strip("-") or "question"
    return f"{words}-{new_handle()[:6]}"
