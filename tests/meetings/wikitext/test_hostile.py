"""Pages made to break the reader: it answers with a sentence or with what it could read."""

import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.wikitext import SignUpPage, Unreadable, read
from meetings.wikitext.reading import LARGEST

HEADING = "== Participants ==\n"
SIGNED = "[[User:Ada|Ada]] ([[User talk:Ada|talk]]) 17:18, 29 January 2024 (UTC)"
PIECES = [
    *"\n\0\x1b\u202e\ud800é@,()|",
    *["e\u0301", "# ", "* ", ": ", "; ", "== ", " ==", "--", "~~~~", "''", "[[", "]]", "{{", "}}"],
    *["<s>", "</s>", "<li>", "<a href='", "</ol>", "<ol>", "<!--", "-->", "&#x110000;", "&#"],
    *["User:", "(talk)", "(UTC)", "12:00, ", "29 January 2024", "[edit]", "maybe", "Wer kommt?"],
    *["on behalf of ", "WMxx", "3–4.30 UTC", "14 ", "99", "Ada", "Date: "],
    "<div class='mw-parser-output'>",
]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is nothing here: the page is empty."),
        (" \n\t\n", "There is nothing here: the page is empty."),
        ("a" * (LARGEST + 1), "This is more than 500 kB, too much for a sign-up page."),
        ("é" * (LARGEST // 2 + 1), "This is more than 500 kB, too much for a sign-up page."),
        ("a\0b", "This is not text."),
        ("a\n" * 20_001, "This is more than 20,000 lines, too much for a sign-up page."),
        ("a\r" * 20_001, "This is more than 20,000 lines, too much for a sign-up page."),
        ("<li>a" * 20_001, "This is more than 20,000 lines, too much for a sign-up page."),
        (
            HEADING + "1 May 2024, 15 UTC\n" * 1_001,
            "This has more than 1,000 headings and dates, too much for a sign-up page.",
        ),
    ],
    ids=[
        "empty",
        "blank",
        "long",
        "long in bytes",
        "NUL",
        "lines",
        "old line ends",
        "items",
        "dates",
    ],
)
def test_what_cannot_be_a_page_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(text)

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    "line",
    ["{{a|" * 1000, "{{a|" * 1000 + "}}" * 1000, "[[" * 1000, "<s>" * 5000, "(" * 1400, "''" * 700],
    ids=["open templates", "closed templates", "links", "tags", "brackets", "quotes"],
)
def test_a_line_nobody_can_read_does_not_hide_the_others(line: str) -> None:
    page = read(f"{HEADING}# {SIGNED}\n# {line}\n# {SIGNED.replace('Ada', 'Ben')}")

    names = [entry.user_name for entry in page.sessions[0].entries]
    assert names[0] == "Ada" and names[-1] == "Ben"


def steps(text: str) -> int:
    """How many calls reading takes: a measure that no busy machine can change."""
    count = 0

    def counted(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(counted)
    try:
        read(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "make",
    [
        lambda n: HEADING + f"# {SIGNED}\n" * n,
        lambda n: HEADING + "# Ada (talk) 10:00, 1 May 2022 (UTC)\n" * n,
        lambda n: "<h2>Participants</h2><ol>" + "<li>Ada (talk)" * n,
        lambda n: "<ol>" + "<a '" * n,
        lambda n: HEADING + "# {{a|\n" * n,
        lambda n: HEADING + "# [[a\n" * n,
        lambda n: HEADING + "# x" + "<s>" * n,
        lambda n: HEADING + "# 17:18, 29 January 2024 (UTC)\n" * n,
        lambda n: "== 14 February ==\n" * n,
        lambda n: "14 February 15 UTC\n\n" * n,
        lambda n: "== Register ==\n" + f"# {SIGNED}\n# Ben\n# some words here, too\n" * n,
        lambda n: HEADING + f"# {SIGNED}\n" * n + "| [[User:Ada]] |\n" + "| Ben |\n" * n,
    ],
    ids=[
        "signatures", "pasted", "open items", "broken tags", "templates", "links", "struck",
        "times", "headings", "dates", "perhaps a list", "rows",
    ],
)  # fmt: skip
def test_twice_the_page_is_about_twice_the_work(make: Callable[[int], str]) -> None:
    make(10)
    read(make(10))  # patterns are compiled and catalogues loaded once

    assert steps(make(200)) < 2.5 * steps(make(100))


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=60).map("".join))
def test_whatever_comes_is_read_or_refused(text: str) -> None:
    try:
        page = read(HEADING + text)
    except Unreadable:
        assert "\0" in text
    else:
        assert_sound(page, text)


def assert_sound(page: SignUpPage, text: str) -> None:
    """Lines are lines of the text, names are names, times are aware."""
    count = text.count("\n") + text.count("\r") + 2
    for session in page.sessions:
        for entry in session.entries:
            assert 1 <= entry.line <= count
            assert entry.user_name is None or entry.user_name.strip()
            assert entry.user_name or entry.display_name or entry.warnings
            assert "@" not in f"{entry.user_name}"
            assert entry.signed_at is None or entry.signed_at.tzinfo
    assert all(1 <= skipped.line <= count and skipped.reason for skipped in page.skipped)
