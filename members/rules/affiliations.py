"""Who may confirm what somebody says about where they work."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from members.models import Affiliate, Affiliation, Membership, User
from members.rules.refusals import Refusal


def is_colleague(user: User, affiliate: Affiliate, today: dt.date) -> bool:
    """An active member or liaison who is known, not only said, to belong to the affiliate."""
    known = Affiliation.objects.present(today).filter(self_said=False, person=user)
    active = Membership.objects.filter(person=user, status=Membership.Status.ACTIVE)
    return known.filter(affiliate=affiliate).exists() and active.exists()


def may_confirm(user: User, tie: Affiliation, today: dt.date) -> Refusal | None:
    """Why this reader cannot confirm that affiliation, if so. Nobody confirms their own."""
    if tie.person_id == user.pk:
        return Refusal("oneself", _("Somebody else has to confirm this."))
    is_admin = user.is_staff and user.is_active
    if is_admin or is_colleague(user, tie.affiliate, today):
        return None
    return Refusal("stranger", _("Only people of that affiliate, and admins, confirm this."))
