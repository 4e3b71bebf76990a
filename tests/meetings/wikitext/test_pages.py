"""Whole pages: which of their lists are sign-ups, for which date, and what is left out."""

from collections.abc import Callable

import pytest

from meetings.wikitext import SignUpPage, read
from tests.meetings.wikitext.kinds import sign
from tests.meetings.wikitext.render import FORMS, as_text
from tests.meetings.wikitext.sample import TWO_DATES


def people(page: SignUpPage) -> list[list[tuple[str | None, str]]]:
    return [[(e.user_name, e.status) for e in session.entries] for session in page.sessions]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_page_with_two_dates(form: Callable[[str], str]) -> None:
    page = read(form(TWO_DATES))

    first, second = page.sessions
    names = [{entry.user_name for entry in session.entries} for session in page.sessions]
    assert (first.heading, first.starts_at.isoformat(), len(first.entries)) == (
        "Wednesday 14th February, time 15 UTC",
        "2024-02-14T15:00:00+00:00",
        13,
    )
    assert (second.starts_at.isoformat(), len(second.entries)) == ("2024-02-27T17:00:00+00:00", 10)
    assert (len(names[0] | names[1]), len(names[0] & names[1])) == (19, 4)
    assert page.skipped == () == first.warnings == second.warnings


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_the_oddities_of_that_page(form: Callable[[str], str]) -> None:
    first, second = read(form(TWO_DATES)).sessions

    assert [entry.affiliate for entry in first.entries] == [
        "WMAR", "WMAT", None, None, "WMPL", "WMFR", "WMCH", "WMB", "WMDE", "WMAR", None, "WMIT",
        "WMUK",
    ]  # fmt: skip
    assert [entry.affiliate for entry in second.entries] == [
        "WMAR", "WDU", None, "WMDE", "WMMX", "WMB", "WMAR", None, None, "WMUK",
    ]  # fmt: skip
    odd = {entry.user_name for entry in first.entries if entry.warnings}
    assert odd == {"Edgar exemplum", "Otto Muster (WMDE)", "Pia Ejemplo (WMAR)"}
    unsigned = [entry.user_name for entry in second.entries if entry.signed_at is None]
    assert unsigned == ["Pia Ejemplo (WMAR)"]


