"""Every page that a person can look at. A new address without a row here fails the tests."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.scene import Scene

Prepare = Callable[[Page, Scene], None]

# Addresses behind which there is nothing to look at.
NOT_PAGES = {
    "files and feeds": {
        "demo:attachment", "meetings:all_calendar", "meetings:feed", "meetings:meeting_calendar",
        "meetings:personal_feed", "meetings:place_calendar", "meetings:session_calendar",
        "mfa_download_recovery_codes",
    },
    "for programs": {"healthz", "readyz"},
    "the message as it was sent": {"demo:message_html"},
    "leads to another page": {
        "account_login", "account_reauthenticate", "account_reset_password", "mfa_login_webauthn",
    },
    "answers forms; seen in the rows that send them": {
        "language", "meetings:new_feed", "meetings:place_acknowledge", "meetings:place_appearance",
        "meetings:place_cancel", "meetings:place_confirm", "meetings:place_forget",
        "meetings:place_move",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One page in one state: how to get there, who goes, and what it answers."""

    name: str
    at: Callable[[Scene], str]
    url: str = ""  # the name of the address, if this row is about one
    who: str = ""  # one of the scene's people; else nobody is signed in
    status: int = 200
    then: Prepare | None = None  # what is done on the page before it is looked at

    def __str__(self) -> str:
        return self.name.replace(" ", "-")


def page(url: str, *, state: str = "", who: str = "", status: int = 200,
         then: Prepare | None = None, query: str = "", **values: object) -> Row:  # fmt: skip
    """The row of an address with a name; values may be functions of the scene."""

    def at(scene: Scene) -> str:
        known = {k: v(scene) if callable(v) else v for k, v in values.items()}
        return reverse(url, kwargs=known) + query

    return Row(" ".join(filter(None, (url, state, who))), at, url, who, status, then)


def place(state: str, *, status: int = 200, then: Prepare | None = None) -> Row:
    """A personal page."""
    return Row(
        f"place {state}" + (" after sending" if then else ""),
        lambda scene: scene.places[state],
        "meetings:place",
        status=status,
        then=then,
    )


def sends(label: str, **answers: str) -> Prepare:
    """Fills in, and sends past the browser's own checks, to see what the server says."""

    def send(page: Page, scene: Scene) -> None:
        page.evaluate("for (const form of document.forms) form.noValidate = true")
        for field, answer in answers.items():
            page.locator(f"main :is(input:not([type=radio]), textarea)[name={field}]").fill(answer)
        with page.expect_navigation():
            page.get_by_role("main").get_by_role("button", name=label, exact=True).click()

    return send


def asks_to_move(page: Page, scene: Scene) -> None:
    """Wants to move to the session that is full."""
    full = scene.meeting.sessions.get(capacity=2).number
    page.evaluate("document.querySelectorAll('[data-confirm]').forEach(f => f.dataset.sure = 1)")
    with page.expect_navigation():
        page.locator(f"[name=session][value='{full}']").click()


def asks_for_a_code(page: Page, scene: Scene) -> None:
    sends("Send me a code", email="chidi@example.org")(page, scene)


def asks_to_cancel(page: Page, scene: Scene) -> None:
    page.get_by_role("button", name="Cancel my place").click()
    page.get_by_role("dialog").wait_for()


def asks_too_often(page: Page, scene: Scene) -> None:
    """Asks for one account after the other."""
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    for number in range(20):
        form = {"csrfmiddlewaretoken": token, "email": f"many{number}"}
        page.context.request.post(page.url, form=form, headers={"Referer": page.url})
    sends("Send me a code", email="onemore")(page, scene)


def forgets_its_token(page: Page, scene: Scene) -> None:
    page.context.clear_cookies()
    sends("Send me a code", email="chidi@example.org")(page, scene)


def half_way_in(page: Page, scene: Scene) -> None:
    """Ada has given the code from her mailbox, and not yet the second factor."""
    sends("Send me a code", email="ada@example.org")(page, scene)
    page.goto("/mailbox/?to=ada@example.org")
    subject = page.locator("tbody a").first.inner_text()
    page.goto("/accounts/login/code/confirm/")
    sends("Continue", code=subject.rpartition(" ")[2])(page, scene)


def meeting(scene: Scene) -> str:
    return scene.meeting.slug


def _sign_up(state: str = "", **more: object) -> Row:
    return page(
        "meetings:sign_up", state=state, slug=meeting, number=lambda s: s.soon.number, **more
    )  # type: ignore[arg-type]


def _number(**like: object) -> Callable[[Scene], int]:
    return lambda scene: scene.meeting.sessions.get(**like).number


