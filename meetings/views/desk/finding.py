"""Who of a list is meant: found by what was asked for, or chosen one by one."""

import datetime as dt
import unicodedata
from collections.abc import Callable

from django.http import HttpRequest, QueryDict

from meetings import standing
from meetings.forms.lists import ALL, GONE, NEEDS, WAITING, ListForm
from meetings.models import Session
from meetings.standing import Sheet, Standing

SHOWN: dict[str, Callable[[Standing], bool]] = {
    ALL: lambda row: row.code not in standing.GONE_FROM_LIST,
    NEEDS: lambda row: row.needs_you,
    WAITING: lambda row: row.code == standing.WAITING,
    GONE: lambda row: row.code in standing.GONE_FROM_LIST,
}
# What has to be looked at stands first.
BY_STATE = [
    standing.FAILED, standing.TOO_LATE, standing.UNREACHABLE, standing.HELD_BACK,
    standing.UNACKNOWLEDGED, standing.UNCONFIRMED, standing.WAITING, standing.NO_LINK,
]  # fmt: skip


def list_form(data: QueryDict, sheet: Sheet) -> ListForm:
    known = [row.registration.affiliate for row in sheet.rows if row.registration.affiliate]
    return ListForm(data, affiliates=known)


def find(sheet: Sheet, asked: dict[str, str]) -> list[Standing]:
    """Those who were asked for, in the order that was asked for."""
    words, shown = plain(asked["q"]).split(), SHOWN[asked["show"]]
    found = [row for row in sheet.rows if shown(row)]
    if affiliate := asked["affiliate"]:
        found = [row for row in found if str(row.registration.affiliate_id) == affiliate]
    if words:
        found = [row for row in found if _matches(row, words, asked["q"])]
    if key := _ORDER.get(asked["sort"]):
        found.sort(key=key)
    return found


def _matches(row: Standing, words: list[str], typed: str) -> bool:
    """By what the list shows; by an address only if it is known already."""
    place = row.registration
    if "@" in typed:
        return place.person is not None and place.person.email == typed.strip().lower()
    affiliate = place.affiliate
    about = (affiliate.name, affiliate.code or "") if affiliate else (place.country,)
    text = plain(" ".join((place.name, place.note, *about)))
    return all(word in text for word in words)


def plain(text: str) -> str:
    """Without capitals and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))


def _by_name(row: Standing) -> str:
    return plain(row.registration.name)


def _by_affiliate(row: Standing) -> tuple[bool, str, str]:
    place = row.registration
    of = place.affiliate.short if place.affiliate else place.country
    return (not of, plain(of), _by_name(row))


def _by_state(row: Standing) -> int:
    return BY_STATE.index(row.code) if row.code in BY_STATE else len(BY_STATE)


_ORDER: dict[str, Callable[[Standing], object]] = {
    "name": _by_name,
    "affiliate": _by_affiliate,
    "state": _by_state,
}


def chosen(request: HttpRequest, session: Session, now: dt.datetime) -> list[int]:
    """The ids of the places that an act is about: one that has its own button, those that were
    ticked, or everyone who was found. What is not on this list counts for nothing."""
    if request.POST.get("all"):
        sheet = standing.read(session, now)
        found = find(sheet, list_form(request.POST, sheet).asked())
        return [row.registration.pk for row in found]
    handles = request.POST.getlist("only") or [
        *request.POST.getlist("place"),
        *request.POST.get("people", "").split(","),
    ]
    # Not asked of the database: there is no end to what may be sent.
    wanted = set(handles)
    places = session.registrations.order_by("placed_at", "pk").values_list("pk", "handle")
    return [pk for pk, handle in places if handle in wanted]


def seen(request: HttpRequest) -> dt.datetime | None:
    """When the page with the button was drawn."""
    try:
        moment = dt.datetime.fromisoformat(request.POST.get("seen", ""))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def back(request: HttpRequest) -> dict[str, str]:
    """What was asked of the list, to come back to the same part of it."""
    kept = {name: request.POST.get(name, "")[:254] for name in (*_KEPT, "page")}
    return {name: value for name, value in kept.items() if value and value.isprintable()}


_KEPT = ("q", "show", "affiliate", "sort")
