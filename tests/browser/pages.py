"""Every page that a person can look at. A new address without a row here fails the tests."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.areas import AREAS
from tests.browser.members import MEMBERS
from tests.browser.rows import Prepare, Row, page, sends
from tests.browser.scene import Scene

# Addresses behind which there is nothing to look at.
NOT_PAGES = {
    "files and feeds": {
        "demo:attachment", "meetings:all_calendar", "meetings:feed", "meetings:meeting_calendar",
        "meetings:personal_feed", "meetings:place_calendar", "meetings:session_calendar",
        "mfa_download_recovery_codes", "meetings:wikitext_file", "patterns:feed",
    },
    "for programs": {"healthz", "readyz"},
    "the message as it was sent": {"demo:message_html"},
    "leads to another page": {
        "account_login", "account_reauthenticate", "account_reset_password", "mfa_login_webauthn",
    },
    "answers forms; seen in the rows that send them": {
        "account_wikimedia_disconnect",
        "language", "meetings:new_feed", "meetings:place_acknowledge", "meetings:place_appearance",
        "meetings:place_cancel", "meetings:place_confirm", "meetings:place_forget",
        "meetings:place_move", "members:answer", "members:decide", "members:leave_affiliate",
        "members:retire_affiliate", "members:revive_affiliate", "members:mute",
        "members:unmake_admin", "members:unmute", "members:withdraw",
        "patterns:archive", "patterns:ask_review", "patterns:endorse", "patterns:publish",
        "patterns:restore", "patterns:revive", "patterns:send_back", "patterns:still_right",
        "patterns:unendorse", "patterns:untried",
    },
    "named by their areas": {name for area in AREAS for name in area.NOT_PAGES},
}  # fmt: skip


def place(state: str, *, status: int = 200, then: Prepare | None = None) -> Row:
    """A personal page."""
    return Row(
        f"place {state}" + (" after sending" if then else ""),
        lambda scene: scene.places[state],
        "meetings:place",
        status=status,
        then=then,
    )


def brings_a_page(*lines: str) -> Prepare:
    """A sign-up page for the session that comes first."""

    def bring(page: Page, scene: Scene) -> None:
        when = f"{scene.soon.starts_at:%A %d %B %Y, %H:%M} UTC"
        top = ["== I want to take part in the meeting ==", "", f"'''{when}'''", ""]
        sends("Show what is on it", text="\n".join([*top, *lines]))(page, scene)

    return bring


SIGNED_UP = (
    "# Ana Sol (ana@example.org) 17:18, 29 January 2024 (UTC)",
    "# Bo Lind (bo@example.org) (I will try to join)",
    "# Fay Doe / Somewhere",
    "# <s>Cy Dee (cy@example.org)</s>",
    "# WMxx Signature",
)


def chooses_another_session(page: Page, scene: Scene) -> None:
    """And says yes without looking at what that means."""
    brings_a_page(*SIGNED_UP)(page, scene)
    others = "select[name=list-0] option:not(:checked):not([value=''])"
    another = page.locator(others).first.get_attribute("value")
    page.locator("select[name=list-0]").select_option(another)
    sends("Bring in those who are ticked")(page, scene)


def looks_at(label: str, **answers: str) -> Prepare:
    """Opens what is folded, fills in and sends, past the browser's own checks."""

    def look(page: Page, scene: Scene) -> None:
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        sends(label, **answers)(page, scene)

    return look


