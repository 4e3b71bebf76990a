"""Changing a meeting or a session while somebody else may be changing it too.

Whoever saves says what they had before them (`base`). Under the lock this is compared with what
is stored now: what only one side changed is taken from that side; where both changed the same,
nothing is stored and both versions are handed back.
"""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from meetings import rules, vault
from meetings.actions.facilitators import lock_meeting
from meetings.actions.lists import lock
from meetings.actions.sessions import change_session, save_meeting, set_link
from meetings.actions.setup import set_hosts
from meetings.merging import Merge, Values, merge
from meetings.models import CallLink, Meeting, Session, Status
from members.models import Affiliate, User
from members.rules import Refusal, Refused

# Everything that is filled in about a meeting, in the order of the form.
DETAILS = (
    "title", "slug", "kind", "language", "summary", "description", "form", "place", "programme",
    "hosts", "interpretation", "platform", "platform_affiliate", "lead_minutes", "warning_hours",
    "personal_addresses_only", "questions", "asks_feedback", "follow_up_months",
)  # fmt: skip
_NUMBERS = {"programme", "platform_affiliate"}
ADDRESS_TAKEN = Refusal("slug", _("Another meeting has this address."))


class Conflict(Exception):
    """Two people changed the same; `merge.conflicts` names it, `theirs` is what is stored."""

    def __init__(self, merged: Merge, theirs: Values) -> None:
        super().__init__(", ".join(merged.conflicts))
        self.merge, self.theirs = merged, theirs


def details_of(meeting: Meeting) -> dict[str, Any]:
    """What is stored, in values that can be compared and sent along with a form."""
    found = {name: getattr(meeting, name) for name in DETAILS if name not in {*_NUMBERS, "hosts"}}
    found["hosts"] = sorted(meeting.hosts.values_list("pk", flat=True))
    for name in _NUMBERS:
        found[name] = getattr(meeting, f"{name}_id")
    return found


def fill_in(meeting: Meeting, values: Values) -> None:
    """Sets the fields of a meeting; its hosts are stored apart."""
    for name, value in values.items():
        if name != "hosts":
            setattr(meeting, f"{name}_id" if name in _NUMBERS else name, value)


def facts_of(session: Session) -> dict[str, Any]:
    """The same for a session. When it is, in one zone, is one thing; so is its recording."""
    version = CallLink.objects.filter(session=session).values_list("version", flat=True).first()
    start, end = (at.astimezone(dt.UTC).isoformat() for at in (session.starts_at, session.ends_at))
    return {
        "when": [start, end, session.time_zone, session.precision],
        "capacity": session.capacity,
        "recording": [session.recording, session.recording_purpose],
        "link": version or 0,
    }


@transaction.atomic
def change_details(
    *, meeting: Meeting, base: Values, mine: Values, by: User, now: dt.datetime
) -> tuple[Meeting, bool]:
    """Stores what `by` changed since `base`. Returns the meeting as it is now, and whether
    somebody else's changes since `base` are in it too.

    Raises:
        Conflict: both changed the same; nothing is stored.
        Refused: the address is taken, or fixed since the meeting is public.
    """
    meeting = lock_meeting(meeting)
    theirs = details_of(meeting)
    merged = merge(base, mine, theirs)
    if merged.conflicts:
        raise Conflict(merged, theirs)
    changed = {name for name, value in merged.values.items() if value != theirs[name]}
    if "slug" in changed:
        _check_slug(meeting, merged.values["slug"])
    fill_in(meeting, {name: merged.values[name] for name in changed})
    if plain := changed - {"hosts"}:
        _save(meeting, plain, by, now)
    if "hosts" in changed:
        hosts = Affiliate.objects.filter(pk__in=merged.values["hosts"])
        set_hosts(meeting=meeting, hosts=hosts, by=by, now=now)
    joined = any(base.get(name) != theirs[name] for name in merged.values)
    return meeting, joined


@transaction.atomic
def change_facts(
    *, session: Session, base: Values, mine: Values, link: str | None, by: User, now: dt.datetime
) -> tuple[Session, bool]:
    """The same for a session. `link`: a new one, "" to take the old one away, None to leave it;
    `mine["link"]` then says that it is another one than in `base`.

    Raises:
        Conflict: both changed the same; nothing is stored.
        Refused: as in `change_session` and `set_link`.
    """
    lock_meeting(session.meeting)
    [session] = lock(session.pk)
    theirs = facts_of(session)
    stored = CallLink.objects.filter(session=session).first()
    if link is not None and link == vault.unlock(stored):
        # The same again, or what the other one has set too.
        mine, link = {**mine, "link": theirs["link"]}, None
    merged = merge(base, mine, theirs)
    if merged.conflicts:
        raise Conflict(merged, theirs)
    values = merged.values
    start, end, zone, precision = values["when"]
    recording, purpose = values["recording"]
    session = change_session(
        session=session,
        by=by,
        now=now,
        starts_at=dt.datetime.fromisoformat(start),
        ends_at=dt.datetime.fromisoformat(end),
        time_zone=zone,
        precision=precision,
        capacity=values["capacity"],
        recording=recording,
        recording_purpose=purpose,
    )
    if link is not None:
        set_link(session=session, link=link, by=by, now=now)
    return session, any(base.get(name) != theirs[name] for name in values)


def _check_slug(meeting: Meeting, slug: str) -> None:
    if meeting.status != Status.DRAFT:
        sentence = _("The meeting is public, so its address stays as it is.")
        raise Refused(Refusal("slug", sentence))
    if no := rules.slug_refusal(slug):
        raise Refused(Refusal("slug", no.sentence))


def _save(meeting: Meeting, changed: set[str], by: User, now: dt.datetime) -> None:
    try:
        with transaction.atomic():
            save_meeting(meeting=meeting, changed=changed, by=by, now=now)
    except IntegrityError as error:
        # Only the address is unique, and somebody else took it a moment ago.
        raise Refused(ADDRESS_TAKEN) from error
