"""The rows of patterns and questions on the desk of a meeting."""

from typing import Any

from django.urls import reverse

from learning_patterns import actions
from learning_patterns.models import Pattern, Tie
from meetings.models import Meeting, Session
from tests import factories
from tests.areas.desk_afterwards import over
from tests.browser.rows import Row as Page
from tests.browser.rows import page, sends
from tests.browser.scene import MARKDOWN, Scene
from tests.factories import DAY
from tests.form import Form
from tests.learning_patterns import making
from tests.permitting import NOT_ALLOWED, WHO_RUNS_IT, Row
from tests.world import World

# --- Who may -------------------------------------------------------------------------------------


def on_desk(w: World) -> list[Any]:
    return [w.meeting.slug]


PERMISSIONS: dict[str, Row] = {
    "patterns:of_meeting": Row(WHO_RUNS_IT, NOT_ALLOWED, on_desk),
    "patterns:tie": Row(
        NOT_ALLOWED, "404 404 404 302 404 302", on_desk, {"pattern": "pattern-published"}
    ),
    "patterns:tie#what Ben may not see": Row(
        NOT_ALLOWED, "404 404 404 422 404 302", on_desk, {"pattern": "pattern-draft"}
    ),
    "patterns:untie": Row(
        NOT_ALLOWED, "404 404 404 302 404 302", lambda w: [w.meeting.slug, w.pattern.slug]
    ),
    "patterns:untie#what Ben may not see": Row(
        NOT_ALLOWED, "404 404 404 404 404 302", lambda w: [w.meeting.slug, w.rough.slug]
    ),
    "patterns:write_down": Row(
        WHO_RUNS_IT, "404 404 404 302 404 302", over, {"text": "Why?", "language": "en"}
    ),
    "patterns:write_down#not begun": Row(
        WHO_RUNS_IT,
        "404 404 404 422 404 422",
        lambda w: [w.meeting.slug, w.later.number],
        {"text": "Why?", "language": "en"},
    ),
}

# --- Forms ---------------------------------------------------------------------------------------


def _from_the_session(w: World) -> str:
    return f"{reverse('patterns:new')}?session={w.past.uid}"


FORMS: dict[str, Form] = {
    "tie a pattern": Form(
        lambda w: reverse("patterns:tie", args=on_desk(w)),
        lambda w: {"pattern": f"/patterns/{w.pattern.slug}/"},
        lambda w: w.ben,
        kept={"pattern"},
    ),
    "write down a question": Form(
        lambda w: reverse("patterns:write_down", args=over(w)),
        lambda w: {
            "text": "Who greets those who come late?",
            "details": "We had nobody at the door.",
            "language": "en",
            "asker": "",
        },
        lambda w: w.ben,
        kept={"text", "details"},
    ),
    "a pattern from a session": Form(
        _from_the_session,
        lambda w: {"title": "Two at the door", "language": "en", "solution": "Two people."},
        lambda w: w.ben,
        kept={"title", "solution"},
    ),
}

# --- What it looks like --------------------------------------------------------------------------


def _at_the_door(scene: Scene) -> Meeting:
    """A meeting of Ben's that is over: patterns in every state, one of them named in its digest
    only, and questions that stayed open."""
    if found := Meeting.objects.filter(slug="at-the-door").first():
        return found
    made = factories.meeting(title="At the door", slug="at-the-door", facilitators=(scene.ben,))
    session = factories.session(made, starts_in=-9 * DAY)
    factories.session(made, starts_in=-2 * DAY)
    for name in ("Fay", "Gus"):
        factories.registration(session, factories.person(name=name))
    now = factories.now()
    for title in ("Two at the door", "In review", "Archived"):
        Tie.objects.create(
            pattern=Pattern.objects.get(title=title), meeting=made, by=scene.ben, at=now
        )
    mine = making.content(title="A seat for those who come late")
    actions.start_pattern(content=mine, meeting=made, by=scene.ben, now=now)
    _digest(session, scene)
    for text in ("Who greets those who come late?", "What do we say to those who never come back?"):
        said = {"text": text, "language": "en", "heard": True}
        actions.ask(session=session, by=scene.ben, now=now, **said)
    return made


def _digest(session: Session, scene: Scene) -> None:
    factories.digest(session, by=scene.ben, text=MARKDOWN, published=True)
    link = {"kind": "pattern", "label": "", "address": "/patterns/pattern-0/"}
    session.digest.links = [link]
    session.digest.save()


def _nothing_yet(scene: Scene) -> str:
    found = Meeting.objects.filter(slug="nothing-yet").first()
    return (
        found or factories.meeting(title="Soon", slug="nothing-yet", facilitators=(scene.ben,))
    ).slug


def _slug(scene: Scene) -> str:
    return _at_the_door(scene).slug


def _begun_from(scene: Scene) -> str:
    session = _at_the_door(scene).sessions.get(number=1)
    return f"{reverse('patterns:new')}?session={session.uid}"


PAGES: list[Page] = [
    page("patterns:of_meeting", state="nothing yet", who="ben", slug=_nothing_yet),
    page("patterns:of_meeting", state="tied", who="ben", slug=_slug),
    page("patterns:of_meeting", state="found", who="ben", query="?q=people+come+once", slug=_slug),
    page("patterns:of_meeting", state="by address", who="ben", slug=_slug,
         query="?q=https://portal.example.org/patterns/two-at-the-door/"),
    page("patterns:of_meeting", state="nothing found", who="ben", query="?q=xyzzy", slug=_slug),
    page("patterns:of_meeting", state="with errors", who="ben", status=400, slug=_slug,
         query=f"?q={'long' * 150}"),
    page("patterns:write_down", who="ben", slug=_slug, number=1),
    page("patterns:write_down", state="with errors", who="ben", slug=_slug, number=1, status=422,
         then=sends("Write it down", text=" ", details="We had nobody at the door.")),
    page("patterns:write_down", state="not begun", who="ben", slug=lambda s: s.meeting.slug,
         number=lambda s: s.soon.number),
    Page("patterns:new from a session", _begun_from, who="ben"),
    page("patterns:pattern", state="own draft", who="ben",
         slug=lambda s: _slug(s) and "a-seat-for-those-who-come-late"),
    page("meetings:meeting", state="with patterns and questions", slug=_slug),
]  # fmt: skip
# Addresses without a page of their own: seen in the rows that send them, or files.
NOT_PAGES: set[str] = {"patterns:tie", "patterns:untie"}
# Acts of one button that change rows whatever is sent.
BUTTONS: tuple[str, ...] = ("patterns:untie",)
