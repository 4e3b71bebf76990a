"""Who may write to whom."""

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from members.models import MemberMessage, Membership, User
from members.rules.people import is_excluded_from_everything
from members.rules.refusals import Refusal

DAY = dt.timedelta(days=1)
A_DAY, A_DAY_TO_ONE = 10, 3


def may_write(sender: User, to: Membership, now: dt.datetime) -> Refusal | None:
    """Why this person cannot write to that member now, if so. Being muted by them looks like
    their taking no messages at all."""
    if sender.pk == to.person_id:
        return Refusal("oneself", _("This is you."))
    if not Membership.objects.filter(
        person=sender, status="active", profile__isnull=False
    ).exists():
        return Refusal("outside", _("Only members and liaisons write to each other here."))
    if is_excluded_from_everything(sender, now):
        sentence = _("You cannot write to members here. Please write to %(contact)s.")
        return Refusal("excluded", sentence % {"contact": settings.CONTACT_EMAIL})
    entry = to.profile
    if not entry.takes_messages or entry.muted.filter(pk=sender.pk).exists():
        return Refusal("left_alone", _("This person takes no messages here."))
    today = MemberMessage.objects.filter(sender=sender, at__gt=now - DAY)
    if today.filter(recipient=to.person_id).count() >= A_DAY_TO_ONE:
        return Refusal("too_many", _("You wrote to this person today. Please wait for an answer."))
    if today.count() >= A_DAY:
        return Refusal("too_many", _("You have written a lot today. Please go on tomorrow."))
    return None
