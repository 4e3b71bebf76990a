"""Every form of the portal with values that are right, for tests that spoil them."""

from collections.abc import Callable

from django.urls import reverse

from meetings import importer, wikitext
from tests import factories
from tests.areas import AREAS
from tests.areas.patterns_writing import in_review
from tests.form import Form, Values
from tests.members.forms import FORMS as MEMBERS
from tests.world import World


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


TEXTS = {"title", "problem", "solution", "creators", "image"}


def _pattern(w: World) -> Values:
    return {
        "title": "Give each newcomer one person",
        "language": "en",
        "categories": "welcome",
        "problem": "They do not know whom to ask.",
        "solution": "Name one person.",
        "creators": "Fay",
        "image": "https://commons.wikimedia.org/wiki/File:Tea.jpg",
    }


def _sign_up_page(w: World) -> Values:
    """The second step of bringing a page: saying yes to what was shown."""
    lines = "# [[User:Fay|Fay]] 17:18, 29 January 2024 (UTC)"
    text = f"== I want to take part in the meeting ==\n\n{lines}\n"
    number = str(w.later.number)
    shown = importer.look(
        wikitext.read(text),
        meeting=w.meeting,
        accounts=None,
        now=factories.now(),
        choices=importer.Choices(lists={0: number}),
    )
    return {
        "text": text,
        "year": "",
        "list-0": number,
        "shown": "0",
        "bring": "0",
        "affiliate-0": "",
        "fingerprint": shown.fingerprint,
        "confirm": "yes",
    }


FORMS: dict[str, Form] = {
    "sign up by e-mail": Form(
        _sign_up,
        lambda w: {"reach": "fay@example.org", **ABOUT_ME},
        kept={"reach", "name", "country", "note"},
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
    "bring a sign-up page": Form(
        lambda w: reverse("meetings:import_page", args=[w.meeting.slug]),
        _sign_up_page,
        lambda w: w.ben,
        kept={"text"},
    ),
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
        lambda w: {"seen": "0", "status": "open", "note": "I wrote to them."},
        lambda w: w.ben,
        kept={"note"},
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
    **MEMBERS,
    **{name: form for area in AREAS for name, form in area.FORMS.items()},
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
        lambda w: {"session": str(w.later.pk), "reach": "fay@example.org", "name": "Fay"},
        "reach",
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
    "a category": _admin("learning_patterns_category", {"name": "x", "slug": "x"}, "name"),
    # --- Learning patterns
    "write a pattern": Form(
        lambda w: reverse("patterns:new"), _pattern, lambda w: w.chidi, kept=TEXTS
    ),
    "edit a pattern": Form(
        lambda w: reverse("patterns:edit", args=[w.rough.slug]),
        lambda w: {**_pattern(w), "comment": "Shorter.", "base": "0"},
        lambda w: w.chidi,
        kept=TEXTS | {"comment"},
    ),
    "ask for changes": Form(
        lambda w: reverse("patterns:send_back", args=[in_review(w).slug]),
        lambda w: {"text": "Say how long it takes.", "field": "problem", "quote": "P"},
        lambda w: w.chidi,
        kept={"text", "quote"},
    ),
    "archive a pattern": Form(
        lambda w: reverse("patterns:archive", args=[w.pattern.slug]),
        lambda w: {"replaced_by": ""},
        lambda w: w.chidi,
        kept={"replaced_by"},
    ),
    "endorse": Form(
        lambda w: reverse("patterns:endorse", args=[w.pattern.slug]),
        lambda w: {"reason": "It worked within a month."},
        lambda w: w.ben,
        kept={"reason"},
    ),
    "I tried it": Form(
        lambda w: reverse("patterns:tried", args=[w.pattern.slug]),
        lambda w: {
            "outcome": "partly",
            "place": "Lagos",
            "audience": "students",
            "story": "Half of them stayed.",
            "adapted": "Two persons.",
        },
        lambda w: w.ben,
        kept={"place", "audience", "story", "adapted"},
    ),
}
