"""The rows of desk meetings: who may, what it looks like, and its forms."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page as Browser

from meetings.actions import details_of, facts_of, save_meeting
from meetings.models import Meeting
from meetings.views.desk.looking import seal
from members.models import User
from tests import factories
from tests.browser.rows import Row as Page
from tests.browser.rows import page, sends
from tests.browser.scene import Scene
from tests.form import Form, Values
from tests.permitting import WHO_RUNS_IT, Row, draft, draft_session
from tests.world import World

RUNS_IT_422 = "404 404 404 422 404 422"
RUNS_IT_302 = "404 404 404 302 404 302"
STARTS, STARTS_422 = "login login 200 200 200 200", "login login 422 422 422 422"


def of_meeting(w: World) -> list[Any]:
    return [w.meeting.slug]


def of_later(w: World) -> list[Any]:
    return [w.meeting.slug, w.later.number]


PERMISSIONS: dict[str, Row] = {
    "meetings:new_meeting": Row(STARTS, STARTS_422),
    "meetings:edit_meeting": Row(WHO_RUNS_IT, RUNS_IT_422, of_meeting),
    "meetings:edit_meeting#draft": Row(WHO_RUNS_IT, RUNS_IT_422, draft),
    "meetings:add_sessions": Row(WHO_RUNS_IT, RUNS_IT_422, of_meeting),
    "meetings:edit_session": Row(WHO_RUNS_IT, RUNS_IT_422, of_later),
    "meetings:publish_meeting": Row(WHO_RUNS_IT, RUNS_IT_302, draft),
    "meetings:publish_session": Row(
        WHO_RUNS_IT, RUNS_IT_302, lambda w: [w.meeting.slug, w.unseen.number]
    ),
    "meetings:publish_session#of a draft": Row(
        WHO_RUNS_IT, "404 404 404 409 404 409", draft_session
    ),
    "meetings:cancel_meeting": Row(WHO_RUNS_IT, RUNS_IT_422, of_meeting),
    "meetings:cancel_session": Row(WHO_RUNS_IT, RUNS_IT_422, of_later),
}

# --- What it looks like


def slug(scene: Scene) -> str:
    return scene.meeting.slug


def number(scene: Scene) -> int:
    return scene.soon.number


def looks(**answers: str) -> Callable[[Browser, Scene], None]:
    """At the dates of a series that somebody wants, with a night and a weekend in it."""

    def look(browser: Browser, scene: Scene) -> None:
        day = factories.now().date() + dt.timedelta(days=30)
        saturday = day + dt.timedelta(days=(5 - day.weekday()) % 7)
        browser.locator("[name=rhythm]").select_option("fortnightly")
        if browser.locator("[name=title]").count():
            browser.locator("[name=title]").fill("Peer support in spring")
            browser.locator("[name=description]").fill("We *talk* about **volunteers**.")
        known = {"first": saturday.isoformat(), "time": "19:30", "count": "3", **answers}
        sends("See how others read it", **known)(browser, scene)

    return look


def overtaken(browser: Browser, scene: Scene) -> None:
    """Somebody else saves while Ben types. It is put back afterwards: others look at it too."""
    meeting = Meeting.objects.get(pk=scene.meeting.pk)
    before = meeting.title, meeting.platform
    meeting.title, meeting.platform = "Supporting volunteers together", "Jitsi"
    known = {"changed": {"title", "platform"}, "by": scene.ada, "now": factories.now()}
    save_meeting(meeting=meeting, **known)
    sends("Save", title="Supporting each other")(browser, scene)
    meeting.title, meeting.platform = before
    save_meeting(meeting=meeting, **known)


def unfolded(browser: Browser, scene: Scene) -> None:
    browser.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


PAGES: list[Page] = [
    page("meetings:new_meeting", who="ben"),
    page("meetings:new_meeting", state="a proposal", who="chidi"),
    page("meetings:new_meeting", state="unfolded", who="ben", then=unfolded),
    page(
        "meetings:new_meeting", state="as a copy", who="ben", query="?copy=supporting-volunteers"
    ),
    page("meetings:new_meeting", state="looked at", who="ben", then=looks()),
    page(
        "meetings:new_meeting", state="with errors", who="ben", status=422,
        then=looks(title="", first="", link="https://example.org/"),
    ),
    page("meetings:edit_meeting", who="ben", slug=slug),
    page("meetings:edit_meeting", state="a draft", who="ada", slug="a-plan"),
    page("meetings:edit_meeting", state="unfolded", who="ben", slug=slug, then=unfolded),
    page(
        "meetings:edit_meeting", state="with errors", who="ben", status=422, slug=slug,
        then=sends("Save", title=""),
    ),
    page(
        "meetings:edit_meeting", state="overtaken", who="ben", status=409, slug=slug,
        then=overtaken,
    ),
    page("meetings:edit_meeting", state="preview", who="ben", slug=slug, then=sends("Preview")),
    page("meetings:add_sessions", who="ben", slug=slug),
    page("meetings:add_sessions", state="looked at", who="ben", slug=slug, then=looks()),
    page("meetings:edit_session", who="ben", slug=slug, number=number),
    page(
        "meetings:edit_session", state="with errors", who="ben", status=422, slug=slug,
        number=number, then=sends("Save", time="", time_zone="Europe/Vien"),
    ),
    page("meetings:publish_meeting", who="ada", slug="a-plan"),
    page("meetings:publish_meeting", state="a proposal", who="chidi", slug="a-proposal"),
    page("meetings:publish_session", who="ada", slug="a-plan", number=1),
    page("meetings:cancel_meeting", who="ben", slug=slug),
    page(
        "meetings:cancel_meeting", state="with errors", who="ben", status=422, slug=slug,
        then=sends("Cancel the meeting"),
    ),
    page("meetings:cancel_session", who="ben", slug=slug, number=number),
    page(
        "meetings:sign_up", state="with questions", slug="apoyo-entre-pares", number=1,
    ),
]  # fmt: skip
# Addresses without a page of their own: seen in the rows that send them, or files.
NOT_PAGES: set[str] = set()

# --- Forms


def _new(w: World) -> Values:
    first = (factories.now() + 20 * factories.DAY).date()
    starts = dt.datetime.combine(first, dt.time(16), tzinfo=dt.UTC)
    ends = starts + dt.timedelta(minutes=90)
    return {
        "title": "Peer support in spring",
        "slug": "in-spring",
        "kind": "peer_support",
        "language": "en",
        "form": "both",
        "place": "Vienna",
        "summary": "We talk.",
        "description": "We talk about volunteers.",
        "interpretation": "es",
        "platform": "Zoom",
        "questions": "What do you bring?",
        "leads": "60",
        "own_lead": "3",
        "own_unit": "60",
        "warning_hours": "48",
        "hosts": str(w.affiliate.pk),
        "programme": "",
        "platform_affiliate": str(w.affiliate.pk),
        "follow_up_months": "3",
        "rhythm": "once",
        "first": first.isoformat(),
        "time": "16:00",
        "minutes": "90",
        "count": "1",
        "listed": "",
        "time_zone": "UTC",
        "link": factories.LINK,
        "capacity": "9",
        "recording": "audio",
        "recording_purpose": "For those who cannot come.",
        "seen_dates": f"{starts:%Y%m%d%H%M}-{ends:%d%H%M}",
        "save": "1",
    }


def _details(w: World) -> Values:
    named = ("kind", "language", "form", "place", "platform", "leads", "own_lead", "own_unit",
             "warning_hours", "hosts", "programme", "platform_affiliate", "interpretation",
             "follow_up_months")  # fmt: skip
    return {name: value for name, value in _new(w).items() if name in named} | {
        "title": "A better plan",
        "slug": "a-better-plan",
        "summary": "We talk.",
        "description": "About volunteers.",
        "questions": "Why?",
        "seen": seal(details_of(w.draft)),
    }


def _dates(w: World) -> Values:
    named = ("rhythm", "first", "time", "minutes", "count", "time_zone", "link", "capacity",
             "recording", "recording_purpose", "seen_dates", "save")  # fmt: skip
    return {name: value for name, value in _new(w).items() if name in named}


def _session(w: World) -> Values:
    return {
        "date": (factories.now() + 9 * factories.DAY).date().isoformat(),
        "time": "09:30",
        "minutes": "60",
        "time_zone": "Asia/Kathmandu",
        "link": factories.NEW_LINK,
        "capacity": "9",
        "recording": "audio",
        "recording_purpose": "For those who cannot come.",
        "seen": seal(facts_of(w.later)),
    }


def _by_ben(
    name: str, valid: Callable[[World], Values], *kept: str, at: Callable[[World], list[Any]]
) -> Form:
    def ben(w: World) -> User:
        return w.ben

    return Form(lambda w: reverse(f"meetings:{name}", args=at(w)), valid, ben, set(kept))


WORDS = ("title", "summary", "description", "questions")
FORMS: dict[str, Form] = {
    "new meeting": _by_ben("new_meeting", _new, *WORDS, "link", "time_zone", at=lambda w: []),
    "details of a meeting": _by_ben("edit_meeting", _details, *WORDS, at=draft),
    "more dates": _by_ben("add_sessions", _dates, "time_zone", at=of_meeting),
    "a date": _by_ben("edit_session", _session, "time_zone", "recording_purpose", at=of_later),
    "cancel a meeting": _by_ben(
        "cancel_meeting", lambda w: {"reason": "Nobody can."}, "reason", at=of_meeting
    ),
    "cancel a date": _by_ben(
        "cancel_session", lambda w: {"reason": "I am ill."}, "reason", at=of_later
    ),
}
# Acts of one button that change rows whatever is sent.
BUTTONS: tuple[str, ...] = ()
