"""Made-up pages, written in the three forms and read back: the same people each time."""

from dataclasses import dataclass
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from meetings.wikitext import SignUpPage, read
from tests.meetings.wikitext.render import FORMS

CAPITALS, SMALL = "ABCDEGHKLMNPRSTVZÄÅČĐÉÓŁŽ", "abdeghiklmnoprstuvyzáäåčéíñóöøšüž"


@dataclass(frozen=True)
class Written:
    """Somebody as a page has them."""

    name: str
    code: str
    signed: datetime | None
    talk: bool
    comment: str
    status: str

    @property
    def account(self) -> str:
        return f"{self.name} ({self.code})" if self.code else self.name

    @property
    def line(self) -> str:
        link = f"[[User:{self.account}|{self.account}]]"
        talk = f" ([[User talk:{self.account}|talk]])" if self.talk else ""
        time = self.signed and f" {self.signed:%H:%M}, {self.signed.day} {self.signed:%B %Y} (UTC)"
        return f"# {link}{talk}{time or ''}{self.comment}"


words = st.builds(str.__add__, st.sampled_from(CAPITALS), st.text(SMALL, min_size=3, max_size=7))
names = st.builds(
    lambda parts, number: " ".join(parts) + number,
    st.lists(words, min_size=1, max_size=3),
    st.sampled_from(["", "", "7", "42"]),
)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2024, 2, 13), timezones=st.just(UTC))


@st.composite
def written(draw: st.DrawFn) -> Written:
    talk = draw(st.booleans())
    comment, status = draw(
        st.sampled_from(
            [("", "yes"), (" I will try to come", "maybe"), (" sorry, I cannot come", "no")]
        )
        if talk
        else st.just(("", "yes"))
    )
    signed = draw(moments if comment else st.none() | moments)
    return Written(
        draw(names),
        draw(st.sampled_from(["", "WMAT", "WMDE", "WDU", "WMF"])),
        signed and signed.replace(second=0, microsecond=0),
        talk,
        comment,
        status,
    )


lists = st.lists(written(), min_size=1, max_size=6, unique_by=lambda person: person.account)


def page_of(first: list[Written], second: list[Written]) -> str:
    lines = [
        "Sample meeting",
        "",
        "== Register for the meeting! ==",
        "",
        "Please sign with ~~~~.",
        "",
    ]
    lines += ["== I want to take part in the meeting ==", ""]
    lines += ["'''Wednesday 14th February 2024, 15 UTC'''", "", *(one.line for one in first), ""]
    lines += ["'''Tuesday 27th February 2024, 17 UTC'''", "", *(one.line for one in second), ""]
    return "\n".join([*lines, "== Other info ==", "", "* Friendliness – be friendly.", ""])


def told(page: SignUpPage) -> list[tuple[object, ...]]:
    return [
        (
            session.starts_at,
            *((e.user_name, e.affiliate, e.signed_at, e.status) for e in session.entries),
        )
        for session in page.sessions
    ]


@given(lists, lists)
def test_a_page_reads_the_same_in_its_three_forms(
    first: list[Written], second: list[Written]
) -> None:
    wikitext = page_of(first, second)
    expected = [
        (
            datetime(2024, 2, day, hour, tzinfo=UTC),
            *(
                (p.account, None if p.code == "WMF" else p.code or None, p.signed, p.status)
                for p in people
            ),
        )
        for day, hour, people in ((14, 15, first), (27, 17, second))
    ]

    for form in FORMS.values():
        assert told(read(form(wikitext))) == expected
