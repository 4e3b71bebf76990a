"""The rows of members safety: who may, what it looks like, and its forms."""

import datetime as dt

from django.db.models import F
from django.urls import reverse
from playwright.sync_api import Page as BrowserPage

from members.actions import exclude
from members.actions.mailing_list import changes, wish_for_list
from members.models import Exclusion, Membership, PolicyText, PolicyVersion
from tests import factories
from tests.browser.rows import Row as Page
from tests.browser.rows import page, sends
from tests.browser.scene import Scene
from tests.form import Form, Values
from tests.permitting import ADMINS, MEMBERS, NOT_ALLOWED, Row
from tests.world import World


def _on_list() -> Exclusion:
    return Exclusion.objects.get()


def _decision(w: World) -> list[object]:
    return [_on_list().pk, "lift"]


def _draft(w: World) -> list[int]:
    return [w.in_work.number]


PERMISSIONS: dict[str, Row] = {
    "members:drafts": Row(ADMINS.format("200"), ADMINS.format("405")),
    "members:new_draft": Row(ADMINS.format("405"), ADMINS.format("302")),
    "members:edit_draft": Row(ADMINS.format("200"), ADMINS.format("422"), _draft),
    "members:edit_draft#published": Row(
        ADMINS.format("404"), ADMINS.format("404"), lambda w: [w.newest.number]
    ),
    "members:compare_draft": Row(ADMINS.format("200"), ADMINS.format("405"), _draft),
    "members:publish_draft": Row(ADMINS.format("200"), ADMINS.format("422"), _draft),
    "members:discard_draft": Row(ADMINS.format("405"), ADMINS.format("302"), _draft, {"seen": "0"}),
    "members:acknowledged": Row(
        ADMINS.format("200"), ADMINS.format("405"), lambda w: [w.newest.number]
    ),
    "members:exclusions": Row(ADMINS.format("200"), ADMINS.format("405")),
    "members:add_exclusion": Row(ADMINS.format("200"), ADMINS.format("422")),
    "members:look_up_exclusion": Row(
        ADMINS.format("200"), ADMINS.format("200"), data={"who": "somebody@example.org"}
    ),
    "members:exclusion": Row(ADMINS.format("200"), ADMINS.format("405"), lambda w: [_on_list().pk]),
    "members:decide_exclusion": Row(
        ADMINS.format("405"), ADMINS.format("302"), _decision, {"seen": "0", "note": "Talked."}
    ),
    "members:check_ban_list": Row(
        ADMINS.format("200"), ADMINS.format("302"), lambda w: [w.chidi.handle], {"found": "no"}
    ),
    "members:mailing_list": Row(ADMINS.format("200"), ADMINS.format("422")),
    "members:mailing_list_file": Row(ADMINS.format("405"), ADMINS.format("200"), lambda w: ["add"]),
    "members:want_list": Row(
        MEMBERS.format("405"), "login login 302 404 404 404", data={"wants": "yes"}
    ),
    "meetings:reports": Row(MEMBERS.format("200"), MEMBERS.format("405")),
    "meetings:mark_concerned": Row(
        NOT_ALLOWED, "login login 404 422 404 404", lambda w: [w.for_ben.handle]
    ),
    "meetings:hand_on_report": Row(
        NOT_ALLOWED, "login login 404 422 404 404", lambda w: [w.for_ben.handle]
    ),
}


# --- What it looks like --------------------------------------------------------------------------


def _in_work(s: Scene) -> int:
    """A draft that changes a word, in two languages."""
    if known := PolicyVersion.objects.drafts().first():
        return known.number
    made = PolicyVersion.objects.create(number=PolicyVersion.objects.newest().number + 1)
    newest = PolicyVersion.objects.newest().texts.get().body
    PolicyText.objects.create(version=made, body=newest.replace("Kind", "Very kind"))
    PolicyText.objects.create(version=made, language="es", body="# Palabras amables")
    return made.number


