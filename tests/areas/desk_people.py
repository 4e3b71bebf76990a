"""The rows of desk people: who may, what it looks like, and its forms."""

from typing import Any

from django.urls import reverse
from playwright.sync_api import Page as Browser

from meetings.models import Invitation, Meeting
from members.models import User
from tests import factories
from tests.browser.rows import Row as Page
from tests.browser.rows import page, sends
from tests.browser.scene import Scene
from tests.form import Form
from tests.permitting import ADMINS, MEMBERS, WHO_RUNS_IT, Row, draft
from tests.world import World


def _meeting(w: World) -> list[Any]:
    return [w.meeting.slug]


def _for_chidi(w: World) -> list[Any]:
    """Ben asks Chidi."""
    known = {"meeting": w.meeting, "person": w.chidi, "by": w.ben, "name": "Chidi"}
    made, _new = Invitation.objects.get_or_create(**known, defaults={"made_at": factories.now()})
    return [made.handle]


def _waiting(w: World) -> list[Any]:
    """Ben's draft is a proposal."""
    waits = {"proposal": "waiting", "proposed_at": factories.now()}
    Meeting.objects.filter(pk=w.draft.pk).update(**waits)
    return [w.draft.slug]


def proposed(by: User) -> Meeting:
    """Waits for an admin."""
    return factories.meeting(
        title="What we learned", slug="what-we-learned", status="draft", proposal="waiting",
        proposed_at=factories.now(), facilitators=(by,), summary="A year of clinics.",
    )  # fmt: skip


PERMISSIONS: dict[str, Row] = {
    "meetings:desk": Row(MEMBERS.format("200"), MEMBERS.format("405")),
    "meetings:proposals": Row(ADMINS.format("200"), ADMINS.format("405")),
    "meetings:accept_proposal": Row(ADMINS.format("405"), ADMINS.format("302"), _waiting),
    "meetings:decline_proposal": Row(
        ADMINS.format("405"), ADMINS.format("302"), _waiting, {"reason": "Say when."}
    ),
    "meetings:invitation": Row(
        "login login 200 404 404 404",
        "login login 302 404 404 404",
        _for_chidi,
        {"answer": "yes"},
    ),
    # Nothing to propose: what is said leads back to the desk.
    "meetings:propose_meeting": Row("404 404 404 405 404 405", "404 404 404 302 404 302", _meeting),
    "meetings:facilitators": Row(WHO_RUNS_IT, "404 404 404 422 404 422", _meeting),
    "meetings:facilitators#draft": Row(WHO_RUNS_IT, "404 404 404 422 404 422", draft),
    # Ben is the only one, and Ada is none.
    "meetings:leave_meeting": Row("404 404 404 405 404 405", "404 404 404 409 404 409", _meeting),
    "meetings:remove_facilitator": Row(
        "404 404 404 405 404 405",
        "404 404 404 404 404 409",
        lambda w: [w.meeting.slug, w.ben.handle],
    ),
    "meetings:recall_invitation": Row(
        "404 404 404 405 404 405",
        "404 404 404 409 404 409",
        lambda w: [w.meeting.slug, "answered-already"],
    ),
    "meetings:meeting_history": Row(WHO_RUNS_IT, "404 404 404 405 404 405", _meeting),
}


def _slug(scene: Scene) -> str:
    return scene.meeting.slug


def _asked(scene: Scene, **more: bool) -> str:
    """Ben asks Chidi to run the meeting."""
    Invitation.objects.filter(person=scene.chidi, answered_at=None).delete()
    made = Invitation.objects.create(
        meeting=scene.meeting, person=scene.chidi, by=scene.ben, name="Chidi from the conference",
        made_at=factories.now(), **more,
    )  # fmt: skip
    return made.handle


def _full_desk(scene: Scene) -> str:
    """Ben's, with something of everything; and Chidi is asked."""
    if not Meeting.objects.filter(slug="an-idea").exists():
        ben = (scene.ben,)
        factories.meeting(title="A plan for the autumn", status="draft", facilitators=ben)
        factories.meeting(
            title="What keeps organisers going", slug="an-idea", status="draft",
            proposal="declined", proposal_answer="Please say for whom it is,\nand when.",
            facilitators=ben,
        )  # fmt: skip
        factories.session(scene.meeting, starts_in=-3 * factories.DAY, attendance=9)
        factories.session(scene.meeting, starts_in=-8 * factories.DAY)
    _asked(scene)
    return ""


def _proposed(scene: Scene) -> str:
    if not Meeting.objects.filter(slug="what-we-learned").exists():
        made = proposed(scene.chidi)
        Meeting.objects.filter(pk=made.pk).update(description="## Why\n\nWe are *tired*.")
        factories.session(made, status="draft")
    return ""


def _declines(page: Browser, scene: Scene) -> None:
    page.get_by_text("Not as it stands").click()
    sends("Decline: What we learned")(page, scene)


PAGES: list[Page] = [
    Page("your meetings of ben", lambda s: "/desk/" + _full_desk(s), who="ben"),
    page("meetings:desk", who="chidi", state="asked and empty"),
    page("meetings:desk", who="una", state="nothing to begin"),
    page("meetings:desk", who="ada", state="all", query="?show=all"),
    page("meetings:facilitators", who="ben", slug=_slug),
    page("meetings:facilitators", who="ada", slug=_slug),
    page(
        "meetings:facilitators",
        state="with errors",
        who="ben",
        slug=_slug,
        status=422,
        then=sends("Ask them", reach="chidi at example.org"),
    ),
    page("meetings:invitation", who="chidi", handle=_asked),
    page(
        "meetings:invitation",
        state="handed over",
        who="chidi",
        handle=lambda s: _asked(s, hands_over=True),
    ),
    page(
        "meetings:invitation",
        state="declined",
        who="chidi",
        handle=_asked,
        then=sends("No, thank you"),
    ),
    page("meetings:meeting_history", who="ben", slug=_slug),
    page(
        "meetings:meeting_history",
        state="nothing found",
        who="ben",
        slug=_slug,
        query="?kind=messages",
    ),
    page("meetings:proposals", who="ada", state="empty"),
    Page("meetings:proposals", lambda s: "/desk/proposals/" + _proposed(s), who="ada"),
    Page(
        "proposal declined without a reason",
        lambda s: "/desk/proposals/" + _proposed(s),
        who="ada",
        status=422,
        then=_declines,
    ),
]
# Addresses without a page of their own: seen in the rows that send them, or files.
NOT_PAGES: set[str] = {
    "meetings:accept_proposal", "meetings:decline_proposal", "meetings:propose_meeting",
    "meetings:leave_meeting", "meetings:remove_facilitator", "meetings:recall_invitation",
}  # fmt: skip
FORMS: dict[str, Form] = {
    "ask somebody to facilitate": Form(
        lambda w: reverse("meetings:facilitators", args=[w.meeting.slug]),
        lambda w: {"reach": "fay@example.org", "name": "Fay", "hands_over": "on"},
        lambda w: w.ben,
        kept={"reach", "name"},
    ),
    "decline a proposal": Form(
        lambda w: reverse("meetings:decline_proposal", args=_waiting(w)),
        lambda w: {"reason": "Please say for whom it is."},
        lambda w: w.ada,
        kept={"reason"},
    ),
}
# Asking for its row makes the invitation, whatever is sent.
BUTTONS: tuple[str, ...] = ("meetings:invitation",)
