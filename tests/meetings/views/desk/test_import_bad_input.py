"""Bad input where a sign-up page is brought: words, and nothing stored."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from meetings import actions
from meetings.models import Session
from members.models import User
from tests import factories as make
from tests.meetings.views.desk.sheets import fields, listed, sheet, signed
from tests.test_leaks import everything
from tests.visitors import text, visitor

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "brought",
    [
        "", "   \n", "Hello", "<html><body><p>Hello</p></body></html>", "a\x00b", "# \x07\x1b[2J x",
        "# \u202eevil\u202c", "[" * 5000, "{{" * 5000, "<div>" * 5000, "# " * 3000, "\ud800"[:0],
    ],
)  # fmt: skip
def test_what_is_no_sign_up_page(
    brought: str, desk: Client, address: str, session: Session
) -> None:
    before = everything()
    answer = desk.post(address, {"text": brought})
    assert answer.status_code in (200, 422) and everything() == before
    said = text(answer)
    assert ("errorlist" in said) if answer.status_code == 422 else ("Nothing is stored" in said
        or "0 people were found" in said)  # fmt: skip


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe\x00x", "This is no text file in UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "This is no text file in UTF-8"),
        (b"x" * 500_001, "longer than 500 kB"),
        ("é".encode() * 400_000, "longer than 500 kB"),
        (b"x" + "é".encode() * 400_000, "longer than 500 kB"),
        (b"  \n", "There is nothing in it"),
        (b"", "empty"),
    ],
)
def test_files_that_cannot_be_read(
    content: bytes, sentence: str, desk: Client, address: str
) -> None:
    file = SimpleUploadedFile("page.txt", content)
    answer = desk.post(address, {"text": "", "file": file})
    assert answer.status_code == 422 and sentence in text(answer)


def test_a_text_that_is_too_long(desk: Client, address: str, session: Session) -> None:
    line = signed("Somebody with a name") + "\n# "
    written = sheet((session, [line * (510_000 // len(line))]))
    answer = desk.post(address, {"text": written})
    assert answer.status_code == 422 and "longer than 500 kB" in text(answer)


def test_a_text_of_too_many_lines(desk: Client, address: str, session: Session) -> None:
    answer = desk.post(address, {"text": "# a\n" * 20_001})
    assert answer.status_code == 422 and "20,000 lines" in text(answer)


def test_what_was_skipped_is_shown_up_to_a_point(
    desk: Client, address: str, session: Session
) -> None:
    written = sheet((session, [signed("Ana"), *["~~~~"] * 300]))
    shown = text(desk.post(address, {"text": written}))
    assert "300 lines were skipped" in shown and "The first 200 are shown." in shown
    assert shown.count("~~~~") == 200 + 300  # and the page as it was brought


def test_five_megabytes_are_refused_in_words(
    desk: Client, address: str, logged_errors: list[Any]
) -> None:
    answer = desk.post(address, {"text": "x" * 5_000_000})
    assert answer.status_code == 400 and "too long" in text(answer)
    assert {error.name for error in logged_errors} == {"django.security.RequestDataTooBig"}
    logged_errors.clear()


def test_a_page_with_many_names_can_be_confirmed(
    desk: Client, address: str, session: Session
) -> None:
    """Each has a tick and an affiliate: no more fields than are taken."""
    make.affiliate(code="WMAR")
    written = sheet((session, [signed(f"Person {n} (WMAR)") for n in range(120)]))
    shown = desk.post(address, {"text": written})
    desk.post(address, fields(shown) | {"confirm": "yes"})
    assert len(listed(session)) == 120


@pytest.mark.parametrize(
    "odd",
    [
        {"list-0": "x"}, {"list-0": "9" * 400}, {"list-x": "1"}, {"list-" + "9" * 400: "1"},
        {"bring": ["x", "-1", "9" * 400, "٢"]}, {"affiliate-0": "x"}, {"shown": "a,,9," + "1" * 99},
        {"leaving": ["x", "1"]}, {"year": "12"}, {"year": "x"}, {"fingerprint": "\x00"},
    ],
)  # fmt: skip
def test_fields_that_are_not_ours(
    odd: dict[str, Any], desk: Client, address: str, session: Session
) -> None:
    chosen = fields(desk.post(address, {"text": sheet((session, [signed("Ana")]))}))
    answer = desk.post(address, chosen | odd | {"confirm": "yes"})
    assert answer.status_code in (302, 422)


def test_an_admin_gives_the_second_factor_first(ada: User, address: str) -> None:
    client = Client()
    client.force_login(ada)
    assert client.get(address).url == reverse("mfa_index")
    assert visitor(ada).get(address).status_code == 200


def test_the_meeting_leads_here_for_those_who_run_it(
    desk: Client, address: str, session: Session, chidi: User
) -> None:
    page = session.meeting.get_absolute_url()
    assert address in text(desk.get(page))
    for client in (visitor(), visitor(chidi)):
        assert address not in text(client.get(page))
    actions.cancel_meeting(meeting=session.meeting, reason="", by=make.anyone(), now=make.now())
    assert address in text(desk.get(page))