def _excluded(scope: str = "everything", **fields: object) -> Exclusion:
    """As Bea, another admin, put them on the list."""
    bea = factories.User.objects.filter(name="Bea").first()
    bea = bea or factories.person("bea@example.org", name="Bea", is_staff=True)
    now = factories.now()
    entry = Exclusion(
        scope=scope, reason="Three warnings, and no word of regret.", starts_at=now,
        review_on=now.date() + dt.timedelta(days=365), **fields,
    )  # fmt: skip
    who = f"somebody{Exclusion.objects.count()}@example.org"
    return exclude(address_or_name=who, exclusion=entry, by=bea, now=now)


def _proposed(s: Scene) -> int:
    return _excluded().pk


def _to_review(s: Scene) -> int:
    made = _excluded("meeting", meeting_uid=s.meeting.uid)
    Exclusion.objects.filter(pk=made.pk).update(review_on=dt.date(2026, 1, 1))
    return made.pk


def _agreed(s: Scene) -> int:
    """From everything, by two: one is enough to lift it."""
    made = _excluded()
    Exclusion.objects.filter(pk=made.pk).update(state=Exclusion.State.AGREED)
    return made.pk


def _forgotten(s: Scene) -> int:
    """Over for so long that nobody knows any more whom it was about."""
    made = _excluded("meeting", meeting_uid=s.meeting.uid)
    long_ago = factories.now() - dt.timedelta(days=500)
    Exclusion.objects.filter(pk=made.pk).update(
        starts_at=long_ago, ends_at=long_ago, identity="", reason=""
    )
    return made.pk


def _with_list(s: Scene) -> str:
    """Two members want the mailing list."""
    for name in ("Member number 1", "Member number 2"):
        wish_for_list(person=s.people[name], wants=True, now=factories.now())
    return ""


def _everything_there(s: Scene) -> str:
    _proposed(s)
    _to_review(s)
    return reverse("members:exclusions")


def _mailing_list(s: Scene) -> str:
    _with_list(s)
    return reverse("members:mailing_list")


def overtakes(page: BrowserPage, scene: Scene) -> None:
    """Another admin saves the draft while this one writes."""
    draft = PolicyVersion.objects.drafts().get()
    PolicyVersion.objects.filter(pk=draft.pk).update(revision=F("revision") + 1)
    PolicyText.objects.filter(version=draft, language="en").update(body="Their words.")
    sends("Save", **{"texts-0-body": "My words."})(page, scene)


def lifts_without_words(page: BrowserPage, scene: Scene) -> None:
    page.get_by_text("Lift it", exact=True).click()
    sends("Lift it now")(page, scene)


def looks_up(page: BrowserPage, scene: Scene) -> None:
    sends("Look up", who="eve@example.org")(page, scene)


def hands_on_to_nobody(page: BrowserPage, scene: Scene) -> None:
    page.get_by_text("Hand it on").first.click()
    page.evaluate("document.querySelectorAll('[data-confirm]').forEach(f => f.dataset.sure = 1)")
    sends("Hand it on")(page, scene)


def _handle(s: Scene) -> str:
    assert s.report
    return s.report.handle


