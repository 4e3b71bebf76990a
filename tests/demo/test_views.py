"""The mailbox page: there in the demonstration, nowhere else; nothing in a message can act."""

import datetime as dt
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.test import Client

from vsn.demo import mailbox

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2024, 2, 14, 15, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def demo(settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    settings.DEMO = True


def received(
    subject: str = "Your link",
    text: str = "Here: https://example.org/x?a=1&b=2",
    html: str = "<p>Here</p>",
) -> str:
    message = EmailMessage()
    message["To"], message["Subject"] = "dana@example.org", subject
    message["Message-ID"] = "<row-1@example.org>"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    message.add_attachment(b"BEGIN:VCALENDAR", "text", "calendar", filename="séance.ics")
    return mailbox.deliver(message.as_bytes(), NOW)


def test_empty_mailbox_says_what_to_do(client: Client) -> None:
    page = client.get("/mailbox/").content.decode()
    assert "Nothing has been sent yet" in page and "/accounts/login/" in page


def test_list_names_recipient_subject_and_time(client: Client) -> None:
    name = received()
    page = client.get("/mailbox/").content.decode()
    assert "dana@example.org" in page and "Your link" in page
    assert f'href="/mailbox/{name}/"' in page and "2024-02-14T15:00:00+00:00" in page


def test_list_of_one_person(client: Client) -> None:
    name = received()
    page = client.get("/mailbox/", {"to": "dana@example.org"}).content.decode()
    assert f'href="/mailbox/{name}/"' in page and "Only messages to dana@example.org." in page
    page = client.get("/mailbox/", {"to": "<b>eve</b>"}).content.decode()
    assert "Nothing has been sent yet" in page and "<b>eve" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_database_nothing(
    client: Client, rows: int, django_assert_num_queries: Callable
) -> None:
    for _ in range(rows):
        received()
    with django_assert_num_queries(0):
        client.get("/mailbox/")


def test_addresses_in_the_text_are_links(client: Client) -> None:
    page = client.get(f"/mailbox/{received()}/").content.decode()
    assert 'href="https://example.org/x?a=1&amp;b=2"' in page
    assert "&lt;row-1@example.org&gt;" in page


def test_subject_and_text_are_escaped(client: Client) -> None:
    name = received(subject="<script>1</script>", text="<script>2</script>")
    for address in ("/mailbox/", f"/mailbox/{name}/"):
        page = client.get(address).content.decode()
        assert "<script>1" not in page and "<script>2" not in page


def test_html_part_is_sandboxed(client: Client) -> None:
    answer = client.get(f"/mailbox/{received(html='<script>3</script>')}/html/")
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy and "default-src 'none'" in policy and "script-src" not in policy


def test_attachment_is_saved_not_opened(client: Client) -> None:
    answer = client.get(f"/mailbox/{received()}/attachments/0/")
    assert answer.content == b"BEGIN:VCALENDAR"
    assert answer.headers["Content-Type"] == "text/calendar"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    ["no-such/", "no-such/html/", "no-such/attachments/0/", "..%2f..%2fsecret_key/", "%00/"],
)
def test_what_is_not_there_is_a_404(client: Client, path: str) -> None:
    assert client.get(f"/mailbox/{path}").status_code == 404


def test_parts_that_are_not_there_are_a_404(client: Client) -> None:
    name = received(html="")
    assert client.get(f"/mailbox/{name}/html/").status_code == 404
    assert client.get(f"/mailbox/{name}/attachments/7/").status_code == 404


def test_not_in_the_demonstration_it_does_not_exist(client: Client, settings) -> None:
    name = received()
    settings.DEMO = False
    for path in ("", f"{name}/", f"{name}/html/", f"{name}/attachments/0/"):
        assert client.get(f"/mailbox/{path}").status_code == 404


def test_reading_only(client: Client) -> None:
    assert client.post("/mailbox/").status_code == 405
    assert "no-store" in client.get("/mailbox/").headers["Cache-Control"]
