"""`manage.py import_signup_page --preview`: shows what is on a page and stores nothing."""

import io
import json
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from meetings.models import Meeting, Registration
from members.models import User

PAGE = """== List of participants ==
14 February, 15 UTC
# [[User:Ada (WMAT)|Łucja]] ([[User talk:Ada (WMAT)|talk]]) 17:18, 29 January 2024 (UTC)
#
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "page.wiki"
    file.write_text(PAGE)
    return file


def run(*arguments: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("import_signup_page", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_the_preview_for_programs_is_json_and_nothing_else(page: Path) -> None:
    out, err = run(str(page), "--preview", "--json")

    assert json.loads(out) == {
        "sessions": [
            {
                "heading": "14 February, 15 UTC",
                "starts_at": "2024-02-14T15:00:00+00:00",
                "ends_at": None,
                "entries": [
                    {
                        "line": 3,
                        "user_name": "Ada (WMAT)",
                        "display_name": "Łucja",
                        "affiliate": "WMAT",
                        "signed_at": "2024-01-29T17:18:00+00:00",
                        "status": "yes",
                        "recorded_by": None,
                        "warnings": [],
                    }
                ],
            }
        ],
        "skipped": [{"line": 4, "reason": "This row is empty."}],
    }
    assert "Łucja" in out and err == ""


def test_the_preview_for_people(page: Path) -> None:
    out, _err = run(str(page), "--preview")

    assert "2024-02-14 15:00 UTC, 1 person" in out
    assert "Ada (WMAT), shown as Łucja" in out


@pytest.mark.django_db
def test_a_preview_stores_nothing(page: Path) -> None:
    run(str(page), "--preview")
    run(str(page), "--preview", "--json")

    stored = (Meeting.objects.count(), Registration.objects.count(), User.objects.count())
    assert stored == (0, 0, 0)


def test_the_year_may_be_given(page: Path) -> None:
    out, _err = run(str(page), "--preview", "--json", "--year", "2030")

    assert json.loads(out)["sessions"][0]["starts_at"] == "2030-02-14T15:00:00+00:00"


def test_a_mark_at_the_start_of_the_file_does_no_harm(page: Path) -> None:
    page.write_bytes(b"\xef\xbb\xbf" + PAGE.encode())

    assert "1 person" in run(str(page), "--preview")[0]


def test_a_page_may_come_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAGE.encode())))

    assert "1 person" in run("-", "--preview")[0]


def test_nobody_found_is_said_aloud_beside_the_json(page: Path) -> None:
    page.write_text("Only words, no list of anybody.")

    out, err = run(str(page), "--preview", "--json")

    assert json.loads(out) == {"sessions": [], "skipped": []}
    assert err.startswith("0 found")
    assert run(str(page), "--preview")[0].startswith("0 found")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "There is nothing here: the page is empty."),
        (b"a" * 5_000_000, "This is more than 500 kB, too much for a sign-up page."),
        (b"a\0b", "This is not text."),
        ("== Täg ==".encode("latin-1"), "This file is not UTF-8; please save it as UTF-8 first."),
        ("== Tag ==".encode("utf-16"), "This file is not UTF-8; please save it as UTF-8 first."),
    ],
    ids=["empty", "5 MB", "NUL", "latin-1", "utf-16"],
)
def test_what_cannot_be_read_gets_a_sentence(page: Path, content: bytes, sentence: str) -> None:
    page.write_bytes(content)

    with pytest.raises(CommandError) as refused:
        run(str(page), "--preview")

    assert str(refused.value) == sentence


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file or directory"):
        run(str(tmp_path / "none.wiki"), "--preview")


def test_a_year_that_can_be_none(page: Path) -> None:
    with pytest.raises(CommandError, match="--year is between 2001 and 2100"):
        run(str(page), "--preview", "--year", "99999")
