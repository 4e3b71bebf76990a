"""Small holes that a hostile review found, each closed: pages, sign-in, reports, limits, keys."""

import base64
import datetime as dt
import importlib
import logging
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session as BrowserSession
from django.db import IntegrityError
from django.test import Client, RequestFactory
from django.utils import timezone

from meetings import actions, links, tasks, vault
from meetings.models import CallLink, Report, Session
from members.models import User
from members.rules import Refused, is_excluded
from tests import factories as make
from tests.factories import DAY, HOUR, LINK
from tests.members.test_adapters import ASK
from tests.visitors import visitor
from vsn import limits

NEUTRAL = "We cannot sign you up for this session. Please write to"


def sign_up_page(session: Session) -> str:
    return f"{session.meeting.get_absolute_url()}sign-up/{session.number}/"


# --- The policy that was shown -------------------------------------------------------------------


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_policy_that_changed_while_the_form_lay_open_is_shown_again(
    client: Client, session: Session, dana: User, signed_in: bool
) -> None:
    if signed_in:
        client.force_login(dana)
    page = client.get(sign_up_page(session)).content.decode()
    assert 'name="version" value="1"' in page
    form = {
        "reach": "new@example.org", "name": "Dana", "visibility": "name", "policy": "on",
        "version": "1",
    }  # fmt: skip
    make.new_policy()
    answer = client.post(sign_up_page(session), form)
    again = answer.content.decode()
    assert answer.status_code == 422 and "The policy was changed a moment ago" in again
    assert 'name="version" value="2"' in again and 'value="Dana"' in again
    assert not session.registrations.exists()
    assert client.post(sign_up_page(session), form | {"version": "2"}).status_code == 302


def test_acknowledging_what_was_not_shown(client: Client, session: Session, ben: User) -> None:
    place = actions.add_by_hand(
        session=session, reach="new@example.org", name="N", by=ben, now=make.now()
    )
    make.new_policy()
    answer = client.post(f"{place.place_path}acknowledge/", {"version": "1"})
    assert answer.status_code == 422 and "Please read it again" in answer.content.decode()
    assert not place.person.acknowledgements.exists()
    assert client.post(f"{place.place_path}acknowledge/", {"version": "2"}).status_code == 302
    assert place.person.acknowledgements.get().version.number == 2


# --- Excluded people -----------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["the first", "another"])
def test_an_exclusion_counts_for_every_address_of_a_person(
    client: Client, dana: User, meeting: Any, which: str
) -> None:
    soon = make.session(meeting, starts_in=HOUR / 2, link=LINK)
    place = make.sign_up(dana, soon)
    EmailAddress.objects.create(user=dana, email="dana@second.example.org", verified=True)
    make.exclude(dana.email if which == "the first" else "dana@second.example.org")
    make.tick()
    assert not make.mails_with(LINK)
    assert links.link_for(place, make.now()) == ""
    page = client.get(place.place_path).content.decode()
    assert NEUTRAL in page and "xclu" not in page and LINK not in page


def test_an_exclusion_survives_a_change_of_the_address(dana: User, meeting: Any) -> None:
    make.exclude(dana.email)
    EmailAddress.objects.create(user=dana, email="dana@second.example.org", verified=True)
    User.objects.filter(pk=dana.pk).update(email="dana@second.example.org")
    dana.refresh_from_db()
    assert is_excluded(dana, meeting_uid=meeting.uid, affiliate_id=None, now=make.now())


# --- What is kept nowhere ------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/meetings/", "/meetings/supporting-volunteers/", "/me/"])
def test_pages_drawn_for_one_person_are_kept_nowhere(
    dana: User, session: Session, path: str
) -> None:
    make.sign_up(dana, session)
    said = visitor(dana).get(path).headers["Cache-Control"]
    assert "private" in said and "no-store" in said
    assert "no-store" not in Client().get("/").headers.get("Cache-Control", "")


def test_no_browser_session_holds_the_address_of_who_was_forgotten(
    dana: User, session: Session
) -> None:
    half_way, hers, longer = Client(), Client(), Client()
    other = make.person("not.dana@example.org")
    for client, email in ((half_way, dana.email), (longer, other.email)):
        client.post(ASK, {"email": email})
    hers.force_login(dana)
    assert BrowserSession.objects.count() == 3
    make.sign_up(dana, session)
    actions.forget_person(person=dana, now=make.now())
    [left] = BrowserSession.objects.all()
    assert "not.dana@example.org" in str(left.get_decoded())


def test_old_browser_sessions_are_cleared(client: Client, dana: User) -> None:
    client.force_login(dana)
    BrowserSession.objects.update(expire_date=make.now() - DAY)
    tasks.keep()
    assert not BrowserSession.objects.exists()


def test_one_who_cannot_be_forgotten_keeps_nobody_else(
    policy: object, monkeypatch: pytest.MonkeyPatch, logged_errors: list[logging.LogRecord]
) -> None:
    people = [make.person(date_joined=make.now() - 200 * DAY) for _ in range(3)]
    whole = User.delete

    def delete(self: User, *args: object, **kwargs: object) -> object:
        if self == people[1]:
            raise IntegrityError("something still points here")
        return whole(self, *args, **kwargs)

    monkeypatch.setattr(User, "delete", delete)
    assert actions.forget_inactive(make.now()) == 2
    assert list(User.objects.all()) == [people[1]]
    assert len(logged_errors) == 1 and people[1].email not in str(logged_errors[0].__dict__)
    logged_errors.clear()


# --- Reports -------------------------------------------------------------------------------------