ROWS = [
    page("home"),
    page("home", who="chidi"),
    page("meetings:upcoming"),
    page("meetings:upcoming", state="nothing found", query="?language=es&kind=clinic"),
    page("meetings:upcoming", state="not understood", query="?kind=dance", status=400),
    page("meetings:upcoming", who="chidi"),
    page("meetings:past"),
    page("meetings:past", state="second page", query="?page=2"),
    page("meetings:meeting", slug=meeting),
    page("meetings:meeting", who="chidi", slug=meeting),
    page("meetings:meeting", state="without date", slug="without-a-date"),
    page("meetings:meeting", state="called off", slug="called-off"),
    page("meetings:meeting", state="over", slug="visit"),
    page("meetings:meeting", state="in another language", slug="apoyo-entre-pares"),
    _sign_up(),
    _sign_up("with errors", status=422, then=sends("Sign up", email="dana at example.org")),
    page("meetings:sign_up", state="full", slug=meeting, number=_number(capacity=2)),
    page("meetings:sign_up", state="recorded", slug=meeting, number=_number(recording="video")),
    page("meetings:sign_up", state="signed in", who="ben", slug=meeting,
         number=_number(capacity=2)),
    page("meetings:sign_up", state="called off", status=403, slug=meeting,
         number=_number(status="cancelled")),
    _sign_up("excluded", who="eve", status=403),
    page("meetings:check_mail", slug=meeting, number=lambda s: s.soon.number),
    place("with the link"),
    place("with the link", status=422, then=sends("Save", name="<!-- -->")),
    place("unconfirmed"),
    place("countdown"),
    place("countdown", status=422, then=asks_to_move),
    place("waiting"),
    place("waiting", then=asks_to_cancel),
    place("no link yet"),
    place("to acknowledge"),
    place("unreachable"),
    place("cancelled"),
    place("over"),
    place("in person"),
    place("gone", status=410),
    page("meetings:mine", who="chidi"),
    page("meetings:mine", state="empty", who="ada"),
    page("meetings:make_report"),
    page("meetings:make_report", state="with errors", status=422,
         then=sends("Send the report", text=" ")),
    Row("report a session", lambda s: f"/safe-space/report/?session={s.soon.uid}", who="chidi"),
    page("meetings:report_thanks"),
    page("meetings:report", who="ada", handle=lambda s: s.report.handle),
    page("members:policy"),
    page("members:policy_versions"),
    page("members:policy_version", state="first", number=1),
    page("members:policy_version", state="second", number=2),
    page("patterns:patterns"),
    page("patterns:pattern", slug="pattern-0"),
    page("patterns:pattern", state="in another language", slug="pattern-2"),
    page("time_zone"),
    page("time_zone", state="unknown", status=422, then=sends("Save", time_zone="Europe/Vien")),
    page("privacy"),
    page("account_request_login_code"),
    page("account_request_login_code", state="with errors", status=422,
         then=sends("Send me a code")),
    Row("asked for a code", lambda s: "/accounts/login/code/", "account_confirm_login_code",
        then=asks_for_a_code),
    page("account_signup"),
    Row("made an account", lambda s: "/accounts/signup/", "account_email_verification_sent",
        then=sends("Send me a code", email="new@example.org")),
    page("account_logout", who="chidi"),
    page("account_inactive"),
    page("account_email", who="chidi"),
    page("account_email", state="with errors", who="chidi", status=422,
         then=sends("Add this address", email="chidi")),
    page("mfa_index", who="chidi"),
    page("mfa_index", who="ada"),
    Row("asked for the second factor", lambda s: "/accounts/login/code/", "mfa_authenticate",
        then=half_way_in),
    page("mfa_reauthenticate", who="ada"),
    page("mfa_reauthenticate_webauthn", who="ada"),
    page("mfa_activate_totp", who="chidi"),
    page("mfa_activate_totp", state="with errors", who="chidi", status=422,
         then=sends("Start using the app", code="1")),
    page("mfa_deactivate_totp", who="ada"),
    page("mfa_view_recovery_codes", who="ada"),
    page("mfa_generate_recovery_codes", who="ada"),
    page("mfa_list_webauthn", who="ada"),
    page("mfa_add_webauthn", who="ada"),
    page("mfa_edit_webauthn", who="ada", pk=lambda s: s.key),
    page("mfa_remove_webauthn", who="ada", pk=lambda s: s.key),
    page("usersessions_list", who="chidi"),
    page("demo:mailbox"),
    page("demo:mailbox", state="empty", query="?to=nobody@example.org"),
    page("demo:message", name=lambda s: s.message),
    Row("404", lambda s: "/meetings/nothing-here/", status=404),
    Row("403 without token", lambda s: "/accounts/login/code/", status=403, then=forgets_its_token),
    Row("403", lambda s: "/accounts/2fa/reauthenticate/", who="chidi", status=403),
    Row("429", lambda s: "/accounts/signup/", status=429, then=asks_too_often),
]  # fmt: skip
