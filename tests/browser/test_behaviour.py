"""What the pages do under one's hands: keyboard, script, time zones."""

import re
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Dialog, Page, expect

from meetings.models import Registration
from tests import factories
from tests.browser.conftest import signed_in
from tests.browser.scene import Scene
from tests.chrome import Visitors
from tests.factories import DAY

pytestmark = pytest.mark.browser

FOCUSED = """() => {
    const e = document.activeElement, s = getComputedStyle(e);
    const field = e.closest("label, .field") || e;
    return [e.tagName, (e.getAttribute("aria-label") || e.textContent).trim().slice(0, 40),
        s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 1 || s.boxShadow !== "none"
        || getComputedStyle(field).outlineStyle !== "none"];
}"""


def stay(page: Page) -> None:
    """Marks the page: the mark is gone as soon as another one is loaded."""
    page.evaluate("window.same = true")


def stayed(page: Page) -> bool:
    return page.evaluate("window.same === true")


# --- Keyboard ------------------------------------------------------------------------------------


def test_the_first_key_leads_past_the_navigation(visitor: Page) -> None:
    visitor.goto("/meetings/")
    visitor.keyboard.press("Tab")
    skip = visitor.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    visitor.keyboard.press("Enter")
    expect(visitor.locator("#main")).to_be_focused()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", ["meeting", "sign-up"])
def test_one_sees_where_one_is(visitor: Page, scene: Scene, path: str, theme: str) -> None:
    """Every stop of the Tab key is marked, and everything that can be pressed is such a stop."""
    address = scene.meeting.get_absolute_url()
    if path == "sign-up":
        address += f"sign-up/{scene.soon.number}/"
    visitor.emulate_media(color_scheme=theme)
    visitor.goto(address)
    seen = []
    while len(seen) < 100:
        visitor.keyboard.press("Tab")
        tag, text, visible = visitor.evaluate(FOCUSED)
        if tag == "BODY":
            break
        seen.append((tag, text))
        assert visible, f"no focus to be seen on {tag} {text!r}"
    pressable = visitor.locator("a:visible, button:visible, summary:visible").count()
    assert len([tag for tag, _ in seen if tag in {"A", "BUTTON", "SUMMARY"}]) == pressable


def test_errors_get_the_focus_and_lead_to_their_field(visitor: Page, scene: Scene) -> None:
    visitor.goto(f"{scene.meeting.get_absolute_url()}sign-up/{scene.soon.number}/")
    visitor.evaluate("document.querySelector('main form').noValidate = true")
    visitor.get_by_label("How should we name you?").fill("Dana")
    visitor.get_by_role("main").get_by_role("button", name="Sign up").click()
    summary = visitor.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(visitor.get_by_label("How should we name you?")).to_have_value("Dana")
    visitor.keyboard.press("Tab")
    visitor.keyboard.press("Enter")
    field = visitor.get_by_label("Where should the link go?")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    described = field.get_attribute("aria-describedby") or ""
    texts = [visitor.locator(f"#{name}").inner_text() for name in described.split()]
    assert any("Please give an e-mail address" in text for text in texts), texts


# --- Times ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ["Europe/Vienna", "America/Sao_Paulo", "Asia/Kolkata"])
def test_times_are_those_of_the_browser_and_then_of_the_server(
    people: Visitors, scene: Scene, zone: str
) -> None:
    page = people.arrive(zone=zone)
    address, local = (
        scene.meeting.get_absolute_url(),
        scene.soon.starts_at.astimezone(ZoneInfo(zone)),
    )
    page.goto(address)
    first = page.locator(f"#session-{scene.soon.number} .when time").first
    expect(first).to_have_text(f"{local:%H:%M}")
    expect(page.locator(f"#session-{scene.soon.number} .date .d")).to_have_text(str(local.day))
    expect(page.get_by_text("your time").first).to_be_visible()
    drawn = page.locator(".session").all_inner_texts()

    # From now on the server knows: the same words, before any script runs.
    known = people.arrive(zone="UTC", javascript=False)
    known.context.add_cookies([{"name": "tz", "value": zone, "url": people.address}])
    assert {c["name"]: c["value"] for c in page.context.cookies()}["tz"] == zone
    known.goto(address)
    assert known.locator(".session").all_inner_texts() == drawn


def test_a_zone_chosen_by_hand_stays(people: Visitors, scene: Scene) -> None:
    page = people.arrive(zone="Europe/Vienna")
    page.goto("/time-zone/?next=/meetings/")
    page.get_by_label("Show times in").fill("Asia/Kolkata")
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(f"{people.address}/meetings/")
    page.goto(scene.meeting.get_absolute_url())
    local = scene.soon.starts_at.astimezone(ZoneInfo("Asia/Kolkata"))
    first = page.locator(f"#session-{scene.soon.number} .when time").first
    expect(first).to_have_text(f"{local:%H:%M}")
    expect(page.get_by_role("banner")).to_contain_text("Kolkata (UTC+5:30)")


# --- The script ----------------------------------------------------------------------------------


