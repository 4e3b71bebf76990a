"""What the pages of questions look like, in every state."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page as Browser

from learning_patterns import actions
from learning_patterns.models import Pattern, Question
from meetings.models import Registration, Session
from members.models import User
from tests import factories
from tests.browser.rows import Prepare, page, sends
from tests.browser.rows import Row as Page
from tests.browser.scene import Scene
from tests.factories import HOUR
from tests.learning_patterns import asking
from tests.learning_patterns.making import published

_DETAILS = "We have tried *tea* and **badges**.\n\n- newcomers sit alone\n- regulars talk"


def _made(text: str, make: Callable[..., Question], **fields: Any) -> Question:
    """Once in the whole run."""
    known = Question.objects.filter(text=text).first()
    return known or make(text=text, details=_DETAILS, **fields)


def _dana() -> User:
    known = Registration.objects.filter(person__name="Dana who asks").first()
    return known.person if known else factories.person(name="Dana who asks")


def _session(scene: Scene) -> Session:
    """Of Ben's meeting, over; Dana was there."""
    session = Session.objects.filter(meeting=scene.meeting, recording_purpose="asked").first()
    if session is None:
        session = factories.session(
            scene.meeting, starts_in=-3 * HOUR, recording="audio", recording_purpose="asked"
        )
        factories.registration(session, _dana())
    return session


def open_one(scene: Scene) -> Question:
    session = _session(scene)
    published_once("Name one person for each newcomer")
    return _made("How do others keep newcomers who come once?", asking.question,
                 by=_dana(), session=session, shows_name=True)  # fmt: skip


def taken_one(scene: Scene) -> Question:
    return _made("Who pays for child care at meetups?", asking.taken, taker=scene.chidi)


def in_work(scene: Scene) -> Question:
    return _made("How do we thank people who never speak?", asking.in_work, taker=scene.chidi)


def answered_one(scene: Scene) -> Question:
    answer = published_once("Let two people listen first")
    return _made("What helps after a conflict?", asking.answered, with_=answer)


def _long_answered(text: str, answer: Pattern) -> Question:
    return _made(text, asking.answered, with_=answer, ago=asking.HALF_A_YEAR)


def to_follow_up(scene: Scene) -> Question:
    answer = published_once("Forty minutes, then tea")
    return _long_answered("How long should a first call be?", answer)


def told_one(scene: Scene) -> Question:
    one = _long_answered("Do stickers help?", published_once("Stickers for first edits"))
    if not one.stuck:
        actions.tell_stuck(question=one, stuck="partly", text="Half of them came back.",
                           place="Accra", by=one.asked_by, now=factories.now())  # fmt: skip
    return one


def closed_one(scene: Scene) -> Question:
    return _made("Is there a form for refunds?", asking.closed)


def heard_one(scene: Scene) -> Question:
    return _made("Somebody asked: what about trains?", asking.question, by=scene.ben,
                 session=_session(scene), heard=True)  # fmt: skip


def published_once(title: str) -> Pattern:
    known = Pattern.objects.filter(title=title).first()
    return known or published(title=title, problem="Newcomers come once and are not seen again.")


def place_of_dana(scene: Scene) -> str:
    return Registration.objects.get(session=_session(scene), person__name="Dana who asks").key


def slug(make: Callable[[Scene], Question]) -> Callable[[Scene], str]:
    return lambda scene: make(scene).slug


def own(make: Callable[[Scene], Question]) -> Callable[[Scene], str]:
    return lambda scene: make(scene).key


def opens(summary: str, then: Prepare) -> Prepare:
    """Unfolds a part of the page first."""

    def do(browser: Browser, scene: Scene) -> None:
        browser.get_by_text(summary, exact=True).click()
        then(browser, scene)

    return do


def everything(scene: Scene) -> str:
    """One question in each state, for the lists."""
    for make in (open_one, taken_one, in_work, answered_one, to_follow_up, told_one, closed_one):
        make(scene)
    return ""


def all_of_them(browser: Browser, scene: Scene) -> None:
    everything(scene)
    with browser.expect_navigation():
        browser.reload()


PAGES: list[Page] = [
    page("patterns:questions", then=all_of_them),
    page("patterns:questions", state="for a member", who="chidi", then=all_of_them),
    page("patterns:questions", state="none of them", who="ada", query="?status=closed&page=9"),
    page("patterns:ask", who="chidi"),
    page("patterns:ask", state="with errors", who="chidi", status=422, then=sends("Ask it")),
    page("patterns:ask", state="not yet", who="eve", status=403),
    page("patterns:ask_from_place", key=place_of_dana),
    page("patterns:ask_from_place", state="with errors", key=place_of_dana, status=422,
         then=sends("Ask it", text="?")),
    page("patterns:ask_from_place", state="not begun", status=403,
         key=lambda scene: scene.places["with the link"].split("/")[2]),
    page("patterns:question", state="open", slug=slug(open_one)),
    page("patterns:question", state="open", slug=slug(open_one), who="chidi"),
    page("patterns:question", state="to look after", slug=slug(open_one), who="ben"),
    page("patterns:question", state="wrong address", slug=slug(open_one), who="chidi", status=422,
         then=opens("Choose another pattern", sends("This one answers it", pattern="nowhere"))),
    page("patterns:question", state="close without a word", slug=slug(open_one), who="ben",
         status=422, then=opens("Close it", sends("Close the question"))),
    page("patterns:question", state="taken up", slug=slug(taken_one)),
    page("patterns:question", state="taken up by them", slug=slug(taken_one), who="chidi"),
    page("patterns:question", state="in work", slug=slug(in_work), who="chidi"),
    page("patterns:question", state="answered", slug=slug(answered_one)),
    page("patterns:question", state="told about", slug=slug(told_one), who="chidi"),
    page("patterns:question", state="closed", slug=slug(closed_one), who="chidi"),
    page("patterns:correct_question", slug=slug(heard_one), who="ben"),
    page("patterns:correct_question", state="with errors", slug=slug(heard_one), who="ben",
         status=422, then=sends("Save", text="")),
    Page("pattern from a question",
         lambda s: f"{reverse('patterns:new')}?question={open_one(s).slug}", who="chidi"),
    page("patterns:asked", state="open", key=own(open_one)),
    page("patterns:asked", state="correct with errors", key=own(open_one), status=422,
         then=opens("Correct it", sends("Save", text=""))),
    page("patterns:asked", state="close without a word", key=own(open_one), status=422,
         then=opens("Close it", sends("Close my question"))),
    page("patterns:asked", state="taken up", key=own(taken_one)),
    page("patterns:asked", state="answered", key=own(answered_one)),
    page("patterns:asked", state="follow-up", key=own(to_follow_up)),
    page("patterns:asked", state="follow-up with errors", key=own(to_follow_up), status=422,
         then=sends("Tell it")),
    page("patterns:asked", state="told", key=own(told_one)),
    page("patterns:asked", state="closed", key=own(closed_one)),
]  # fmt: skip
