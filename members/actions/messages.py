"""Members write to each other through the portal; neither learns the other's address."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from members.models import MemberMessage, Membership, Profile, User
from members.rules import Refused, may_write, routes
from vsn.audit.journal import record
from vsn.audit.models import Action
from vsn.outbox import dispatch
from vsn.outbox.nudge import nudge

DELIVERED_WITHIN = dt.timedelta(days=7)


@transaction.atomic
def write(*, sender: User, to: Membership, text: str, now: dt.datetime) -> MemberMessage:
    """One member writes to another. Whom no message reaches finds it on their page.

    Raises:
        Refused: they take no messages, or the sender has written too much today.
    """
    # Locked, so that many at once are counted one after the other.
    User.objects.select_for_update().get(pk=sender.pk)
    if no := may_write(sender, to, now):
        raise Refused(no)
    message = MemberMessage.objects.create(sender=sender, recipient=to.person, at=now, text=text)
    record(Action.MESSAGE_SENT, message, by=sender, now=now)
    if routes(to.person):
        owed = dispatch.owed(
            "member_message", message,
            to=to.person_id, cause="made", now=now, not_after=now + DELIVERED_WITHIN,
        )  # fmt: skip
        dispatch.enqueue([owed])
        nudge()
    return message


@transaction.atomic
def mute(*, entry: Profile, sender: User) -> None:
    """The person does not hear from that member any more, who is not told."""
    entry.muted.add(sender)


@transaction.atomic
def unmute(*, entry: Profile, sender: User) -> None:
    entry.muted.remove(sender)


def forget_messages(now: dt.datetime) -> int:
    """Deletes what was written so long ago that it has been delivered and answered."""
    old = now - dt.timedelta(days=settings.MESSAGE_DAYS)
    return MemberMessage.objects.filter(at__lt=old).delete()[0]
