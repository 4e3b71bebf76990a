"""Bad input is answered beside the field; good input comes through as it was meant."""

import unicodedata

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from learning_patterns.forms.fields import languages
from meetings.fields import language_choices
from meetings.forms import (
    AppearanceForm,
    FilterForm,
    MoveForm,
    ReachField,
    ReportForm,
    SignUpForm,
    StrangerForm,
    language_name,
)
from meetings.models import Session
from members.fields import plain_line
from members.models import PolicyVersion, User
from tests import factories as make
from vsn.templatetags.languages import tongue

GOOD = {"name": "Dana", "visibility": "name", "policy": "on", "reach": "dana@example.org"}
any_value = st.one_of(st.text(max_size=300), st.binary(max_size=30), st.none(), st.integers())


def errors(form: object) -> dict[str, list[str]]:
    form.is_valid()  # type: ignore[attr-defined]
    return {name: list(words) for name, words in form.errors.items()}  # type: ignore[attr-defined]


def test_languages_stand_in_the_order_of_their_names_whatever_their_capitals() -> None:
    labels = [str(label) for _code, label in language_choices()[1:]]
    assert labels.index("Español (es)") == labels.index("Esperanto (eo)") - 1 - sum(
        label.startswith("Español de") for label in labels
    )
    assert "ქართული (ka)" in labels  # its first letter has no capital for the beginning of a name
    assert not [label for label in labels if label[0].islower() and label[0].title() != label[0]]


# --- Names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Dana   Dent ", "Dana Dent"),
        ("Dana\tDent\n", "Dana Dent"),
        ("Zoe\u0308", "Zoë"),
        ("দানা", "দানা"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("", ""),
    ],
)
def test_plain_line_keeps(typed: str, kept: str) -> None:
    assert plain_line(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["Dana\x00", "\u202eanaD", "Da\u2066na", "Dana\ufeff", "\x1b[31mDana", "---", "👻", "\ue000x"],
)
def test_plain_line_refuses(typed: str) -> None:
    with pytest.raises(ValidationError):
        plain_line(typed)


@given(st.text())
def test_plain_line_is_one_line_without_hidden_characters(text: str) -> None:
    try:
        line = plain_line(text)
    except ValidationError:
        return
    assert len(line.splitlines()) <= 1
    assert line == line.strip() == unicodedata.normalize("NFC", line)
    assert not any(unicodedata.category(c) in {"Cc", "Co", "Cs", "Cn"} for c in line)
    assert not any(c in line for c in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069")
    assert plain_line(line) == line


# --- Sign-up -------------------------------------------------------------------------------------


def test_good_input_becomes_details(db: None) -> None:
    affiliate = make.affiliate()
    shown = PolicyVersion(number=1)
    form = StrangerForm(
        {**GOOD, "affiliate": affiliate.pk, "note": "Sign language, please"}, policy=shown
    )
    assert form.is_valid(), form.errors
    details = form.details()
    assert details == make.details(
        "Dana",
        visibility="name",
        affiliate=affiliate,
        note="Sign language, please",
        policy_version=shown,
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("reach", ""),
        ("reach", "dana"),
        ("reach", "dana@example.org\nBcc: eve@example.org"),
        ("reach", "dana@example.org, eve@example.org"),
        ("reach", "a" * 250 + "@example.org"),
        ("name", ""),
        ("name", "   "),
        ("name", "x" * 81),
        ("name", "\u202eanaD"),
        ("visibility", "everyone"),
        ("visibility", ""),
        ("affiliate", "999999"),
        ("affiliate", "x"),
        ("country", "x" * 101),
        ("note", "x" * 1001),
        ("note", "nul \x00"),
        ("policy", ""),
    ],
)
def test_bad_input_is_named_beside_its_field(db: None, field: str, value: str) -> None:
    found = errors(StrangerForm({**GOOD, field: value}, policy=PolicyVersion(number=1)))
    assert list(found) == [field]
    assert found[field][0]


def test_former_affiliates_cannot_be_chosen(db: None) -> None:
    former = make.affiliate(is_former=True)
    assert list(
        errors(SignUpForm({**GOOD, "affiliate": former.pk}, policy=PolicyVersion(number=1)))
    ) == ["affiliate"]


def test_nobody_is_asked_twice_for_the_policy(db: None) -> None:
    form = SignUpForm(
        {"name": "Dana", "visibility": "name"}, policy=PolicyVersion(number=1), acknowledged=True
    )
    assert "policy" not in form.fields
    assert form.is_valid() and form.details().policy_ticked is False


