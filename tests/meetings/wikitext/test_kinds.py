"""Every kind of entry that real pages have, in the three forms of a page. Names are invented."""

from collections.abc import Callable

import pytest

from meetings.wikitext import Entry, SignUpPage, read
from tests.meetings.wikitext.kinds import KINDS, sign
from tests.meetings.wikitext.render import FORMS


def one(page: SignUpPage) -> Entry:
    """The only entry of the page."""
    [session] = page.sessions
    [entry] = session.entries
    return entry


def understood(entry: Entry) -> tuple[object, ...]:
    return (
        entry.user_name,
        entry.display_name,
        entry.affiliate,
        entry.signed_at,
        entry.status,
        entry.recorded_by,
    )


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize(("line", "expected"), KINDS.values(), ids=KINDS)
def test_each_kind_of_entry_reads_the_same_in_every_form(
    line: str, expected: tuple[object, ...], form: Callable[[str], str]
) -> None:
    entry = one(read(form(f"== List of participants ==\n# {line}")))

    assert understood(entry) == expected


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("", "This row is empty."),
        ("~~~~", "This row is empty."),
        ("WMxx Signature", "This row of the template was not filled in."),
        ("your name here", "This row of the template was not filled in."),
        ("[[User:WMUK|WMUK]] ([[User talk:WMUK|talk]])", "Only a code, no name."),
        ("Looking forward to seeing all of you there", "This is a remark, not a name."),
    ],
    ids=["empty", "unsaved", "19 template", "prompt", "19 code", "prose"],
)
def test_a_row_that_is_nobodys_is_skipped_with_its_reason(
    line: str, reason: str, form: Callable[[str], str]
) -> None:
    page = read(form(f"== Participants ==\n# {line}\n# {sign('Ada')}"))

    assert [entry.user_name for entry in page.sessions[0].entries] == ["Ada"]
    assert [skipped.reason for skipped in page.skipped] == [reason]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("name", ["Ola Example (WMXX)", "Placeholder Pia"])
def test_a_signed_row_is_filled_in_whatever_the_account_is_called(
    name: str, form: Callable[[str], str]
) -> None:
    page = read(form(f"== Participants ==\n# {sign(name)}"))

    assert [entry.user_name for entry in page.sessions[0].entries] == [name]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_the_line_and_what_stood_there_are_kept(form: Callable[[str], str]) -> None:
    text = form(f"== Participants ==\n# {sign('Ada')}\n# {sign('Ben')}")

    entries = read(text).sessions[0].entries

    assert ["Ada" in text.split("\n")[entries[0].line - 1], "Ben" in entries[1].raw] == [True, True]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_who_wants_privacy_stays_as_many_people(form: Callable[[str], str]) -> None:
    page = read(form("== Planning to attend ==\n" + "* attendee wants privacy\n" * 3))

    assert [entry.status for entry in page.sessions[0].entries] == ["yes"] * 3
    assert all(entry.warnings for entry in page.sessions[0].entries)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_line_of_names_is_several_people(form: Callable[[str], str]) -> None:
    names = "[[Benutzer:Eins|Eins]], [[Benutzer:Zwei|Zwei]], [[Benutzer:Drei|Drei]]"

    page = read(form(f"== Stammtisch ==\n* Wer kommt?\n*: {names}\n* Wer kann nicht?\n*: Vier"))

    people = [(entry.user_name, entry.status) for entry in page.sessions[0].entries]
    assert people == [("Eins", "yes"), ("Zwei", "yes"), ("Drei", "yes"), ("Vier", "no")]


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_reply_is_nobodys_sign_up(form: Callable[[str], str]) -> None:
    page = read(
        form(f"== Participants ==\n# {sign('Ada')}\n#: Welcome! {sign('Orga')}\n# {sign('Ben')}")
    )

    assert [entry.user_name for entry in page.sessions[0].entries] == ["Ada", "Ben"]
    assert [skipped.reason for skipped in page.skipped] == ["A reply to the line above."]


@pytest.mark.parametrize("form", [FORMS["wikitext"], FORMS["html"]], ids=["wikitext", "html"])
@pytest.mark.parametrize("tag", ["s", "del", "strike"])
def test_a_struck_line_is_a_no(tag: str, form: Callable[[str], str]) -> None:
    entry = one(read(form(f"== Participants ==\n# <{tag}>{sign('Ada')}</{tag}>")))

    assert (entry.user_name, entry.status) == ("Ada", "no")
    assert "The line is crossed out." in entry.warnings


