"""Lists that leave the portal: as people chose, addresses with a reason, and never a formula."""

import csv
import io

import pytest
from django.http import HttpResponse
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from meetings.models import AddressExport, Meeting, Registration, Session
from members.models import User
from tests import factories as make
from tests.test_queries import queries
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry
from vsn.spreadsheets import as_csv, inert

ADDRESSES = {
    "who": "everyone",
    "addresses": "on",
    "purpose": "call",
    "reason": "The room lets in by address only.",
}


@pytest.fixture
def filled(session: Session) -> Session:
    """Ana by name, Bo as “a participant”, Cem left out, and Dora waiting for a place."""
    Session.objects.update(capacity=3)
    host = make.affiliate("Ghana Community")
    for name, shown in (("Ana", "name"), ("Bo", "anonymous"), ("Cem", "hidden"), ("Dora", "name")):
        make.registration(
            session,
            make.person(f"{name.lower()}@example.org", name=name),
            visibility=shown,
            affiliate=host,
            note=f"note of {name}",
            answers=[["Which topic?", f"topic of {name}"]],
        )
    session.refresh_from_db()
    return session


def path(session: Session, name: str = "export_list") -> str:
    return reverse(f"meetings:{name}", args=[session.meeting.slug, session.number])


def export(session: Session, by: User, **chosen: str) -> HttpResponse:
    return visitor(by).post(path(session), chosen, follow=True)


def table(answer: HttpResponse) -> list[list[str]]:
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"] and "no-store" in answer["Cache-Control"]
    body = answer.content.decode()
    assert body.startswith("\ufeff")
    return list(csv.reader(io.StringIO(body.removeprefix("\ufeff"))))


# --- Who is on it --------------------------------------------------------------------------------


def test_for_others_it_shows_everyone_as_they_chose(filled: Session, ben: User) -> None:
    rows = table(export(filled, ben, who="chosen"))
    assert rows == [
        ["Number", "Name", "Affiliate", "Place"],
        ["1", "Ana", "Ghana Community", "on the list"],
        ["2", "a participant", "", "on the list"],
        ["3", "Dora", "Ghana Community", "waiting list"],
    ]


def test_for_yourself_it_shows_everyone_and_what_they_chose(filled: Session, ben: User) -> None:
    make.registration(filled, None, name="Wim", status=Registration.Status.WALK_IN, attended=True)
    rows = table(export(filled, ben, who="everyone"))
    named = {row[1]: row for row in rows}
    assert named["Cem"][2].startswith("leave me out") and named["Bo"][2].startswith("say")
    assert named["Wim"][5] == "came without signing up" and named["Wim"][7] == "yes"
    assert named["Dora"][5] == "waiting list"
    assert "Wim" not in text(export(filled, ben, who="chosen"))
    assert not [cell for row in rows for cell in row if "@" in cell or "note of" in cell]
    # The newest first.
    kept = Entry.objects.filter(action=Action.EXPORTED).values_list("data", flat=True)
    assert list(kept) == [{"people": 3}, {"people": 5}]


def test_notes_and_answers_come_along_when_asked_for(filled: Session, ben: User) -> None:
    rows = table(export(filled, ben, who="everyone", notes="on", answers="on"))
    assert rows[0][-2:] == ["Note", "Answers"]
    assert rows[1][-2:] == ["note of Ana", "Which topic? topic of Ana"]


@pytest.mark.parametrize("what", ["notes", "answers", "addresses"])
def test_what_was_written_in_confidence_is_never_for_others(
    what: str, filled: Session, ben: User
) -> None:
    answer = export(filled, ben, **{**ADDRESSES, "who": "chosen", what: "on"})
    assert answer.status_code == 422 and "only in the list for yourself" in text(answer)
    assert not AddressExport.objects.exists() and not Entry.objects.filter(
        action__startswith="list.exported"
    )


# --- Addresses -----------------------------------------------------------------------------------


def test_addresses_come_with_a_reason_that_the_history_keeps(filled: Session, ben: User) -> None:
    unproved = make.person("zofia@example.org", name="Zofia", proved=False)
    make.registration(filled, unproved)
    rows = table(export(filled, ben, **ADDRESSES))
    addresses = [row[rows[0].index("E-mail address")] for row in rows[1:]]
    assert addresses == [*(f"{n}@example.org" for n in ("ana", "bo", "cem", "dora")), ""]
    kept = AddressExport.objects.get()
    assert (kept.by, kept.session, kept.people, kept.purpose) == (ben, filled, 5, "call")
    [entry] = Entry.objects.filter(action=Action.EXPORTED_ADDRESSES)
    assert (entry.actor, entry.data) == (ben, {"people": 5, "export": kept.pk})
    page = text(visitor(ben).get(path(filled)))
    assert "The room lets in by address only." in page and "5 people" in page
    assert "ana@example.org" not in page
    history = text(
        visitor(ben).get(reverse("meetings:meeting_history", args=[filled.meeting.slug]))
    )
    assert "exported the list with addresses" in history
    assert "The room lets in by address only." in history


@pytest.mark.parametrize("missing", ["purpose", "reason"])
def test_without_a_reason_there_are_no_addresses(missing: str, filled: Session, ben: User) -> None:
    answer = export(filled, ben, **{**ADDRESSES, missing: ""})
    assert answer.status_code == 422 and "errorlist" in text(answer)
    assert "@example.org" not in text(answer).replace(ben.email, "")
    assert not AddressExport.objects.exists()