@pytest.mark.parametrize(
    "copied",
    [
        lambda text: text.replace("[edit]", " edit").replace("[reply]", ""),
        lambda text: text.replace("[edit]", "Edit").replace("[reply]", "Reply"),
        lambda text: text.replace("[edit]", "edit"),
        lambda text: text.replace("[edit]", "").replace("[reply]", ""),
        lambda text: text.replace("[edit]", "[edit | edit source]"),
        lambda text: "\n".join(line.lstrip(" 0123456789.") for line in text.split("\n")),
        lambda text: "\n".join(
            "- " + line.lstrip(" 0123456789.") if line.startswith("  ") else line
            for line in text.split("\n")
        ),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("(talk)", "\u200e(talk)\u200e").replace(" Jan", "\u00a0Jan"),
    ],
    ids=[
        "edit", "Edit", "glued", "no buttons", "two buttons", "no numbers", "dashes", "windows",
        "mark", "unseen",
    ],
)  # fmt: skip
def test_copies_of_the_text_read_the_same(copied: Callable[[str], str]) -> None:
    assert people(read(copied(as_text(TWO_DATES)))) == people(read(as_text(TWO_DATES)))


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_groups_say_who_comes(form: Callable[[str], str]) -> None:
    page = read(
        form(
            "== Meetup ==\nSaturday 12 October 2019, 14:00 UTC\n"
            f"=== Likely ===\n# {sign('Ada')}\n# {sign('Ben')} can't make dinner\n"
            f"=== Possible ===\n# {sign('Chidi')}\n"
            f"=== Regrets ===\n# {sign('Dana')}\n"
            f"== Topics ==\n# cats\n"
        )
    )

    assert people(page) == [
        [("Ada", "yes"), ("Ben", "unclear"), ("Chidi", "maybe"), ("Dana", "no")]
    ]
    assert page.sessions[0].starts_at.isoformat() == "2019-10-12T14:00:00+00:00"


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize(
    ("coming", "not_coming"),
    [
        ("Attending", "Interested but not attending"),
        ("Made it", "Didn't make it"),
        ("Wer kommt?", "Wer kann nicht?"),
        ("Definitely", "Sorry, can't come"),
    ],
)
def test_pairs_of_headings(coming: str, not_coming: str, form: Callable[[str], str]) -> None:
    page = read(form(f"=== {coming} ===\n# {sign('Ada')}\n=== {not_coming} ===\n# {sign('Ben')}"))

    assert people(page) == [[("Ada", "yes"), ("Ben", "no")]]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_who_was_there_did_not_sign_up(form: Callable[[str], str]) -> None:
    page = read(
        form(f"== Participants ==\n# {sign('Ada')}\n== Actual participants ==\n* {sign('Ben')}")
    )

    assert people(page) == [[("Ada", "yes")]]
    assert [skipped.reason for skipped in page.skipped] == [
        "This list says who was there; that is no sign-up."
    ]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_an_availability_poll_has_a_list_for_each_date(form: Callable[[str], str]) -> None:
    page = read(
        form(
            "== Wer kann? ==\n=== 14. Februar 2024, 19 Uhr CET ===\n"
            f"# {sign('Ada')}\n=== 15. Februar 2024, 19 Uhr CET ===\n# {sign('Ben')}\n"
        )
    )

    assert people(page) == [[("Ada", "yes")], [("Ben", "yes")]]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_the_same_person_twice_is_one(form: Callable[[str], str]) -> None:
    page = read(form(f"== Participants ==\n# {sign('Ada')}\n# {sign('Ben')}\n# {sign('Ada')}"))

    assert people(page) == [[("Ada", "yes"), ("Ben", "yes")]]
    assert [skipped.reason[:27] for skipped in page.skipped] == ["The same person as in line "]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_list_without_people_is_there_all_the_same(form: Callable[[str], str]) -> None:
    page = read(form("== List of participants ==\n\n== Other info ==\n* A link\n"))

    assert [(s.heading, s.entries) for s in page.sessions] == [("List of participants", ())]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_two_lists_of_one_meeting_stay_two(form: Callable[[str], str]) -> None:
    page = read(
        form(
            f"== Participants ==\n=== On the telecon ===\n* {sign('Ada')}\n"
            f"=== On Etherpad ===\n* {sign('Ada')}\n* WMxx Signature\n"
        )
    )

    assert people(page) == [[("Ada", "yes")], [("Ada", "yes")]]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize(
    "wikitext",
    [
        "== Agenda ==\n# Welcome\n# Round of names\n== Notes ==\n* [[User:Ada|Ada]] spoke\n",
        "== Organizers ==\n* [[User:Ada|Ada]]\n* [[User:Ben|Ben]]\n",
        f"== Votes ==\n# '''Support''' {sign('Ada')}\n",
        f"== Discussion ==\nA long remark about many things that people wrote. {sign('Ada')}\n",
        "Just some words about a network of volunteers, and nothing else.",
    ],
    ids=["agenda", "organizers", "votes", "discussion", "prose"],
)
def test_a_page_that_is_no_sign_up_page_has_no_lists(
    wikitext: str, form: Callable[[str], str]
) -> None:
    assert read(form(wikitext)).sessions == ()


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_bare_list_of_signatures_is_read(form: Callable[[str], str]) -> None:
    assert people(read(form(f"# {sign('Ada')}\n# {sign('Ben')}"))) == [
        [("Ada", "yes"), ("Ben", "yes")]
    ]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_yes_maybe_and_no(form: Callable[[str], str]) -> None:
    page = read(
        form(
            "== RSVPs ==\n'''Sunday, March 3, 2024''' 1:00 PM – 5:00 PM EST\n"
            f"=== Yes ===\n# {sign('Ada')}\n=== Maybe ===\n# {sign('Ben')}\n"
            f"=== No ===\n# {sign('Chidi')}\n"
        )
    )

    assert people(page) == [[("Ada", "yes"), ("Ben", "maybe"), ("Chidi", "no")]]
    assert page.sessions[0].starts_at.isoformat() == "2024-03-03T18:00:00+00:00"


