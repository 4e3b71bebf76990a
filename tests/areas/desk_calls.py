"""The rows of desk calls: who may, what it looks like, and its forms."""

from django.urls import reverse
from playwright.sync_api import Page as BrowserPage

from meetings import actions
from meetings.actions import attendance as on_the_day
from meetings.models import Session
from tests import factories
from tests.browser.rows import Row as Page
from tests.browser.rows import page, sends
from tests.browser.scene import Scene
from tests.form import Form, Values
from tests.permitting import NOT_ALLOWED, NOT_HERE, WHO_RUNS_IT, Arguments, Row, later
from tests.world import World

SEEN = {"attendance", "room", "message_list", "walk_in"}
RUNS = "404 404 404 {0} 404 {0}"
NAMES = (
    "attendance", "room", "open_room", "make_room", "remove_room", "message_list",
    "mark_attendance", "mark_rest", "unmark_rest", "walk_in", "count_people",
)  # fmt: skip


def _past(w: World) -> list[object]:
    return [w.meeting.slug, w.past.number]


def _act(outcome: str, arguments: Arguments = _past, **data: str) -> Row:
    return Row(NOT_ALLOWED, RUNS.format(outcome), arguments, data)


PERMISSIONS: dict[str, Row] = {
    "meetings:room": Row(WHO_RUNS_IT, RUNS.format("422"), later),
    # Where there is a link, it stands in the answer: tests/meetings/desk/test_room.py.
    "meetings:open_room": Row(NOT_HERE, NOT_ALLOWED, _past),
    "meetings:make_room": _act("302", later, seen="1"),
    "meetings:remove_room": _act("302", later, seen="1"),
    "meetings:message_list": Row(WHO_RUNS_IT, RUNS.format("422"), later, {"subject": ""}),
    "meetings:attendance": Row(WHO_RUNS_IT, NOT_ALLOWED, _past),
    "meetings:attendance#too early": Row(WHO_RUNS_IT, NOT_ALLOWED, later),
    "meetings:mark_attendance": _act("400"),
    "meetings:mark_rest": _act("302"),
    "meetings:unmark_rest": _act("409"),
    "meetings:walk_in": Row(WHO_RUNS_IT, RUNS.format("302"), _past, {"name": "Fay"}),
    "meetings:count_people": _act("302", number="8"),
}

# --- What it looks like --------------------------------------------------------------------------


def _today(scene: Scene) -> Session:
    """A session that runs: some are marked, one waits, two came without signing up."""
    known = Session.objects.filter(meeting__slug="the-day-itself").first()
    if known:
        return known
    meeting = factories.meeting(
        title="The day itself", slug="the-day-itself", facilitators=(scene.ben,)
    )
    made = factories.session(meeting, starts_in=-factories.HOUR / 2, capacity=5)
    there = {"session": made, "now": factories.now()}
    places = [factories.sign_up(who, made, affiliate=None) for who in factories.people(6)]
    for place, came in ((places[0], True), (places[1], False)):
        actions.mark_attendance(registration=place, attended=came, by=scene.ada, now=there["now"])
    for name in ("Fay", ""):
        on_the_day.walk_in(who=on_the_day.WalkIn(name=name, country="Ghana"), by=scene.ben, **there)
    factories.report(session=made, addressee="facilitator", text="Somebody recorded us.")
    return made


def _on_the_day(url: str, state: str = "", **more: object) -> Page:
    return page(
        url, state=state, who="ben", slug=lambda s: _today(s).meeting.slug,
        number=lambda s: _today(s).number, **more,
    )  # type: ignore[arg-type]  # fmt: skip


def _soon(url: str, state: str = "", **more: object) -> Page:
    return page(
        url, state=state, who="ben", slug=lambda s: s.meeting.slug,
        number=lambda s: s.soon.number, **more,
    )  # type: ignore[arg-type]  # fmt: skip


def _overtaken(page: BrowserPage, scene: Scene) -> None:
    """Ada sets a room while Ben types his."""
    factories.give_link(_today(scene), factories.LINK)
    sends("Keep this link", link=factories.NEW_LINK)(page, scene)


def _walks_in_without_name(page: BrowserPage, scene: Scene) -> None:
    sends("Note them as come", reach="fay@example.org")(page, scene)


def _chosen(scene: Scene) -> str:
    places = scene.soon.registrations.registered().values_list("handle", flat=True)[:2]
    address = reverse("meetings:message_list", args=[scene.meeting.slug, scene.soon.number])
    return f"{address}?to={','.join(places)}"


def _wrote_already(page: BrowserPage, scene: Scene) -> None:
    _look(page, scene)
    sends("Send it to 6 people")(page, scene)


_look = sends("Look at it first", subject="For {name}", text="Please read this.\n\nIt is short.")

PAGES: list[Page] = [
    _soon("meetings:room"),
    _soon("meetings:room", "with errors", status=422,
          then=sends("Use this link from now on", link="https://zoom.us/s/86219374655")),
    _on_the_day("meetings:room", "without a link"),
    _on_the_day("meetings:room", "overtaken", status=409, then=_overtaken),
    _soon("meetings:message_list"),
    _soon("meetings:message_list", "with errors", status=422,
          then=sends("Look at it first", subject="Hello", text="Dear {nmae}")),
    _soon("meetings:message_list", "preview", then=_look),
    _on_the_day("meetings:message_list", "sent", then=_wrote_already),
    Page("message to some", _chosen, who="ben"),
    _soon("meetings:attendance", "too early"),
    _on_the_day("meetings:attendance"),
    _on_the_day("meetings:attendance", "found", query="?q=person+1"),
    _on_the_day("meetings:walk_in"),
    _on_the_day("meetings:walk_in", "with errors", status=422, then=_walks_in_without_name),
]  # fmt: skip
# Addresses without a page of their own: seen in the rows that send them, or files.
NOT_PAGES: set[str] = {f"meetings:{name}" for name in NAMES if name not in SEEN}

# --- Forms ---------------------------------------------------------------------------------------


def _of(name: str, session: str = "soon") -> object:
    def address(w: World) -> str:
        return reverse(f"meetings:{name}", args=[w.meeting.slug, getattr(w, session).number])

    return address


def _form(name: str, valid: Values, *kept: str, session: str = "soon") -> Form:
    return Form(_of(name, session), lambda w: valid, lambda w: w.ben, set(kept))  # type: ignore[arg-type]


FORMS: dict[str, Form] = {
    "set the room": _form("room", {"link": factories.NEW_LINK, "seen": "1"}, "link"),
    "make up a room": _form("make_room", {"seen": "1"}),
    "take the link away": _form("remove_room", {"seen": "1"}),
    "write to a list": _form(
        "message_list",
        {
            "audience": "everyone",
            "where": "session",
            "subject": "About today",
            "text": "Please bring a question, {name}.",
            "handle": "abcdefghijklm",
            "to": "",
            "send": "yes",
        },
        "subject",
        "text",
    ),
    "mark somebody": Form(
        _of("mark_attendance"),  # type: ignore[arg-type]
        lambda w: {"mark": f"{w.place.handle}:yes", "q": "dana"},
        lambda w: w.ben,
    ),
    "somebody walked in": _form(
        "walk_in",
        {"name": "Fay", "affiliate": "", "country": "Ghana", "reach": "fay@example.org"},
        "name",
        "country",
        "reach",
    ),
    "how many were there": _form("count_people", {"number": "12"}, "number"),
}
# Acts of one button that change rows whatever is sent.
BUTTONS: tuple[str, ...] = ()
