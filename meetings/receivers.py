"""What allauth tells about addresses, handed on."""

from django.utils import timezone

from members.models import User
from vsn.outbox import dispatch
from vsn.outbox.nudge import nudge


def address_changed(user: User, **kwargs: object) -> None:
    """What could not be delivered to the old address may reach the new one."""
    dispatch.try_again(user.deliveries.all(), timezone.now())
    nudge()
