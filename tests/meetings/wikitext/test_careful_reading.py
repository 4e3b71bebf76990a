"""What a careful person would understand of a line or a list, and a hasty reader would not."""

from collections.abc import Callable

import pytest

from meetings.wikitext import Entry, SignUpPage, read
from tests.meetings.wikitext.kinds import sign
from tests.meetings.wikitext.render import FORMS

AT = "17:18, 29 January 2024 (UTC)"
every_form = pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)


def entries(page: SignUpPage) -> list[Entry]:
    return [entry for session in page.sessions for entry in session.entries]


def people(page: SignUpPage) -> list[tuple[str | None, str | None, str]]:
    return [(entry.user_name, entry.display_name, entry.status) for entry in entries(page)]


# --- Names beside something else -----------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        f"Ana Sel, ana@example.org {AT}",
        "Ana Sel, ana@example.org",
        "Ana Sel <ana@example.org>",
        "Ana Sel (ana@example.org), I will be late",
        "[mailto:ana@example.org Ana Sel]",
    ],
)
def test_a_name_is_not_lost_beside_an_address(line: str) -> None:
    [entry] = entries(read(f"== Participants ==\n# {line}"))

    assert (entry.user_name, entry.display_name) == (None, "Ana Sel")
    assert entry.email == "ana@example.org"


@pytest.mark.parametrize(
    "shown", ['<a href="mailto:ana@example.org?subject=x">Ana Sel</a>', "Ana Sel, ana@example.org"]
)
def test_nor_in_html(shown: str) -> None:
    [entry] = entries(read(f"<h2>Participants</h2><ol><li>{shown}</li></ol>"))

    assert (entry.display_name, entry.email) == ("Ana Sel", "ana@example.org")


@every_form
@pytest.mark.parametrize(
    ("line", "account", "name", "code"),
    [
        ("Bo of WMPL", None, "Bo", "WMPL"),
        ("Bo from Wikimedia Example", None, "Bo", None),
        ("Bo from the library, comes late", None, "Bo", None),
        ("Bo / WMDE", None, "Bo", "WMDE"),
        ("King of Hearts", "King of Hearts", "King of Hearts", None),
    ],
)
def test_where_somebody_is_from_is_no_part_of_the_name(
    line: str, account: str | None, name: str, code: str | None, form: Callable[[str], str]
) -> None:
    [entry] = entries(read(form(f"== Participants ==\n# {line}")))

    assert (entry.user_name, entry.display_name, entry.affiliate) == (account, name, code)


@every_form
@pytest.mark.parametrize(
    "line",
    [
        f"Kay (cancelled) ([[User talk:Kay|talk]]) {AT}",
        f"[[User:Kay|Kay]] (cancelled) ([[User talk:Kay|talk]]) {AT}",
        f"{sign('Kay')} (cancelled)",
        f"{sign('Kay')} – cancelled",
        f"{sign('Kay')} [abgesagt]",
    ],
)
def test_who_cancelled_does_not_come_and_is_not_called_so(
    line: str, form: Callable[[str], str]
) -> None:
    page = read(form(f"== Participants ==\n# {line}"))

    assert people(page) == [("Kay", "Kay", "no")]


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("[[User:Kay]] no", "no"),
        ("[[User:Kay]] (can't)", "no"),
        ("[[User:Kay]] → cannot, sorry", "no"),
        ("[[User:Kay]]?", "maybe"),
        ("[[User:Kay]] (?)", "maybe"),
        ("[[User:Kay]]: no cheese for me", "yes"),
        ("Name: [[User:Kay|Kay]]", "yes"),
        ("Late: [[User:Kay|Kay]] will join 15 minutes after", "yes"),
        ("'''Confirmed''' [[User:Kay|Kay]]", "yes"),
        ("✔ Kay", "yes"),
        ("+1 Kay", "yes"),
        ("@Kay", "yes"),
    ],
)
def test_a_few_words_beside_a_name(line: str, status: str) -> None:
    assert people(read(f"== Participants ==\n# {line}")) == [("Kay", "Kay", status)]


@every_form
@pytest.mark.parametrize("name", ["Dr. Mia Stern", "St. Mary", "J. R. Doe (WMUK)"])
def test_a_short_form_is_no_end_of_a_sentence(name: str, form: Callable[[str], str]) -> None:
    assert people(read(form(f"== Participants ==\n# {name}"))) == [(name, name, "yes")]


def test_something_else_may_be_cancelled() -> None:
    page = read(f"== Participants ==\n# {sign('Kay')} my other meeting was cancelled")

    assert people(page) == [("Kay", "Kay", "yes")]


def test_what_is_said_of_one_name_among_many() -> None:
    page = read("== Stammtisch ==\n* Wer kommt?\n*: Eins, Zwei (später), Drei (kann nicht)")

    assert people(page) == [
        ("Eins",) * 2 + ("yes",),
        ("Zwei",) * 2 + ("yes",),
        ("Drei",) * 2 + ("no",),
    ]


# --- Lists ---------------------------------------------------------------------------------------


@every_form
def test_rows_that_open_with_a_code_make_a_list(form: Callable[[str], str]) -> None:
    page = read(
        form(
            f"== Call 24 ==\n=== On the telecon ===\n* WMAT {sign('Pat')}\n* WMxx Signature\n"
            f"=== On the pad ===\n* WMAT {sign('Pat')}\n"
        )
    )

    assert [(e.user_name, e.affiliate) for e in entries(page)] == [("Pat", "WMAT")] * 2
    assert len(page.sessions) == 2


@every_form
def test_who_made_it_may_have_been_there(form: Callable[[str], str]) -> None:
    page = read(
        form(
            f"=== Made it ===\n# [[User:Ada|Ada]]\n# {sign('Ben')}\n# Chidi\n"
            f"=== Couldn't make it ===\n# {sign('Eve')}\n"
        )
    )

    assert [(e.user_name, e.status) for e in entries(page)] == [
        ("Ada", "yes"), ("Ben", "yes"), ("Chidi", "yes"), ("Eve", "no"),
    ]  # fmt: skip
    warning = "The heading may say who was there; that would be no sign-up."
    assert [warning in entry.warnings for entry in entries(page)] == [True, True, True, False]


@pytest.mark.parametrize(
    "text",
    [
        "== Participants ==\n{|\n! Name !! From\n|-\n| [[User:Ava]] || x\n|-\n| Cleo || y\n|}",
        '<h2>Participants</h2><table><tr><th>Name</th></tr><tr><td><a href="/wiki/User:Ava">Ava</a>'
        "</td></tr><tr><td>Cleo</td></tr></table>",
    ],
    ids=["wikitext", "html"],
)
def test_a_row_without_an_account_does_not_vanish(text: str) -> None:
    page = read(text)

    assert people(page) == [("Ava", "Ava", "yes")]
    assert [skipped.reason for skipped in page.skipped] == ["This row links to no account."]


@every_form
def test_groups_inside_one_list(form: Callable[[str], str]) -> None:
    page = read(
        form(
            f"== Attendees ==\n* In person\n** {sign('Ana')}\n** {sign('Bo')}\n* Online\n"
            f"** {sign('Cy')}\n* Can't make it\n** {sign('Dee')}\n"
        )
    )

    assert [(e.user_name, e.status) for e in entries(page)] == [
        ("Ana", "yes"), ("Bo", "yes"), ("Cy", "yes"), ("Dee", "no"),
    ]  # fmt: skip
    assert page.skipped == ()