def test_the_ticket_opens_the_file_to_nobody_else(
    filled: Session, ben: User, eve: User, ada: User, meeting: Meeting
) -> None:
    ticket = visitor(ben).post(path(filled), ADDRESSES)["Location"]
    assert visitor(ben).get(ticket).status_code == 200
    for other in (None, eve, ada):
        assert visitor(other).get(ticket).status_code == 404
    query = ticket.partition("?")[2]
    elsewhere = make.session(meeting)
    assert visitor(ben).get(f"{path(elsewhere, 'export_file')}?{query}").status_code == 404
    assert visitor(ben).get(f"{ticket}x").status_code == 404
    assert visitor(ben).get(path(filled, "export_file")).status_code == 404


def test_the_ticket_is_good_for_five_minutes(
    filled: Session, ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = visitor(ben)
    ticket = client.post(path(filled), ADDRESSES)["Location"]
    monkeypatch.setattr("meetings.views.desk.exports.GOOD_FOR_SECONDS", -1)
    assert client.get(ticket).status_code == 404


# --- On paper, and all in one place --------------------------------------------------------------


def test_the_list_for_paper_shows_what_others_may_see_unless_asked(
    filled: Session, ben: User
) -> None:
    client = visitor(ben)
    page = text(client.get(path(filled, "print_list")))
    assert "Ana" in page and "a participant" in page and page.count("tick-box") == 3
    assert "Cem" not in page and "Bo<" not in page
    page = text(client.get(path(filled, "print_list"), {"everyone": ""}))
    assert "Cem" in page and page.count("tick-box") == 4
    assert "@example.org" not in page.replace(ben.email, "") and "note of" not in page


def test_one_page_leads_to_everything(filled: Session, ben: User) -> None:
    page = text(visitor(ben).get(path(filled)))
    assert path(filled, "print_list") in page and "{| class" not in page
    assert "# Ana" in page and "# a participant" in page and "Cem" not in page
    assert reverse("meetings:wikitext", args=[filled.meeting.slug]) in page


@pytest.mark.parametrize("name", ["export_list", "print_list"])
def test_it_asks_as_much_for_three_as_for_one(name: str, ben: User, meeting: Meeting) -> None:
    found = []
    session = make.session(meeting)
    for count in (1, 2):
        for _ in range(count):
            make.registration(session, make.person(name="Fay"), affiliate=make.affiliate())
            make.session(meeting)
            AddressExport.objects.create(
                session=session, by=ben, at=make.now(), purpose="call", reason="R", people=1
            )
        found.append(queries(visitor(ben), path(session, name)))
    assert found[0] == found[1] <= 10


# --- Cells ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x", "﹦1", "−1",
     " =1", "\u200b=1", "\ufeff=1", "\u00a0＝1", "\x00=1"],
)  # fmt: skip
def test_nothing_begins_a_formula(cell: str) -> None:
    assert str(inert(cell)).startswith("'")


@pytest.mark.parametrize("cell", ["Ana", "3 = 3", "a-b", "ana@example.org", "", "(+1)", "é"])
def test_ordinary_words_stay_as_they_are(cell: str) -> None:
    assert inert(cell) == cell


def test_numbers_stay_numbers() -> None:
    assert as_csv([[-3, None, 'say "hi", a;b\nc']]) == '\ufeff-3,"","say ""hi"", a;b\nc"\r\n'


@given(st.lists(st.lists(st.text(), min_size=1, max_size=4), max_size=4))
def test_every_cell_comes_back_and_none_is_a_formula(rows: list[list[str]]) -> None:
    file = io.StringIO(as_csv(rows).removeprefix("\ufeff"), newline="")
    back = list(csv.reader(file))
    assert back == [[str(inert(cell)) for cell in row] for row in rows]
    assert not [c for row in back for c in row if c[:1] in set("=+-@\t\r\n＝＋－＠")]


@pytest.mark.parametrize("between", ";\t\n\r")
@pytest.mark.parametrize("before", ["", " ", '"', "\u200b", '" '])
def test_nothing_begins_a_formula_where_another_separator_is_used(
    between: str, before: str
) -> None:
    """Where lists are written with semicolons, spreadsheet programs split there."""
    note = f"x{between}{before}=1+1{between}y"
    for delimiter in ";\t":
        made = as_csv([[1, "Ana", note], [2, note, "Bo"]]).removeprefix("\ufeff")
        file = io.StringIO(made, newline=None)
        cells = [cell for row in csv.reader(file, delimiter=delimiter) for cell in row]
        assert not [c for c in cells if c.strip(' "\u200b').startswith("=")], cells


def test_semicolons_alone_are_left_alone() -> None:
    assert inert("Ghana; Malta;\nChile (a;b)") == "Ghana; Malta;\nChile (a;b)"


def test_a_name_that_is_a_formula_leaves_as_a_name(filled: Session, ben: User) -> None:
    Registration.objects.filter(name="Ana").update(name='=HYPERLINK("//evil.example")')
    rows = table(export(filled, ben, who="chosen"))
    assert rows[1][1] == '\'=HYPERLINK("//evil.example")'
