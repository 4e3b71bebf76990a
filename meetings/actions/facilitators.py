"""Who runs a meeting: asking somebody, answering, leaving. Every right is for one meeting.

Each act locks the meeting first, so that of two at once the second one sees what the first did.
"""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from meetings import rules
from meetings.actions.lists import unless_forgotten
from meetings.models import Facilitator, Invitation, Meeting
from members.actions import find_or_make_by_account, find_or_make_person, remember
from members.models import Affiliate, User
from members.rules import Refusal, Refused, routes
from vsn.audit.journal import record
from vsn.audit.models import Action
from vsn.mediawiki.client import Account
from vsn.outbox import dispatch
from vsn.outbox.nudge import nudge

LONGEST_NAME = Invitation._meta.get_field("name").max_length
ANSWERED = Refusal("answered", _("This invitation was answered, taken back, or has lapsed."))


def lock_meeting(meeting: Meeting) -> Meeting:
    """The meeting as it is now; nobody else changes it, or who runs it, until the commit."""
    return Meeting.objects.select_for_update(of=("self",), no_key=True).get(pk=meeting.pk)


@unless_forgotten
@transaction.atomic
def invite_facilitator(
    *,
    meeting: Meeting,
    reach: str | Account,
    name: str,
    by: User,
    now: dt.datetime,
    hands_over: bool = False,
) -> None:
    """Asks somebody to run the meeting too, or with `hands_over` instead of `by`. Nothing changes
    before they say yes.

    What happens is the same for an address that is known, one that is not, and that of somebody
    who runs the meeting already: who asks learns nothing of it.

    Raises:
        Refused: a rule says no, or there is nothing to hand over.
    """
    meeting = lock_meeting(meeting)
    if hands_over and not rules.runs(by, meeting):
        sentence = _("Only who runs a meeting can hand it over.")
        raise Refused(Refusal("not_theirs", sentence))
    account = isinstance(reach, Account)
    person = find_or_make_by_account(reach) if account else find_or_make_person(email=reach)
    if person == by:
        raise Refused(Refusal("oneself", _("This is you. Whom do you want to ask?")))
    if no := rules.asking_refusal(meeting, person, now):
        raise Refused(no)
    _invite(meeting, person, name, by, now, hands_over=hands_over)


@transaction.atomic
def invite_again(*, meeting: Meeting, people: Iterable[User], by: User, now: dt.datetime) -> None:
    """Asks people who ran another meeting together with `by` to run this one too. Who may not be
    asked is left out without a word."""
    meeting = lock_meeting(meeting)
    for person in people:
        if person != by and not rules.asking_refusal(meeting, person, now):
            _invite(meeting, person, str(person)[:LONGEST_NAME], by, now)


def _invite(
    meeting: Meeting,
    person: User,
    name: str,
    by: User,
    now: dt.datetime,
    *,
    hands_over: bool = False,
) -> None:
    # Asked again by the same: the newer one counts. Under another name it is another invitation,
    # or two addresses of one person would be told apart from those of two.
    meeting.invitations.filter(person=person, by=by, name=name, answered_at__isnull=True).delete()
    invitation = Invitation.objects.create(
        meeting=meeting, person=person, by=by, name=name, hands_over=hands_over, made_at=now
    )
    record(Action.FACILITATOR_INVITED, meeting, by=by, now=now, hands_over=hands_over)
    _tell(invitation, "facilitate", to=person, cause="asked", now=now)


@unless_forgotten
@transaction.atomic
def accept_invitation(
    *,
    invitation: Invitation,
    by: User,
    now: dt.datetime,
    affiliate: Affiliate | None = None,
    name: str = "",
) -> None:
    """The person runs the meeting from now on; who handed it over no longer does.

    Raises:
        Refused: it was answered or taken back a moment ago, or a rule says no since.
    """
    invitation = _open(invitation, now)
    meeting = invitation.meeting
    if no := rules.asking_refusal(meeting, by, now):
        raise Refused(no)
    _answer(invitation, now, accepted=True)
    remember(by, name=name)
    _one, made = Facilitator.objects.get_or_create(
        meeting=meeting, person=by, defaults={"affiliate": affiliate}
    )
    if made:
        record(Action.FACILITATOR_JOINED, meeting, by=by, now=now)
    if invitation.hands_over and invitation.by != by:
        _end(meeting, invitation.by, by=invitation.by, now=now)
    _tell(invitation, "facilitate_answer", to=invitation.by, cause="accepted", now=now)