PAGES: list[Page] = [
    page("members:drafts", who="ada"),
    page("members:edit_draft", who="ada", number=_in_work),
    page("members:edit_draft", state="with errors", who="ada", status=422, number=_in_work,
         then=sends("Save", **{"texts-0-body": " ", "texts-1-body": " "})),
    page("members:edit_draft", state="preview", who="ada", number=_in_work, then=sends("Preview")),
    page("members:edit_draft", state="overtaken", who="ada", status=409, number=_in_work,
         then=overtakes),
    page("members:compare_draft", who="ada", number=_in_work),
    page("members:publish_draft", who="ada", number=_in_work),
    page("members:acknowledged", who="ada", number=1),
    page("members:acknowledged", state="nobody found", who="ada", number=1, query="?q=nobody"),
    Page("members:exclusions ada", _everything_there, "members:exclusions", "ada"),
    page("members:exclusion", state="proposed", who="ada", number=_proposed),
    page("members:exclusion", state="to review", who="ada", number=_to_review),
    page("members:exclusion", state="agreed by two", who="ada", number=_agreed),
    page("members:exclusion", state="over and forgotten", who="ada", number=_forgotten),
    page("members:exclusion", state="with errors", who="ada", status=422, number=_to_review,
         then=lifts_without_words),
    page("members:add_exclusion", who="ada"),
    page("members:add_exclusion", state="with errors", who="ada", status=422,
         then=sends("Put on the list", who="mallory@example.org")),
    page("members:look_up_exclusion", who="ada"),
    page("members:look_up_exclusion", state="found", who="ada", then=looks_up),
    page("members:check_ban_list", who="ada", handle=lambda s: s.chidi.handle),
    page("members:mailing_list", state="nothing to do", who="ada"),
    Page("members:mailing_list ada", _mailing_list, "members:mailing_list", "ada"),
    page("meetings:reports", who="ada"),
    page("meetings:reports", state="empty", who="chidi"),
    page("meetings:report", state="with errors", who="ada", status=422, handle=_handle,
         then=hands_on_to_nobody),
]  # fmt: skip
# Addresses without a page of their own: seen in the rows that send them, or files.
NOT_PAGES: set[str] = {
    "members:new_draft", "members:discard_draft", "members:decide_exclusion",
    "members:mailing_list_file", "members:want_list", "meetings:mark_concerned",
    "meetings:hand_on_report",
}  # fmt: skip


# --- Its forms -----------------------------------------------------------------------------------


def _act(act: str, **valid: str) -> Form:
    return Form(
        lambda w: reverse("members:decide_exclusion", args=[_on_list().pk, act]),
        lambda w: {"seen": "0", **valid},
        lambda w: w.ada,
        {"note"},
    )


def _texts(w: World) -> Values:
    return {
        "seen": "0",
        "needs_acknowledgement": "on",
        "texts-0-language": "en",
        "texts-0-body": "Be kind to each other.",
        "texts-0-changes": "Kinder.",
    }


def _written(w: World) -> str:
    PolicyText.objects.get_or_create(version=w.in_work, body="Be kind.")
    return reverse("members:publish_draft", args=_draft(w))


def _wished(w: World) -> str:
    if not Membership.objects.filter(wants_list=True).exists():
        wish_for_list(person=w.chidi, wants=True, now=factories.now())
    return reverse("members:mailing_list")


def _next_year() -> str:
    return str(factories.now().date() + dt.timedelta(days=200))


FORMS: dict[str, Form] = {
    "a draft of the policy": Form(
        lambda w: reverse("members:edit_draft", args=_draft(w)),
        _texts,
        lambda w: w.ada,
        {"texts-0-body", "texts-0-changes"},
    ),
    "publish the policy": Form(_written, lambda w: {"seen": "0"}, lambda w: w.ada),
    "exclude somebody": Form(
        lambda w: reverse("members:add_exclusion"),
        lambda w: {
            "who": "trent@example.org",
            "scope": "meeting",
            "affiliate": "",
            "meeting": str(w.meeting.uid),
            "reason": "Three warnings.",
            "starts_on": str(factories.now().date()),
            "ends_on": "",
            "review_on": _next_year(),
            "urgent": "",
        },
        lambda w: w.ada,
        {"who", "reason"},
    ),
    "review an exclusion": _act("review", note="Still needed.", review_on=_next_year()),
    "lift an exclusion": _act("lift", note="We talked."),
    "the event ban list": Form(
        lambda w: reverse("members:check_ban_list", args=[w.chidi.handle]),
        lambda w: {"found": "no"},
        lambda w: w.ada,
    ),
    "the mailing list is up to date": Form(
        _wished, lambda w: {"seen": changes(factories.now()).fingerprint}, lambda w: w.ada
    ),
    "somebody is concerned by a report": Form(
        lambda w: reverse("meetings:mark_concerned", args=[w.for_ben.handle]),
        lambda w: {"seen": "0", "person": w.ben.handle},
        lambda w: w.ben,
    ),
    "hand a report on": Form(
        lambda w: reverse("meetings:hand_on_report", args=[w.for_ben.handle]),
        lambda w: {"seen": "0", "to": "admins"},
        lambda w: w.ben,
    ),
}
# Acts of one button that change rows whatever is sent.
BUTTONS: tuple[str, ...] = ()