def test_filters_answer_without_loading_the_page(visitor: Page, scene: Scene) -> None:
    visitor.goto("/meetings/")
    expect(visitor.get_by_role("button", name="Show", exact=True)).to_be_hidden()
    stay(visitor)
    visitor.get_by_label("Language").select_option("es")
    expect(visitor.get_by_role("link", name=scene.meeting.title)).to_have_count(0)
    expect(visitor.get_by_role("link", name="Apoyo entre pares", exact=True)).to_be_visible()
    expect(visitor).to_have_url(f"{visitor.url.partition('?')[0]}?language=es")
    expect(visitor.locator("#live")).not_to_be_empty()
    assert stayed(visitor)
    visitor.go_back()
    expect(visitor.get_by_role("link", name=scene.meeting.title, exact=True)).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_on_a_phone_patterns_stand_before_their_filters(
    javascript: bool, people: Visitors, scene: Scene
) -> None:
    page = people.arrive(javascript=javascript, viewport={"width": 400, "height": 900})
    page.goto("/patterns/")
    tried = page.get_by_label("tried by others")
    expect(tried).to_be_hidden()
    page.get_by_label("Show filters").check()
    expect(tried).to_be_visible()
    assert page.url.endswith("/patterns/")
    tried.check()
    if not javascript:
        page.get_by_role("button", name="Show", exact=True).click()
    expect(page).to_have_url(re.compile(r"/patterns/\?([a-z]+=&)*evidence=tried(&[a-z]+=)*$"))
    page.reload()
    expect(tried).to_be_checked()
    expect(tried).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/patterns/")
    expect(tried).to_be_visible()
    expect(page.get_by_label("Show filters")).to_be_hidden()


def test_a_passkey_that_does_not_come_is_said(visitor: Page, scene: Scene) -> None:
    """At an address that is a number browsers give none; nor if one closes their question."""
    visitor.goto("/accounts/login/code/")
    said = visitor.get_by_role("alert").filter(has_text="No key was used.")
    expect(said).to_be_hidden()
    visitor.get_by_role("button", name="Use a passkey").click()
    expect(said).to_be_visible()
    expect(visitor.get_by_role("main").get_by_role("alert")).to_be_visible()


def test_filters_without_javascript(people: Visitors, scene: Scene) -> None:
    page = people.arrive(javascript=False)
    page.goto("/meetings/")
    page.get_by_label("Language").select_option("es")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("link", name="Apoyo entre pares", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name=scene.meeting.title)).to_have_count(0)


def test_cancelling_asks_first(visitor: Page, scene: Scene) -> None:
    """Escape and "Go back" change nothing, and give the focus back."""
    later = factories.session(scene.meeting, starts_in=30 * DAY)
    registration = factories.sign_up(factories.person(), later)
    visitor.goto(registration.place_path)
    stay(visitor)
    button, ask = (
        visitor.get_by_role("button", name="Cancel my place"),
        visitor.get_by_role("dialog"),
    )
    button.click()
    expect(ask).to_be_visible()
    visitor.keyboard.press("Escape")
    expect(ask).to_be_hidden()
    expect(button).to_be_focused()
    visitor.keyboard.press("Enter")
    ask.get_by_role("button", name="Go back").click()
    expect(button).to_be_focused()
    assert stayed(visitor)
    button.click()
    ask.get_by_role("button", name="Cancel my place").click()
    expect(visitor.get_by_text("Your place is cancelled.")).to_be_visible()
    registration.refresh_from_db()
    assert registration.status == Registration.Status.CANCELLED


def test_leaving_with_something_typed_asks_first(visitor: Page, scene: Scene) -> None:
    asked: list[str] = []

    def stay_here(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    visitor.on("dialog", stay_here)
    visitor.goto(f"{scene.meeting.get_absolute_url()}sign-up/{scene.soon.number}/")
    stay(visitor)
    visitor.get_by_label("How should we name you?").press_sequentially("Dana")
    visitor.get_by_role("link", name="Learning patterns").click(no_wait_after=True)
    expect(visitor.get_by_label("How should we name you?")).to_have_value("Dana")
    assert asked == ["beforeunload"] and stayed(visitor)


def test_pressing_twice_sends_once(visitor: Page, scene: Scene) -> None:
    visitor.goto(f"{scene.meeting.get_absolute_url()}sign-up/{scene.soon.number}/")
    visitor.get_by_label("Where should the link go?").fill("twice@example.org")
    visitor.get_by_label("How should we name you?").fill("Twice")
    visitor.get_by_label("I have read the safe space policy").check()
    sent: list[str] = []
    visitor.on("request", lambda r: sent.append(r.url) if r.method == "POST" else None)
    with visitor.expect_navigation():
        visitor.evaluate(
            "const b = document.querySelector('main form button.primary'); b.click(); b.click()"
        )
    assert len(sent) == 1
    assert Registration.objects.filter(person__email="twice@example.org").count() == 1


def test_the_calendar_address_can_be_copied(people: Visitors, scene: Scene) -> None:
    page = signed_in(people, scene.chidi)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=people.address)
    page.goto("/me/")
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#feed").inner_text().strip()
    answer = page.request.get(copied)
    assert answer.status == 200 and answer.text().startswith("BEGIN:VCALENDAR")


def test_the_countdown_leads_to_the_link(people: Visitors, scene: Scene) -> None:
    """When the time has come, the page loads itself again and shows the link."""
    later = factories.session(
        factories.meeting(lead_minutes=[60]), starts_in=DAY, link=factories.LINK
    )
    place = factories.sign_up(factories.person(), later).place_path
    page = people.arrive()
    page.clock.install(time=factories.now())
    page.goto(place)
    expect(page.locator(".countdown")).to_contain_text("h")
    expect(page.get_by_role("button", name="Join the call")).to_be_disabled()
    # The server's clock stands still for the test; what it says becomes true another way.
    later.meeting.lead_minutes = [2 * 24 * 60]
    later.meeting.save()
    page.clock.fast_forward("23:30:00")
    expect(page.get_by_role("link", name="Join the call")).to_have_attribute("href", factories.LINK)
