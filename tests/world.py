"""A portal with something of everything in it, and words that must not turn up where they should
not: canaries. The cast is in it; Eve runs another meeting."""

from dataclasses import dataclass

import pytest
from django.test import Client
from django.utils import timezone

from learning_patterns.models import Category, Pattern, Question
from meetings import actions
from meetings.models import Meeting, Programme, Registration, Report, Session
from members.models import Affiliate, Membership, PolicyVersion, Profile, User
from tests import cast, factories
from tests.kept import Keeper, kept
from tests.members.applying import apply, member
from tests.visitors import visitor

RELEASED = "https://meet.call-platform.org/room/canary-released-7c1"
NOT_YET = "https://meet.call-platform.org/room/canary-not-yet-4d8"
HIDDEN = "Hildegard Verborgen"
SHY = "Shirin Unnamed"
NOTE = "canary note: I need captions"
ACCUSATION = "canary report: he shouted"
COMPLAINT = "canary report: the facilitator shouted"
HIDDEN_ADDRESS, SHY_ADDRESS = "hildegard@example.org", "shirin@example.org"


@dataclass
class World:
    ada: User
    ben: User
    chidi: User
    dana: User
    eve: User
    meeting: Meeting
    draft: Meeting
    programme: Programme
    soon: Session  # its link is released
    later: Session  # its link is not
    unseen: Session  # a draft among the sessions of a published meeting
    off: Session
    past: Session
    place: Registration  # Dana's, of `soon`
    asked: Registration  # unconfirmed, of `later`
    hidden: Registration
    for_ben: Report
    for_ada: Report  # it is about the facilitator
    newest: PolicyVersion
    in_work: PolicyVersion
    affiliate: Affiliate
    applied: Membership  # waits for the admins
    listed: Membership  # members find her in the directory
    pattern: Pattern
    rough: Pattern
    questions: dict[str, Question]  # by where they stand; "heard" is open, and nobody's

    def people(self) -> dict[str, User | None]:
        """Who comes to the portal. Dana has no account: only the address in her mail."""
        return {
            "anonymous": None,
            "dana": None,
            "chidi": self.chidi,
            "ben": self.ben,
            "eve": self.eve,
            "ada": self.ada,
        }

    def visitors(self) -> dict[str, Client]:
        return {name: visitor(person) for name, person in self.people().items()}


@pytest.fixture
def world(keeper: Keeper, db: None) -> World:
    return keeper.get("world")


@kept
def build_world() -> World:
    factories.policy()
    ada, ben, chidi = cast.make_ada(), cast.make_ben(), cast.make_chidi()
    dana, eve, meeting = cast.make_dana(), cast.make_eve(), cast.make_meeting(ben)
    meeting.programme = factories.programme()
    meeting.save()
    soon = factories.session(meeting, starts_in=factories.HOUR / 2, link=RELEASED)
    later = factories.session(meeting, link=NOT_YET, capacity=2)
    draft = factories.meeting(title="A plan", slug="a-plan", status="draft", facilitators=(ben,))
    factories.session(draft, status="draft")
    place = factories.sign_up_stranger(dana.email, soon, note=NOTE)
    actions.confirm(registration=place, now=factories.now())
    factories.sign_up(chidi, soon)
    hidden = factories.person(HIDDEN_ADDRESS, name=HIDDEN)
    made = World(
        ada=ada, ben=ben, chidi=chidi, dana=dana, eve=eve, meeting=meeting, draft=draft,
        programme=meeting.programme,
        soon=soon, later=later,
        unseen=factories.session(meeting, status="draft", starts_in=5 * factories.DAY),
        off=factories.session(meeting, status="cancelled", cancel_reason="Nobody can host it."),
        past=factories.session(meeting, starts_in=-9 * factories.DAY, attendance=7),
        place=Registration.objects.get(pk=place.pk),
        asked=factories.sign_up_stranger("zofia@example.org", later, name="Zofia"),
        hidden=factories.sign_up(hidden, soon, visibility="hidden"),
        for_ben=factories.report(text=ACCUSATION, session=soon, addressee="facilitator"),
        for_ada=factories.report(
            text=COMPLAINT, session=soon, addressee="facilitator", about_facilitators=True
        ),
        newest=factories.new_policy(substance=False, changes="Clearer words."),
        in_work=PolicyVersion.objects.create(number=90),
        affiliate=factories.affiliate("Wikimedia Somewhere", slug="somewhere"),
        applied=apply(statement="canary statement"),
        listed=member("Mona Listed", shown_to="members"),
        pattern=_pattern("published"),
        rough=_pattern("draft"),
        questions={},
    )  # fmt: skip
    _besides(made)
    factories.tick()
    return made


def _besides(made: World) -> None:
    made.questions |= _questions(made)
    Profile.objects.create(membership=made.chidi.membership, name="Chidi")
    factories.exclude("mallory@example.org")
    shy = factories.person(SHY_ADDRESS, name=SHY)
    factories.sign_up(shy, made.soon, visibility="anonymous")


def _pattern(status: str) -> Pattern:
    made = Pattern.objects.create(
        slug=f"pattern-{status}",
        title=f"A {status} pattern",
        status=status,
        problem="P",
        solution="S",
        published_at=timezone.now() if status == Pattern.Status.PUBLISHED else None,
    )
    made.categories.add(Category.objects.get_or_create(name="welcome", slug="welcome")[0])
    return made


def _questions(w: World) -> dict[str, Question]:
    """Dana's, of the session that was; answered ones half a year ago."""
    long_ago = {"settled_at": factories.now() - 183 * factories.DAY}
    states = {
        "open": {"asked_by": w.dana},
        "closed": {"asked_by": w.dana, "why_closed": "Found out.", **long_ago},
        "answered": {"asked_by": w.dana, "pattern": w.pattern, **long_ago},
        "heard": {"posted_by": w.ben},
    }
    return {
        state: Question.objects.create(
            slug=f"question-{state}", text=f"A question that is {state}?", session=w.past,
            asked_at=factories.now() - 200 * factories.DAY,
            status="open" if state == "heard" else state, **facts,
        )
        for state, facts in states.items()
    }  # fmt: skip
