"""What allauth tells about addresses, handed on."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from members.actions import carry_over
from members.models import User
from members.rules import account_number
from vsn.outbox import dispatch
from vsn.outbox.nudge import nudge


def address_removed(user: User, email_address: EmailAddress, **kwargs: object) -> None:
    """Whoever is excluded under the address stays so under the one that is left."""
    with transaction.atomic():
        carry_over(of=email_address.email, to=user.email or account_number(user))


def address_changed(user: User, **kwargs: object) -> None:
    """What could not be delivered to the old address may reach the new one."""
    dispatch.try_again(user.deliveries.all(), timezone.now())
    nudge()