def test_a_struck_word_is_not_read() -> None:
    page = read(f"== Participants ==\n# <s>[[User:Gone]]</s> <s>maybe</s> {sign('Instead')}")

    assert (one(page).user_name, one(page).status) == ("Instead", "yes")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("{{u|underscore_name}}", "Underscore name"),
        ("{{ping|Ada}}", "Ada"),
        ("{{unsigned|Ada|12:00, 5 May 2022}}", "Ada"),
        ("{{unsigned|Ada|12:00, 5 May 2022 (UTC)}}", "Ada"),
        ("{{ping|Host}} I'm in! " + sign("Ada"), "Ada"),
        ("I will bring [[User:Friend]] along. " + sign("Ada"), "Ada"),
        ("[[User:ada|<span style='color:red'>♫ A ♫</span>]]", "Ada"),
        ("[[User:Ada/Signature|A]] 12:00, 5 May 2022 (UTC)", "Ada"),
        ("Ada ([[User talk:Ada|talk]]) 12:00, 5 May 2022 (UTC)", "Ada"),
        ("[[Special:Contributions/Ada|Ada]]", "Ada"),
        ("[http://meta.wikimedia.org/wiki/User:Ada A.]", "Ada"),
        ("[[Usuario:Ada]]", "Ada"),
        ("[[Utilisatrice:Ada]]", "Ada"),
        ("[[Użytkowniczka:Ada]]", "Ada"),
        ("[[Wikipedistka:Ada|A.]] ([[Diskuse s wikipedistkou:Ada|diskuse]])", "Ada"),
        ("[[User:%C3%85sa]]", "Åsa"),
        ("[[User:A\u030asa]]", "Åsa"),
        ("\u200e[[User:\u200eAda\u200e]]\u200f", "Ada"),
    ],
)
def test_the_account_behind_markup(line: str, name: str) -> None:
    assert one(read(f"== Participants ==\n# {line}")).user_name == name


@pytest.mark.parametrize(
    "address",
    [
        "/wiki/User:%C3%85sa_Exempel",
        "/w/index.php?title=User:%C3%85sa_Exempel&amp;action=edit&amp;redlink=1",
        "https://en.wikipedia.org/wiki/User:%C3%85sa_Exempel",
        "//meta.wikimedia.org/wiki/User_talk:%C3%85sa_Exempel#Hello",
        "./User:Åsa_Exempel",
        "/wiki/Benutzer:%C3%85sa_Exempel",
        "/wiki/Special:Contributions/%C3%85sa_Exempel",
    ],
)
def test_the_account_behind_an_address(address: str) -> None:
    page = read(f'<h2>Participants</h2><ol><li><a href="{address}">Å. E.</a></li></ol>')

    assert one(page).user_name == "Åsa Exempel"


@pytest.mark.parametrize(
    ("line", "warning"),
    [
        ("Dora (WMAR)", "No link and no signature; please check that this is the account."),
        ("[[User:Ada]]", "There is no signature."),
        (sign("Ada", ""), "The signature has no time."),
        ("[[User:Ada]] 10:00, 4 May 2024 (UTC)", "The signature has no link to a talk page."),
        (sign("Ada", "25:00, 4 May 2024 (UTC)"), "The time of the signature cannot be read."),
        (sign("Ada", "10:00, 4 May 2024 (IST)"), "The time of the signature cannot be read."),
        (sign("Ada", "10:00, 4 May 2024"), "The time of the signature cannot be read."),
        ("Ada(Use talk:Ada:talk)", "The signature was typed by hand; please check the name."),
        ("[[User:Ben]] " + sign("Ada"), "Somebody else signed this line."),
    ],
)
def test_what_is_odd_is_said(line: str, warning: str) -> None:
    assert warning in one(read(f"== Participants ==\n# {line}")).warnings


def test_only_the_time_that_is_out_of_order_is_reported() -> None:
    times = ["12:00, 3 May 2024 (UTC)", "12:00, 1 May 2024 (UTC)", "12:00, 4 May 2024 (UTC)"]
    lines = [f"# {sign(f'Person {number}', time)}" for number, time in enumerate(times)]

    entries = read("== Participants ==\n# " + sign("First") + "\n" + "\n".join(lines))

    odd = [bool(entry.warnings) for entry in entries.sessions[0].entries]
    assert sum(odd) == 1 and not odd[0] and not odd[3]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Ada (WMAT)", "WMAT"),
        ("Ada (wmat)", "WMAT"),
        ("Ada (WMDE, staff)", "WMDE"),
        ("Ada WMFr", "WMFR"),
        ("Ada-WMB", "WMB"),
        ("Ada (WDU)", "WDU"),
        ("Ada (WMZZ)", "WMZZ"),
        ("Ada (WMF)", None),
        ("Ada-WMF", None),
        ("Ada (she)", None),
        ("Ada (WMCON)", None),
        ("AdaWMAT", None),
    ],
)
def test_the_affiliate_is_proposed_from_a_code(name: str, code: str | None) -> None:
    entry = one(read(f"== Participants ==\n# {sign(name)}"))

    assert (entry.user_name, entry.affiliate) == (name, code)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("row", ["WMAT: {}", "WMAT – {}", "WMAT {}"])
def test_the_affiliate_may_open_the_row(row: str, form: Callable[[str], str]) -> None:
    entry = one(read(form(f"== Participants ==\n* {row.format(sign('Ada'))}")))

    assert (entry.user_name, entry.affiliate) == ("Ada", "WMAT")


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_an_address_is_kept_apart(form: Callable[[str], str]) -> None:
    entry = one(read(form("== Participants ==\n# Kim (kim@example.org)")))

    assert entry.email == "kim@example.org"
    assert "@" not in f"{entry.user_name}{entry.display_name}{entry.warnings}"
