"""The rows of desk afterwards: who may, what it looks like, and its forms."""

from typing import Any

from django.urls import reverse
from playwright.sync_api import Page as Browser

from meetings import actions
from meetings.models import Meeting, Registration, Session
from tests import factories
from tests.browser.rows import Row as Page
from tests.browser.rows import page, sends
from tests.browser.scene import MARKDOWN, Scene
from tests.factories import DAY, HOUR
from tests.form import Form
from tests.permitting import NOT_ALLOWED, ONLY_DANA, WHO_RUNS_IT, Row, key_of_place
from tests.world import World

# --- Who may -------------------------------------------------------------------------------------


def over(w: World) -> list[Any]:
    return [w.meeting.slug, w.past.number]


PERMISSIONS: dict[str, Row] = {
    "meetings:digest": Row(
        WHO_RUNS_IT, "404 404 404 302 404 302", over, {"text": "N", "base": "0"}
    ),
    "meetings:digest#not begun": Row(
        WHO_RUNS_IT,
        "404 404 404 422 404 422",
        lambda w: [w.meeting.slug, w.later.number],
        {"text": "Notes", "base": "0"},
    ),
    # Nothing is written yet.
    "meetings:publish_digest": Row(NOT_ALLOWED, "404 404 404 422 404 422", over),
    "meetings:withdraw_digest": Row(NOT_ALLOWED, "404 404 404 302 404 302", over),
    "meetings:feedback_results": Row(WHO_RUNS_IT, NOT_ALLOWED, over),
    # Her session has not begun.
    "meetings:give_feedback": Row(ONLY_DANA.format("403"), ONLY_DANA.format("403"), key_of_place),
}

# --- Forms ---------------------------------------------------------------------------------------


def _was_there(w: World) -> str:
    """Where Dana says how it was."""
    place = Registration.objects.filter(session=w.past, person=w.dana).first()
    place = place or factories.registration(w.past, w.dana)
    return reverse("meetings:give_feedback", args=[place.key])


FORMS: dict[str, Form] = {
    "digest": Form(
        lambda w: reverse("meetings:digest", args=over(w)),
        lambda w: {
            "text": "We talked about patience.",
            "kind_1": "slides",
            "label_1": "Slides of the evening",
            "address_1": "https://commons.wikimedia.org/wiki/File:Patience.pdf",
            "kind_2": "pattern",
            "label_2": "One person to ask",
            "address_2": "/patterns/one-person-to-ask/",
            "base": "0",
        },
        lambda w: w.ben,
        kept={"text", "label_1", "address_1"},
    ),
    "how it was": Form(
        _was_there,
        lambda w: {
            "kind": "session",
            "useful": "4",
            "again": "perhaps",
            "took_home": "To ask first.",
            "better": "A break.",
        },
        kept={"took_home", "better"},
    ),
}

# --- What it looks like --------------------------------------------------------------------------


def _looking_back(scene: Scene) -> Meeting:
    """A meeting of Ben's with five sessions that are over: one that nobody wrote about, one with a
    draft, one that was published, with few answers and with many; and one that goes on."""
    if found := Meeting.objects.filter(slug="looking-back").first():
        return found
    meeting = factories.meeting(
        title="Looking back",
        slug="looking-back",
        facilitators=(scene.ben,),
        follow_up_months=1,
        platform="Jitsi",
    )
    for number in range(1, 6):
        session = factories.session(
            meeting, starts_in=-(3 + 8 * (5 - number)) * DAY, recording_purpose="For those at home."
        )
        for who in factories.people(12):
            factories.registration(session, who)
    sessions = list(meeting.sessions.order_by("number"))
    factories.digest(sessions[1], by=scene.ben, text=MARKDOWN)
    Session.objects.filter(pk=sessions[2].pk).update(recording="video")
    for number in (2, 3):
        session = Session.objects.get(pk=sessions[number].pk)
        factories.digest(session, by=scene.ben, text=MARKDOWN, published=True)
    for session, answers in ((sessions[2], 11), (sessions[3], 3), (sessions[4], 7)):
        factories.opinions(session, answers)
    factories.session(meeting, starts_in=2 * HOUR)
    return meeting


def _on(number: int) -> dict[str, Any]:
    return {"slug": lambda scene: _looking_back(scene).slug, "number": number}


def _key(number: int, *, gave: bool = False) -> Any:
    def key(scene: Scene) -> str:
        _looking_back(scene)
        of = Registration.objects.filter(session__meeting__slug="looking-back")
        return of.filter(session__number=number, gave_feedback=gave).order_by("pk")[0].key

    return key


def _of(state: str, number: int, **more: Any) -> Page:
    return page("meetings:digest", state=state, who="ben", **_on(number), **more)


def too_late(browser: Browser, scene: Scene) -> None:
    """Somebody else saved since."""
    session = Session.objects.get(meeting=_looking_back(scene), number=2)
    revision = session.digest.revision
    actions.save_digest(
        session=session,
        text=f"{MARKDOWN}\n\nWritten by Ada, for the {revision}. time.",
        links=[],
        base=revision,
        by=scene.ada,
        now=factories.now(),
    )
    sends("Save the draft", text="What I remember is something else.")(browser, scene)


PAGES: list[Page] = [
    _of("nothing written", 1),
    _of("draft", 2),
    _of("published", 3),
    _of("not begun", 6),
    _of("preview", 1, then=sends("Preview", text=MARKDOWN)),
    _of("with errors", 1, status=422,
        then=sends("Save the draft", text="Notes", label_1="Slides", address_1="http://x.org/s")),
    _of("overtaken", 2, status=409, then=too_late),
    page("meetings:feedback_results", state="many", who="ben", **_on(3)),
    page("meetings:feedback_results", state="few", who="ben", **_on(4)),
    page("meetings:feedback_results", state="not over", who="ben", **_on(6)),
    page("meetings:meeting", state="with digests", slug=lambda s: _looking_back(s).slug),
    page("meetings:place", state="with a digest", key=_key(3)),
    page("meetings:give_feedback", key=_key(3)),
    page("meetings:give_feedback", state="with errors", key=_key(3), status=422,
         then=sends("Send my answer", took_home=" ")),
    page("meetings:give_feedback", state="later", key=_key(1)),
    page("meetings:give_feedback", state="thanks", key=_key(5, gave=True)),
    page("meetings:give_feedback", state="not over", status=403,
         key=lambda s: s.places["with the link"].split("/")[2]),
]  # fmt: skip
# Addresses without a page of their own: seen in the rows that send them, or files.
NOT_PAGES: set[str] = {"meetings:publish_digest", "meetings:withdraw_digest"}
# Acts of one button that change rows whatever is sent.
BUTTONS: tuple[str, ...] = ()
