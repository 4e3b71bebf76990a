"""What the pages on which a meeting is set up look at: who is where, what else is on, and what
somebody had before them when they began to type."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.core import signing
from django.db.models import OuterRef, Subquery

from meetings.actions import Values
from meetings.models import Meeting, Session
from meetings.regions import REGIONS, where
from meetings.repeating import Slot
from meetings.warnings import Outlook, look
from members.models import Affiliate, Affiliation, Membership

SEEN = "meetings.seen"
# With fewer zones than this, the regions of the network's affiliates are shown too.
ENOUGH = 5


def outlook(
    slots: Sequence[Slot], now: dt.datetime, meeting: Meeting | None = None
) -> list[Outlook]:
    """Each date as others will read it, with what may speak against it."""
    if not slots:
        return []
    others = Session.objects.published().select_related("meeting")
    others = others.filter(
        starts_at__lt=max(slot.ends_at for slot in slots),
        ends_at__gt=min(slot.starts_at for slot in slots),
    )
    if meeting:
        others = others.exclude(meeting=meeting)
    return look(slots, people_by_zone(), others.order_by("starts_at", "pk"), now)


def people_by_zone() -> Counter[str]:
    """How many active members live in which zone: by the zone that they chose, else by a country;
    where that says too little, the regions of the network's affiliates, with nobody counted."""
    country = Affiliation.objects.filter(person=OuterRef("person"), ended_on__isnull=True)
    active = Membership.objects.filter(status=Membership.Status.ACTIVE)
    zones = where(
        active.values_list("person__time_zone", "profile__country", "country").annotate(
            works_in=Subquery(country.order_by("pk").values("affiliate__country")[:1])
        )
    )
    if len(zones) < ENOUGH:
        affiliates = Affiliate.objects.filter(in_network=True, is_former=False)
        regions = affiliates.order_by("region").values_list("region", flat=True).distinct()
        known = [REGIONS[region] for region in regions if region in REGIONS]
        zones.update(dict.fromkeys(known or REGIONS.values(), 0))
    return zones


def seal(values: Values) -> str:
    """What somebody has before them, to be sent along with the form."""
    return signing.dumps(dict(values), salt=SEEN, compress=True)


def unseal(text: str) -> dict[str, Any]:
    """The same again; nothing if it is not as we sent it, which means that nothing was seen."""
    try:
        found = signing.loads(text, salt=SEEN)
    except signing.BadSignature:
        return {}
    return found if isinstance(found, dict) else {}