@transaction.atomic
def decline_invitation(*, invitation: Invitation, by: User, now: dt.datetime) -> None:
    """The person would rather not; who asked is told.

    Raises:
        Refused: it was answered or taken back a moment ago.
    """
    invitation = _open(invitation, now)
    _answer(invitation, now, accepted=False)
    record(Action.FACILITATOR_DECLINED, invitation.meeting, by=by, now=now)
    _tell(invitation, "facilitate_answer", to=invitation.by, cause="declined", now=now)


@transaction.atomic
def recall_invitation(*, invitation: Invitation, by: User, now: dt.datetime) -> None:
    """Takes an invitation back; its address leads nowhere from then on.

    Raises:
        Refused: it was answered a moment ago.
    """
    invitation = _open(invitation, now)
    meeting = invitation.meeting
    invitation.delete()
    record(Action.INVITATION_RECALLED, meeting, by=by, now=now)


@transaction.atomic
def leave_meeting(*, meeting: Meeting, by: User, now: dt.datetime) -> None:
    """A facilitator does not run the meeting any more, at their own wish.

    Raises:
        Refused: nobody else runs it, or they do not run it.
    """
    meeting = lock_meeting(meeting)
    if no := rules.leaving_refusal(meeting, by):
        raise Refused(no)
    _end(meeting, by, by=by, now=now)


@transaction.atomic
def remove_facilitator(*, meeting: Meeting, person: User, by: User, now: dt.datetime) -> None:
    """An admin takes somebody's rights for this meeting away; they are told. Facilitators are
    equals: none of them removes another.

    Raises:
        Refused: nobody else runs the meeting, they do not run it any more, or `by` is no admin.
    """
    meeting = lock_meeting(meeting)
    if not (by.is_staff and by.is_active):
        raise Refused(Refusal("no_admin", _("Only admins decide about this.")))
    if no := rules.leaving_refusal(meeting, person):
        raise Refused(no)
    _end(meeting, person, by=by, now=now)
    tell_removed(meeting, person, by=by, now=now)


def tell_removed(meeting: Meeting, person: User, *, by: User, now: dt.datetime) -> None:
    """Owes somebody the word that `by` took their rights away; each time is told."""
    if person != by and person.is_active and routes(person):
        cause, until = f"removed.{now:%Y%m%dT%H%M%S%f}", now + rules.OPEN_FOR
        owed = dispatch.owed(
            "facilitator_removed", meeting, to=person.pk, cause=cause, now=now, not_after=until
        )
        dispatch.enqueue([owed])
    nudge()


@transaction.atomic
def forget_invitations(now: dt.datetime) -> int:
    """Drops invitations that nobody answered in time, and answers of long ago. Returns how many."""
    old = Invitation.objects.filter(made_at__lt=now - rules.OPEN_FOR)
    return old.delete()[0]


def _open(invitation: Invitation, now: dt.datetime) -> Invitation:
    """The invitation as it is now, with its meeting locked, if it still waits for an answer."""
    meeting = lock_meeting(invitation.meeting)
    found = Invitation.objects.select_related("person", "by").filter(
        pk=invitation.pk, answered_at__isnull=True, made_at__gt=now - rules.OPEN_FOR
    )
    if not (now_is := found.first()):
        raise Refused(ANSWERED)
    now_is.meeting = meeting
    return now_is


def _answer(invitation: Invitation, now: dt.datetime, *, accepted: bool) -> None:
    waiting = Invitation.objects.filter(pk=invitation.pk, answered_at__isnull=True)
    if not waiting.update(answered_at=now, accepted=accepted):
        raise Refused(ANSWERED)


def _end(meeting: Meeting, person: User, *, by: User, now: dt.datetime) -> None:
    """Their rights end, and with them what they asked others."""
    gone, _each = Facilitator.objects.filter(meeting=meeting, person=person).delete()
    meeting.invitations.filter(by=person, answered_at__isnull=True).delete()
    if gone:
        removed = by != person
        action = Action.FACILITATOR_REMOVED if removed else Action.FACILITATOR_LEFT
        record(action, meeting, by=by, now=now, person=person.pk)


def _tell(invitation: Invitation, topic: str, *, to: User, cause: str, now: dt.datetime) -> None:
    if routes(to):
        until = now + rules.OPEN_FOR
        owed = dispatch.owed(topic, invitation, to=to.pk, cause=cause, now=now, not_after=until)
        dispatch.enqueue([owed])
    nudge()