@pytest.mark.parametrize("form", [FORMS["wikitext"], FORMS["html"]], ids=["wikitext", "html"])
def test_a_list_is_for_the_date_of_the_heading_above_it(form: Callable[[str], str]) -> None:
    page = read(
        form(
            "== Wednesday 14 February 2024, 15 UTC ==\n=== Agenda ===\n* intro\n"
            "=== Participants ===\n# [[User:Ada]]\n=== Notes ===\n* [[User:Ada]] spoke\n"
            "== Wednesday 13 March 2024, 15 UTC ==\n=== Participants ===\n# [[User:Ben]]\n"
        )
    )

    assert people(page) == [[("Ada", "yes")], [("Ben", "yes")]]
    assert [session.starts_at.day for session in page.sessions] == [14, 13]


def test_rows_of_a_table_are_people() -> None:
    text = (
        "== Participants ==\n{| class='wikitable'\n! # !! Name !! Comment\n|-\n"
        "| 1 || [[User:Ada]] || I will try\n|-\n| 2 || [[User:Ben]] ||\n|}\n"
    )

    assert people(read(text)) == [[("Ada", "maybe"), ("Ben", "yes")]]


def test_a_pasted_list_that_lost_its_bullets() -> None:
    text = (
        "Meeting 2021-03-23\n\nPlanning to Attend\n\n    Anna - user:Anna77 editor in Placetown\n"
        "    Ben, he/him, from Placetown, will join late\n    attendee wants privacy\n"
        "    attendee wants privacy\n    User:Dee\n\nNotes\n\n    Anna77 talked\n"
    )

    assert people(read(text)) == [
        [("Anna77", "yes"), (None, "yes"), (None, "yes"), (None, "yes"), ("Dee", "yes")]
    ]


def test_the_dates_of_other_lists_and_of_comments_are_nobodys() -> None:
    text = (
        f"== Participants ==\n# {sign('Ada')} see you on 9 June 2023\n"
        "== Next call ==\nSunday 22 February 2015. 4pm GMT\n"
        "== Previous call ==\nSunday 25 January 2015. 4pm GMT\n"
    )

    assert read(text).sessions[0].starts_at is None


def test_a_line_that_asks_for_names_opens_a_list() -> None:
    text = f"Register with your username:\n# {sign('Ada')}\n# [[User:Ben]]\n\n== Other info ==\n* x"

    assert people(read(text)) == [[("Ada", "yes"), ("Ben", "yes")]]


def test_a_saved_page_is_read_without_its_menus() -> None:
    text = f"""<!DOCTYPE html>
<html><head><title>Sample - Meta</title><script>var a = "<li>User:Script</li>";</script></head>
<body><nav><ul><li><a href="/wiki/User:Me">Participants</a></li></ul></nav>
<div id="mw-panel"><h2>Participants</h2><ul><li><a href="/wiki/User:Menu">Menu</a></li></ul></div>
<h1 id="firstHeading">Sample</h1><div id="mw-content-text">{FORMS["html"](TWO_DATES)}</div>
<div id="footer"><ul><li><a href="/wiki/User:Foot">Foot</a></li></ul></div></body></html>"""

    assert people(read(text)) == people(read(TWO_DATES))


def test_comments_and_navigation_are_not_read() -> None:
    text = (
        "{{Navigation\n|list=\n* [[User:Menu]]\n}}\n<!--\n== Participants ==\n# [[User:Hidden]]\n"
        f"-->\n== Participants ==\n# {sign('Ada')} <!-- # [[User:Also hidden]] -->\n"
    )

    page = read(text)

    assert people(page) == [[("Ada", "yes")]]
    assert page.sessions[0].entries[0].line == 10