def test_nobody_acknowledges_what_they_have_not_seen(db: None) -> None:
    """A new version was published while the form was being filled in."""
    shown = {**GOOD, "version": 1}
    assert errors(StrangerForm(shown, policy=PolicyVersion(number=1))) == {}
    form = StrangerForm(shown, policy=PolicyVersion(number=2))
    assert list(errors(form)) == ["policy"]
    assert form["version"].value() == 2  # what is sent next time
    assert not form["policy"].value()


@pytest.mark.parametrize("field", ["name", "country"])
def test_length_counts_after_normalising(db: None, field: str) -> None:
    long = "\u0958" * (80 if field == "name" else 100)  # each becomes two characters
    form = StrangerForm({**GOOD, field: long}, policy=PolicyVersion(number=1))
    assert list(errors(form)) == [field]


class Reach(forms.Form):
    reach = ReachField()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Dana@Example.ORG ", "dana@example.org"),
        (" User:dana_of_Malta", "Dana of Malta"),
        ("dana\u200e", "Dana"),
        ("दाना", "दाना"),
        ("Dana (WMXX)", "Dana (WMXX)"),
    ],
)
def test_an_address_or_a_user_name(typed: str, kept: str) -> None:
    form = Reach({"reach": typed})
    assert form.is_valid() and form.cleaned_data["reach"] == kept


@pytest.mark.parametrize(
    "typed", ["", " ", "dana@", "a/b", "#1", "192.0.2.7", "User:", "x" * 256, "nul\x00", "\ud800"]
)
def test_neither_an_address_nor_a_user_name(typed: str) -> None:
    assert len(errors(Reach({"reach": typed}))["reach"]) == 1


FORMS = {
    "reach": Reach,
    "sign-up": lambda data: StrangerForm(data, policy=PolicyVersion(number=1)),
    "appearance": lambda data: AppearanceForm(data),
    "move": lambda data: MoveForm(data, sessions=Session.objects.all()),
    "filter": lambda data: FilterForm(data, languages=["en"]),
    "report": lambda data: ReportForm(data, user=AnonymousUser(), session=None),
}
FIELDS = [
    "reach", "name", "visibility", "affiliate", "country", "note", "policy", "session", "text",
    "language", "kind", "programme", "fits", "addressee", "about", "about_facilitators", "signed",
]  # fmt: skip


@pytest.mark.parametrize("which", sorted(FORMS))
@given(data=st.dictionaries(st.sampled_from(FIELDS), any_value))
def test_no_input_breaks_a_form(db: None, which: str, data: dict[str, object]) -> None:
    form = FORMS[which](data)
    if form.is_valid():
        for value in form.cleaned_data.values():
            assert "\x00" not in str(value)
    else:
        assert form.errors


# --- Filters, reports, moves ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "fine"),
    [("", True), ("language=en&kind=clinic", True), ("fits=on", True), ("language=xx", False),
     ("kind=party", False), ("programme=none", False)],
)  # fmt: skip
def test_filters(db: None, query: str, fine: bool) -> None:
    assert FilterForm(QueryDict(query), languages=["en"]).is_valid() is fine


def test_report_without_a_session_goes_to_the_admins(db: None) -> None:
    form = ReportForm({"addressee": "facilitator", "text": "x"}, user=AnonymousUser(), session=None)
    assert list(errors(form)) == ["addressee"]
    assert "signed" not in form.fields and "about_facilitators" not in form.fields


def test_report_of_who_is_signed_in_may_be_signed(session: Session, dana: User) -> None:
    form = ReportForm(
        {"addressee": "facilitator", "text": "x", "signed": "on"}, user=dana, session=session
    )
    assert form.is_valid() and form.cleaned_data["signed"]


def test_move_only_to_what_is_offered(session: Session) -> None:
    other = make.session(session.meeting)
    offered = Session.objects.filter(pk=other.pk)
    assert MoveForm({"session": other.number}, sessions=offered).is_valid()
    for wrong in (session.number, 99, "x", ""):
        assert list(errors(MoveForm({"session": wrong}, sessions=offered))) == ["session"]


def test_languages_by_their_own_names() -> None:
    assert language_name("es") == "Español"
    assert language_name("xyz") == "Xyz"


def test_a_language_is_written_as_its_readers_write_it() -> None:
    """Georgian has no capitals at the beginning of a word."""
    assert [tongue(code) for code in ("ka", "es", "xyz", "")] == ["ქართული", "Español", "xyz", ""]
    assert language_name("ka") == dict(languages())["ka"] == "ქართული"