def overtaken(page: Page, scene: Scene) -> None:
    """Saves a passage that somebody else changed since."""
    page.evaluate("document.querySelector('[name=base]').value = 1")
    sends("Save", problem="People come twice.")(page, scene)


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
    page("meetings:meeting", who="ben", slug=meeting),
    page("meetings:meeting", state="without date", slug="without-a-date"),
    page("meetings:meeting", state="called off", slug="called-off"),
    page("meetings:meeting", state="over", slug="visit"),
    page("meetings:meeting", state="in another language", slug="apoyo-entre-pares"),
    _sign_up(),
    _sign_up("with errors", status=422, then=sends("Sign up", reach="dana at example.org")),
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
    page("meetings:import_page", who="ben", slug=meeting),
    page("meetings:import_page", state="nothing brought", who="ben", status=422, slug=meeting,
         then=sends("Show what is on it")),
    page("meetings:import_page", state="looked at", who="ben", slug=meeting,
         then=brings_a_page(*SIGNED_UP)),
    page("meetings:import_page", state="the wiki is down", who="ben", slug=meeting, status=422,
         then=brings_a_page("# [[User:Ana|Ana]] 17:18, 29 January 2024 (UTC)")),
    page("meetings:import_page", state="nobody found", who="ben", slug=meeting,
         then=brings_a_page()),
    page("meetings:import_page", state="changed meanwhile", who="ben", slug=meeting, status=422,
         then=chooses_another_session),
    page("meetings:wikitext", who="ben", slug=meeting),
    page("meetings:programme_wikitext", slug="this-year"),
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
    *MEMBERS,
    *(row for area in AREAS for row in area.PAGES),
    page("patterns:patterns"),
    page("patterns:pattern", slug="pattern-0"),
    page("patterns:pattern", state="in another language", slug="pattern-2"),
    page("patterns:patterns", state="answers", query="?q=people+who+come"),
    page("patterns:patterns", state="spelt otherwise", query="?q=peopel+patern"),
    page("patterns:patterns", state="nothing found", query="?q=submarine"),
    page("patterns:patterns", state="not understood", query="?category=x", status=400),
    page("patterns:patterns", who="chidi"),
    page("patterns:pattern", state="published", who="chidi", slug="two-at-the-door"),
    page("patterns:pattern", state="published", who="ben", slug="two-at-the-door"),
    page("patterns:pattern", state="draft", who="chidi", slug="a-draft"),
    page("patterns:pattern", state="in review", who="chidi", slug="in-review"),
    page("patterns:pattern", state="asks for nothing", who="chidi", status=422, slug="in-review",
         then=looks_at("Ask for changes")),
    page("patterns:pattern", state="archived", slug="archived"),
    page("patterns:pattern", state="endorsed with errors", who="ben", status=422,
         slug="two-at-the-door", then=looks_at("Sign it")),
    page("patterns:new", who="chidi"),
    page("patterns:new", who="ben", status=403),
    page("patterns:new", state="with errors", who="chidi", status=422,
         then=sends("Save the draft", image="https://example.org/")),
    page("patterns:new", state="preview", who="chidi",
         then=sends("Preview", title="Pattern", problem="People *come*.")),
    page("patterns:new", state="translation", who="chidi", query="?translate=two-at-the-door"),
    page("patterns:edit", who="chidi", slug="a-draft"),
    page("patterns:edit", state="translation", who="chidi", slug="dos-en-la-puerta"),
    page("patterns:pattern", state="translation", who="chidi", slug="dos-en-la-puerta"),
    page("patterns:edit", state="overtaken", who="chidi", status=409, slug="two-at-the-door",
         then=overtaken),
    page("patterns:review", who="chidi"),
    page("patterns:history", who="chidi", slug="two-at-the-door"),
    page("patterns:revision", who="chidi", slug="two-at-the-door", number=2),
    page("patterns:tried", who="ben", slug="two-at-the-door"),
    page("patterns:tried", state="with errors", who="ben", status=422, slug="two-at-the-door",
         then=sends("Tell it")),
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
    page("account_wikimedia", who="chidi"),
    page("account_wikimedia", state="connected", who="ben"),
    page("account_wikimedia", state="without an address", who="una"),
    page("account_email", state="without an address", who="una"),
    page("meetings:mine", state="without an address", who="una"),
    page("mediawiki_login", query="?next=/me/"),
    page("mediawiki_callback", state="too old", query="?state=x&code=y", status=400),
    page("socialaccount_login_cancelled"),
    page("socialaccount_login_cancelled", who="chidi"),
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
