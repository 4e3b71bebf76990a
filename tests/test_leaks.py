"""What must not be seen turns up nowhere, and looking at a page changes nothing.

Every address is fetched by everyone of the cast: pages, calendar files, feeds, the lists and
pages of the administration.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.http import HttpResponse
from django.urls import reverse

from tests import world as canary
from tests.permissions import CAST, ROWS
from tests.test_permissions import path
from tests.visitors import text
from tests.world import World

# Where the person themselves looks at their own place.
DANAS_OWN = {"meetings:place", "meetings:place_calendar", "meetings:personal_feed"}
# ... and what leads back to it, without the link.
LEADS_BACK = {"meetings:certificate", "meetings:give_feedback", "patterns:ask_from_place"}
# Where an admin reads names.
NAMED = {
    f"{kind}_{page}"
    for kind in ("registration", "user", "entry", "delivery")
    for page in ("changelist", "change")
} | {"autocomplete", "members:history", "members:acknowledged"}
# Where those who run the meeting read the names of everyone on its lists, and what was written
# for them. The list for paper is not among these: unasked, it is for others.
ON_THE_LIST = {"meetings:list", "meetings:list_person"}
AT_THE_DESK = ON_THE_LIST | {"meetings:meeting_history", "meetings:attendance"}
# Of the journal and the outbox the first ones are enough; of everything else these are all.
MANY = 12
# Not under the clock of a request: who is signed in where.
NOT_COMPARED = {"sessions.session", "usersessions.usersession"}


def fetched(world: World, who: str, method: str = "get") -> list[tuple[str, HttpResponse]]:
    """Every page that this one of the cast asks for, by the name of its row. Asking changed
    nothing, in whatever table."""
    client = getattr(world.visitors()[who], method)
    # What a row needs is made first.
    addresses = [(name, path(name, row, world, who)) for name, row in ROWS.items()]
    before = everything()
    answers = [(name, client(address)) for name, address in (*addresses, *administration())]
    after = everything()
    for table, rows in before.items():
        assert after[table] == rows, table
    return [(name, answer) for name, answer in answers if not name.startswith("demo:")]


def administration() -> Iterator[tuple[str, str]]:
    """The admin's front page, every list, every form to add, every thing's own page."""
    yield "index", reverse("admin:index")
    for model in admin.site._registry:
        start = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        kind = model._meta.model_name
        yield f"{kind}_changelist", reverse(f"{start}_changelist")
        yield f"{kind}_add", reverse(f"{start}_add")
        keys = model._default_manager.order_by("pk").values_list("pk", flat=True)
        for key in keys[:MANY]:
            yield f"{kind}_change", reverse(f"{start}_change", args=[key])
        for key in keys[:1]:
            yield f"{kind}_history", reverse(f"{start}_history", args=[key])
    for model, field, app in (
        ("facilitator", "person", "meetings"),
        ("affiliation", "person", "members"),
    ):
        asked = f"?app_label={app}&model_name={model}&field_name={field}&term=i"
        yield "autocomplete", reverse("admin:autocomplete") + asked


@pytest.mark.parametrize("who", CAST)
def test_everyone_sees_only_what_is_meant_for_them(who: str, world: World) -> None:
    pages = [(name, text(answer).lower()) for name, answer in fetched(world, who)]

    def where(word: str) -> set[str]:
        return {name for name, page in pages if word.lower() in page}

    dana, ada = who == "dana", who == "ada"
    # The call link: on Dana's own page, file and feed once it is released, and nowhere else.
    assert where(canary.RELEASED) == (DANAS_OWN if dana else set())
    assert where(canary.NOT_YET) == set()
    # Addresses: one's own; an admin finds them with the person.
    signing_up = {"meetings:sign_up", "meetings:sign_up#has a place"}
    own = {"account_email", "members:account", "members:my_data", "mfa_add_webauthn", *signing_up}
    for name, person in world.people().items():
        if person:
            with_person = {"user_change"} if ada else set()
            assert where(person.email) <= with_person | (own if name == who else set())
    for address in (canary.HIDDEN_ADDRESS, canary.SHY_ADDRESS, "zofia@example.org"):
        assert where(address) == ({"user_change"} if ada else set())
    runs_it = who in {"ben", "ada"}
    desk = AT_THE_DESK if runs_it else set()
    # Names: who is hidden, or shown as a participant, is named to admins only.
    for name in (canary.HIDDEN, canary.SHY):
        assert where(name) <= (NAMED if ada else set()) | desk
    # What was written for the facilitator, or in confidence.
    assert where(canary.NOTE) <= (ON_THE_LIST if runs_it else set())
    assert where(canary.ACCUSATION) == ({"meetings:report"} if who == "ben" else set())
    complaint = {"meetings:report#about the facilitator"} if ada else set()
    assert where(canary.COMPLAINT) == complaint
    # What somebody wrote who wants to join; an entry that members may find.
    assert where("canary statement") == (
        {"members:moderation", "members:membership"} if ada else set()
    )
    if who not in {"ada", "chidi"}:
        assert where("Mona Listed") == set()
    # Keys of places: the own one.
    for key in (world.place.key, world.asked.key, world.hidden.key):
        own = DANAS_OWN | LEADS_BACK if dana and key == world.place.key else set()
        assert where(key) <= own
    assert where("mallory") == set()


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    return {
        model._meta.label_lower: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.label_lower not in NOT_COMPARED
    }


@pytest.mark.parametrize("who", ["dana", "ben"])
def test_a_mail_scanner_changes_nothing(who: str, world: World) -> None:
    """What follows the addresses in a message without being asked to."""
    assert fetched(world, who, "head")


def test_the_comparison_would_notice(world: World) -> None:
    """The control: a single column of a single row is enough."""
    before = everything()
    row: Model = world.hidden
    row.note = "changed"
    row.save()
    assert everything() != before
