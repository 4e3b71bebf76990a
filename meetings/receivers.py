"""What allauth tells about addresses, handed on to actions."""

from allauth.account.models import EmailAddress
from django.utils import timezone

from meetings import actions
from members.models import User
from vsn.outbox import dispatch
from vsn.outbox.nudge import nudge


def address_proved(email_address: EmailAddress, **kwargs: object) -> None:
    """Whoever waited under this address to be confirmed is the person who has just proved it."""
    actions.adopt(owner=email_address.user, email=email_address.email)


def address_changed(user: User, **kwargs: object) -> None:
    """What could not be delivered to the old address may reach the new one."""
    dispatch.try_again(user.deliveries.all(), timezone.now())
    nudge()
