"""Every form of the portal with values that are right, for tests that spoil them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.urls import reverse

from members.models import User
from tests import factories
from tests.world import World

Values = dict[str, str]


@dataclass(frozen=True)
class Form:
    address: Callable[[World], str]
    valid: Callable[[World], Values]
    person: Callable[[World], User | None] = lambda w: None
    # The fields of text whose words come back with the error.
    kept: set[str] = field(default_factory=set)


def _place(name: str) -> Callable[[World], str]:
    return lambda w: reverse(f"meetings:{name}", args=[w.place.key])


def _sign_up(w: World) -> str:
    return reverse("meetings:sign_up", args=[w.meeting.slug, w.later.number])


def _admin(name: str, valid: Callable[[World], Values] | Values, *kept: str) -> Form:
    return Form(
        lambda w: reverse(f"admin:{name}_add"),
        valid if callable(valid) else lambda w: valid,
        lambda w: w.ada,
        set(kept),
    )


ABOUT_ME = {
    "name": "Fay",
    "visibility": "name",
    "affiliate": "",
    "country": "Ghana",
    "note": "I need captions.",
    "policy": "on",
}
NO_ROWS = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"}


def _nothing_in(prefix: str) -> Values:
    return {f"{prefix}-{name}": value for name, value in NO_ROWS.items()}


FORMS: dict[str, Form] = {
    "sign up by e-mail": Form(
        _sign_up,
        lambda w: {"email": "fay@example.org", **ABOUT_ME},
        kept={"email", "name", "country", "note"},
    ),
    "sign up": Form(
        _sign_up, lambda w: ABOUT_ME, lambda w: w.chidi, kept={"name", "country", "note"}
    ),
    "appearance": Form(
        _place("place_appearance"),
        lambda w: {"name": "Dana D.", "visibility": "anonymous"},
        kept={"name"},
    ),
    "move": Form(_place("place_move"), lambda w: {"session": str(w.later.number)}),
    "report": Form(
        lambda w: f"{reverse('meetings:make_report')}?session={w.soon.uid}",
        lambda w: {
            "addressee": "facilitator",
            "text": "Somebody was insulted.",
            "about": "A participant",
            "about_facilitators": "on",
            "signed": "on",
        },
        lambda w: w.chidi,
        kept={"text", "about"},
    ),
    "work on a report": Form(
        lambda w: reverse("meetings:report", args=[w.for_ben.handle]),
        lambda w: {"status": "open", "notes": "I wrote to them."},
        lambda w: w.ben,
        kept={"notes"},
    ),
    "time zone": Form(
        lambda w: reverse("time_zone"),
        lambda w: {"time_zone": "Europe/Vienna", "next": "/meetings/"},
        kept={"time_zone"},
    ),
    "language": Form(
        lambda w: reverse("language"), lambda w: {"language": "es", "next": "/meetings/"}
    ),
    "sign in": Form(
        lambda w: reverse("account_request_login_code"),
        lambda w: {"email": "chidi@example.org", "next": "/me/"},
        kept={"email"},
    ),
    "make an account": Form(
        lambda w: reverse("account_signup"),
        lambda w: {"email": "fay@example.org", "next": "/me/"},
        kept={"email"},
    ),
    "addresses": Form(
        lambda w: reverse("account_email"),
        lambda w: {"email": "chidi.two@example.org", "action_add": ""},
        lambda w: w.chidi,
        kept={"email"},
    ),
    # --- The administration
    "a programme": _admin(
        "meetings_programme",
        {
            "name": "VSN 2030",
            "slug": "vsn-2030",
            "starts_on": "2030-01-01",
            "ends_on": "2030-12-31",
            "description": "A year.",
        },
        "name",
        "slug",
        "description",
    ),
    "a meeting": _admin(
        "meetings_meeting",
        {
            "title": "A workshop",
            "slug": "a-workshop",
            "kind": "workshop",
            "form": "online",
            "summary": "Short.",
            "description": "Long.",
            "language": "en",
            "interpretation": "es",
            "place": "",
            "platform": "Zoom",
            "lead_minutes": "1440, 60",
            "warning_hours": "48",
            "source_url": "https://meta.wikimedia.org/wiki/X",
            **_nothing_in("facilitations"),
        },
        "title",
        "slug",
        "summary",
        "interpretation",
        "lead_minutes",
    ),
    "a session": _admin(
        "meetings_session",
        lambda w: {
            "meeting": str(w.meeting.pk),
            "starts_at": "2030-06-05T15:00",
            "ends_at": "2030-06-05T16:00",
            "time_zone": "Europe/Vienna",
            "precision": "exact",
            "capacity": "5",
            "recording": "audio",
            "recording_purpose": "For those who cannot come.",
            "attendance": "",
            "link": factories.LINK,
        },
        "starts_at",
        "capacity",
        "recording_purpose",
        "link",
    ),
    "a place by hand": _admin(
        "meetings_registration",
        lambda w: {"session": str(w.later.pk), "email": "fay@example.org", "name": "Fay"},
        "email",
        "name",
    ),
    "a person": _admin(
        "members_user", {"email": "fay@example.org", "name": "Fay"}, "email", "name"
    ),
    "an affiliate": _admin(
        "members_affiliate",
        {
            "name": "Wikimedia Nowhere",
            "slug": "nowhere",
            "kind": "chapter",
            "homepage": "https://nowhere.example.org/",
            **_nothing_in("affiliations"),
        },
        "name",
        "slug",
        "homepage",
    ),
    "a version of the policy": _admin(
        "members_policyversion",
        {
            "texts-TOTAL_FORMS": "1",
            "texts-INITIAL_FORMS": "0",
            "texts-0-language": "en",
            "texts-0-body": "Be kind.",
        },
    ),
    "an exclusion": _admin(
        "members_exclusion",
        {
            "who": "mallory@example.org",
            "scope": "everything",
            "meeting_uid": "",
            "reason": "Three warnings.",
            "starts_at_0": "2026-01-01",
            "starts_at_1": "12:00",
            "review_on": "",
        },
        "who",
        "reason",
    ),
    "a category": _admin("learning_patterns_category", {"name": "x", "slug": "x"}, "name"),
    "a learning pattern": _admin(
        "learning_patterns_pattern",
        {
            "slug": "new-pattern",
            "title": "New",
            "status": "draft",
            "language": "en",
            "problem": "P",
            "solution": "S",
            "source_url": "",
        },
        "title",
        "problem",
    ),
}
