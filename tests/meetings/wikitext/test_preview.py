"""What is shown of a page: for programs and for people, and never an address."""

import json

from meetings.wikitext import read
from meetings.wikitext.preview import as_data, as_text

PAGE = """== Participants ==
Wednesday 14th February 2024, 15 to 16 UTC
# [[User:Ada (WMAT)|Ada]] ([[User talk:Ada (WMAT)|talk]]) 17:18, 29 January 2024 (UTC)
# Kim (kim@example.org)
# WMxx Signature kim@example.org
# Ben (registered on Ben's behalf, [[User:Orga|Orga]] 10:00, 30 January 2024 (UTC))
Wednesday 21st February 2024, 3 UTC
"""


def test_the_data_has_the_promised_keys_in_their_order() -> None:
    data = as_data(read(PAGE))

    assert list(data) == ["sessions", "skipped"]
    first = data["sessions"][0]
    assert list(first) == ["heading", "starts_at", "ends_at", "entries"]
    assert first["entries"][0] == {
        "line": 3,
        "user_name": "Ada (WMAT)",
        "display_name": "Ada",
        "affiliate": "WMAT",
        "signed_at": "2024-01-29T17:18:00+00:00",
        "status": "yes",
        "recorded_by": None,
        "warnings": [],
    }
    assert list(first["entries"][0])[:3] == ["line", "user_name", "display_name"]
    assert (first["starts_at"], first["ends_at"]) == (
        "2024-02-14T15:00:00+00:00",
        "2024-02-14T16:00:00+00:00",
    )
    assert first["entries"][2]["recorded_by"] == "Orga"


def test_what_is_wrong_with_a_date_is_among_what_was_skipped() -> None:
    assert as_data(read(PAGE))["skipped"] == [
        {"line": 5, "reason": "This row of the template was not filled in."},
        {
            "line": 7,
            "reason": "The hour may be in the morning or in the afternoon; please ask.",
        },
    ]


def test_no_address_is_ever_shown() -> None:
    page = read(PAGE + "== Participants kim@example.org ==\n# Ada\n")

    assert "kim@" not in json.dumps(as_data(page)) + as_text(page)


def test_the_text_shows_line_by_line_what_was_understood() -> None:
    text = as_text(read(PAGE))

    assert "2024-02-14 15:00 to 2024-02-14 16:00 UTC, 3 people" in text
    assert "    3  yes      2024-01-29 17:18  WMAT   Ada (WMAT), shown as Ada\n" in text
    assert "written down by Orga" in text
    assert "an e-mail address, not shown here" in text
    assert "    5  This row of the template was not filled in.  # WMxx Signature [address]" in text
    assert "time not known, 0 found" in text
    assert text.endswith("3 found in 2 lists, 2 different accounts, 1 line skipped.\n")


def test_nothing_found_is_said_aloud() -> None:
    assert as_text(read("Only words.")).startswith("0 found: ")
