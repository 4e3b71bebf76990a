"""Bringing a sign-up page: what is shown, and what is stored then."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from meetings.models import Registration, Session
from members import wikimedia
from members.rules import Refusal, Refused
from tests import factories as make
from tests.factories import DAY
from tests.meetings.views.desk.sheets import fields, listed, sheet, signed
from tests.test_leaks import everything
from tests.visitors import text
from vsn.mediawiki.client import Account

pytestmark = pytest.mark.django_db


# --- The way it goes -----------------------------------------------------------------------------


def test_shown_first_and_stored_then(desk: Client, address: str, session: Session) -> None:
    make.affiliate("Wikimedia Argentina", code="WMAR")
    written = sheet((session, [signed("Ana (WMAR)"), signed("Bo"), "<s>" + signed("Cy") + "</s>"]))
    before = everything()
    shown = desk.post(address, {"text": written})
    assert shown.status_code == 200 and everything() == before
    page = text(shown)
    assert "3 entries were found. Nothing is stored yet." in page
    assert "Wikimedia Argentina" in page and "new on this list" in page
    answer = desk.post(address, fields(shown) | {"confirm": "yes"}, follow=True)
    assert answer.redirect_chain == [(session.meeting.get_absolute_url(), 302)]
    assert "2 places taken." in text(answer) and listed(session) == ["Ana (WMAR)", "Bo"]
    assert Registration.objects.get(name="Ana (WMAR)").affiliate.code == "WMAR"


def test_the_crumb_leads_to_the_desk(desk: Client, address: str) -> None:
    crumb = text(desk.get(address)).split('class="crumb"')[1].split("</p>")[0]
    assert f'href="{reverse("meetings:desk")}"' in crumb and "Your meetings" in crumb


def test_again_says_who_is_there_and_offers_nothing(
    desk: Client, address: str, session: Session
) -> None:
    written = sheet((session, [signed("Ana")]))
    desk.post(address, fields(desk.post(address, {"text": written})) | {"confirm": "yes"})
    before = everything()
    again = desk.post(address, {"text": written})
    assert "on the list already" in text(again) and "Bring in those" not in text(again)
    desk.post(address, fields(again) | {"confirm": "yes"})
    assert everything() == before


def test_only_those_who_are_ticked(desk: Client, address: str, session: Session) -> None:
    chosen = fields(desk.post(address, {"text": sheet((session, [signed("Ana"), signed("Bo")]))}))
    assert chosen["bring"] == ["0", "1"]
    desk.post(address, chosen | {"bring": ["1"], "confirm": "yes"})
    assert listed(session) == ["Bo"]


def test_a_file_does_as_well_and_travels_on(desk: Client, address: str, session: Session) -> None:
    written = sheet((session, [signed("Zoë")])).replace("\n", "\r\n")
    file = SimpleUploadedFile("page.txt", b"\xef\xbb\xbf" + written.encode())
    chosen = fields(desk.post(address, {"text": "", "file": file}))
    assert not chosen["text"].startswith("\ufeff") and "\r" not in chosen["text"]
    desk.post(address, chosen | {"confirm": "yes"})
    assert listed(session) == ["Zoë"]


def test_line_ends_of_a_browser_make_no_difference(
    desk: Client, address: str, session: Session
) -> None:
    chosen = fields(desk.post(address, {"text": sheet((session, [signed("Ana")]))}))
    chosen["text"] = chosen["text"].replace("\n", "\r\n")
    assert desk.post(address, chosen | {"confirm": "yes"}).status_code == 302


def test_the_year_is_the_readers_to_give(desk: Client, address: str, session: Session) -> None:
    """The page says "24 November", and no year."""
    year = str(session.starts_at.year)
    written = sheet((session, ["[[User:Ana|Ana]]"])).replace(f" {year},", ",")
    assert fields(desk.post(address, {"text": written}))["list-0"] in {"", "1"}
    chosen = fields(desk.post(address, {"text": written, "year": year}))
    assert chosen["list-0"] == str(session.number) and chosen["year"] == year


def test_a_list_for_another_session(desk: Client, address: str, session: Session) -> None:
    """Choosing one is looked at again before anything is stored."""
    second = make.session(session.meeting, starts_in=5 * DAY)
    chosen = fields(desk.post(address, {"text": sheet((session, [signed("Ana")]))}))
    chosen["list-0"] = str(second.number)
    again = desk.post(address, chosen | {"confirm": "yes"})
    assert again.status_code == 422 and "Please look at this again" in text(again)
    assert listed(session) == listed(second) == []
    desk.post(address, fields(again) | {"confirm": "yes"})
    assert listed(second) == ["Ana"] and listed(session) == []


def test_the_list_changed_meanwhile(desk: Client, address: str, session: Session) -> None:
    written = sheet((session, [signed("Ana"), signed("Bo")]))
    first, second = (fields(desk.post(address, {"text": written})) for _ in range(2))
    desk.post(address, first | {"bring": ["0"], "confirm": "yes"})
    again = desk.post(address, second | {"confirm": "yes"})
    assert again.status_code == 422 and listed(session) == ["Ana"]


def test_text_that_was_not_shown_is_not_stored(
    desk: Client, address: str, session: Session
) -> None:
    chosen = fields(desk.post(address, {"text": sheet((session, [signed("Ana")]))}))
    other = chosen | {"text": sheet((session, [signed("Mallory")])), "confirm": "yes"}
    assert desk.post(address, other).status_code == 422 and listed(session) == []
    nothing = chosen | {"fingerprint": "", "confirm": "yes"}
    assert desk.post(address, nothing).status_code == 422 and listed(session) == []


def test_who_left_the_page_can_be_taken_off(desk: Client, address: str, session: Session) -> None:
    everyone = [signed("Ana"), signed("Bo")]
    shown = desk.post(address, {"text": sheet((session, everyone))})
    desk.post(address, fields(shown) | {"confirm": "yes"})
    later = desk.post(address, {"text": sheet((session, everyone[:1]))})
    assert "no longer on the page" in text(later) and fields(later)["leaving"] == []
    bo = Registration.objects.get(name="Bo")
    chosen = fields(later) | {"leaving": [str(bo.pk)], "confirm": "yes"}
    assert "1 person taken off." in text(desk.post(address, chosen, follow=True))
    assert listed(session) == ["Ana"]


# --- What is said --------------------------------------------------------------------------------


def test_nobody_found_is_said_aloud(desk: Client, address: str, session: Session) -> None:
    shown = text(desk.post(address, {"text": sheet((session, []))}))
    assert "0 people were found" in shown and "Bring in those" not in shown


def test_who_cannot_be_brought_in_and_the_ways_out(
    desk: Client, address: str, session: Session
) -> None:
    written = sheet((session, [signed("Mallory"), "Fay Doe / Somewhere"]))
    shown = text(desk.post(address, {"text": written}))
    assert "neither account nor address" in shown and "sign up themselves" in shown
    assert "not connected to a wiki" in shown


def test_of_excluded_people_only_the_number_is_told_and_afterwards(
    desk: Client, address: str, session: Session
) -> None:
    written = sheet((session, [signed("Ana"), signed("Mallory")]))

    def rows(answer: HttpResponse) -> str:
        return re.findall(r"<tbody>.*?</tbody>", answer.content.decode(), re.DOTALL)[0]

    before = rows(desk.post(address, {"text": written}))
    make.exclude("Mallory")
    answer = desk.post(address, {"text": written})
    assert rows(answer) == before
    after = text(desk.post(address, fields(answer) | {"confirm": "yes"}, follow=True))
    assert "1 place taken." in after and "1 person could not be brought in." in after
    assert listed(session) == ["Ana"]


def test_an_address_on_the_page_is_not_shown_as_a_name(
    desk: Client, address: str, session: Session
) -> None:
    answer = desk.post(address, {"text": sheet((session, ["Fay Doe (fay@example.org)"]))})
    rows = re.findall(r"<tbody>.*?</tbody>", answer.content.decode(), re.DOTALL)[0]
    assert "Fay Doe" in rows and "fay@example.org" not in rows
    desk.post(address, fields(answer) | {"confirm": "yes"})
    assert Registration.objects.get().person.email == "fay@example.org"


def test_the_wiki_is_asked(
    desk: Client, address: str, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: dict[str, Account | None] = {
        "Ana": Account("Ana", 7, emailable=True, blocked=False), "Bo": None,
    }  # fmt: skip
    monkeypatch.setattr(wikimedia, "enabled", lambda: True)
    monkeypatch.setattr(wikimedia, "look_up_many", lambda names: known)
    shown = desk.post(address, {"text": sheet((session, [signed("Ana"), signed("Bo")]))})
    assert "no such account" in text(shown) and "not connected" not in text(shown)
    desk.post(address, fields(shown) | {"confirm": "yes"})
    assert Registration.objects.get().person.wikimedia_id == 7


def test_a_wiki_that_is_down(
    desk: Client, address: str, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(names: object) -> None:
        raise Refused(Refusal("wiki_down", "-"))

    monkeypatch.setattr(wikimedia, "enabled", lambda: True)
    monkeypatch.setattr(wikimedia, "look_up_many", down)
    written, before = sheet((session, [signed("Ana")])), everything()
    answer = desk.post(address, {"text": written})
    assert answer.status_code == 422 and everything() == before
    assert "does not answer" in text(answer) and html.escape(written) in text(answer)