def test_an_admin_reads_reports_with_the_second_factor_only(ada: User) -> None:
    found = make.report(text="canary")
    path = f"/safe-space/reports/{found.handle}/"
    client = Client()
    client.force_login(ada)
    for answer in (client.get(path), client.post(path, {"status": "closed", "notes": "x"})):
        assert answer.status_code == 302 and "2fa" in answer["Location"]
    found.refresh_from_db()
    assert found.status == "new"
    assert "canary" in visitor(ada).get(path).content.decode()


def test_a_report_that_nobody_could_read_is_refused_and_not_kept(
    client: Client, session: Session, ada: User
) -> None:
    form = {
        "addressee": "admins", "text": "What happened.", "about": "",
        "about_facilitators": "on", "about_admins": "on",
    }  # fmt: skip
    answer = client.post(f"/safe-space/report/?session={session.uid}", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nobody here could read this" in page and "What happened." in page
    assert not Report.objects.exists()
    with pytest.raises(Refused):
        make.report(about_admins=True)
    make.tick()
    assert not make.mails()


# --- Addresses and headers that are none ---------------------------------------------------------


@pytest.mark.parametrize("to", ["abc", "abc/def", "//", "/\\x", "javascript:x", "/a\nb", "%", "?"])
def test_no_way_back_breaks_a_page(client: Client, db: None, to: str) -> None:
    for path, form in (("/time-zone/", {"time_zone": "UTC"}), ("/language/", {"language": "es"})):
        found = client.post(path, form | {"next": to})
        assert found.status_code == 302 and found["Location"].startswith("/"), path
        assert not found["Location"].startswith("//")


@pytest.mark.parametrize("to", ["abc", "/admin/meetings/meeting/", "//evil.example.net/"])
def test_an_admin_with_the_factor_is_led_on(ada: User, to: str) -> None:
    answer = visitor(ada).get("/admin/login/", {"next": to})
    assert answer.status_code == 302
    assert answer["Location"] == ("/admin/" if to.startswith("//") else to)


def test_an_admin_without_the_factor_is_not(ada: User) -> None:
    client = Client()
    client.force_login(ada)
    assert "2fa" in client.get("/admin/login/?next=/admin/")["Location"]


HANDLE = "k4xpnbjq4v3pq"
KEYS = ["\x00", f"{HANDLE}-{'a' * 24}\x00", f"{HANDLE[:-1]}\x00-{'a' * 24}", "é" * 13]


@pytest.mark.parametrize("key", KEYS)
def test_keys_with_anything_in_them_are_not_found(client: Client, db: None, key: str) -> None:
    for path in ("/place/{}/", "/place/{}/calendar.ics", "/feed/{}/calendar.ics"):
        found = client.get(path.format(key.replace("\x00", "%00")))
        assert found.status_code == 404


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("name", "\u0958" * 80),  # one letter, two when it is normalised
        ("country", "\u0958" * 100),
        ("reach", "İ" * 40 + "@example.org"),
        ("reach", "a@" + ".".join(["İ" * 60] * 4) + ".org"),
        ("name", "A\x00B"),
        ("country", "A\x00B"),
        ("note", "A\x00B"),
        ("reach", "a\x00@example.org"),
    ],
)
def test_text_that_grows_or_cannot_be_stored_is_said_in_words(
    client: Client, session: Session, field: str, text: str
) -> None:
    form = {"reach": "d@example.org", "name": "Dana", "visibility": "name", "policy": "on"}
    answer = client.post(sign_up_page(session), form | {field: text})
    assert answer.status_code == 422 or field == "reach"
    assert answer.status_code in {302, 422}
    if field != "reach":
        assert not session.registrations.exists()


# --- Limits --------------------------------------------------------------------------------------


def test_a_count_lasts_for_the_whole_window(db: None) -> None:
    noon = dt.datetime(2027, 3, 1, 12, 0, 1, tzinfo=dt.UTC)
    with time_machine.travel(noon, tick=False) as clock:
        passed = []
        for _ in range(10):
            passed.append(limits.allow("x", "dana", times=3, seconds=3600))
            clock.shift(dt.timedelta(seconds=350))
        assert passed == [True] * 3 + [False] * 7


def test_many_others_push_nobodys_count_out(db: None) -> None:
    assert limits.allow("x", "dana", times=1, seconds=3600)
    for i in range(400):
        limits.allow("x", str(i), times=1, seconds=3600)
    assert not limits.allow("x", "dana", times=1, seconds=3600)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2:3::4", "2001:db8:1:2:ffff::1", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "192.0.2.2", False),
    ],
)
def test_who_has_one_ipv6_address_has_all_of_its_network(one: str, other: str, same: bool) -> None:
    who = [limits.client(RequestFactory().get("/", REMOTE_ADDR=a)) for a in (one, other)]
    assert (who[0] == who[1]) is same


# --- Keys ----------------------------------------------------------------------------------------


def test_a_new_secret_key_lifts_no_exclusion_and_loses_no_link(
    session: Session, dana: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.exclude(dana.email)
    make.give_link(session)
    place = make.sign_up_stranger("other@example.org", session)
    key = place.key
    old, portal = settings.SECRET_KEY, importlib.import_module("vsn.settings.keys")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 60, [old]
    monkeypatch.setattr(portal, "SECRET_KEY", "n" * 60)
    monkeypatch.setattr(portal, "SECRET_KEY_FALLBACKS", [old])
    settings.IDENTITY_KEYS = [k.hex() for k in portal._derived("identity")]
    settings.CALL_LINK_KEYS = [
        base64.urlsafe_b64encode(k).decode() for k in portal._derived("call-link")
    ]
    assert vault.unlock(CallLink.objects.get(session=session)) == LINK
    assert is_excluded(dana, meeting_uid=session.meeting.uid, affiliate_id=None, now=timezone.now())
    assert place.key != key
    assert Client().get(f"/place/{key}/").status_code == 200
