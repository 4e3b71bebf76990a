"""Lists and reports as rows and columns, for a spreadsheet or for a page on a wiki."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from meetings.models import Meeting, Programme, Registration, Session
from meetings.reporting import FEW, Figures, Line, Report, ranked
from meetings.wikitext import out
from vsn.spreadsheets import Cell, as_csv
from vsn.templatetags.languages import tongue

Rows = list[list[Cell]]
Visibility, Status = Registration.Visibility, Registration.Status


# --- Reports -------------------------------------------------------------------------------------


def _place() -> str:
    """Not the one where a meeting is held."""
    return pgettext("on a list", "Place")


def report_csv(report: Report, *, few: int = 0) -> str:
    """One line for each session or meeting and one for all, then where people came from."""
    rows = [[_("What"), _("Date"), *_headings()], *map(_line, report.lines)]
    rows.append([_("all together"), "", *_cells(report.total)])
    for title, counted in _origins(report.total, few):
        rows += [[], [title, _("sign-ups and walk-ins")], *map(list, counted)]
    return as_csv(rows)


def report_wikitext(report: Report, about: Meeting | Programme) -> str:
    """The same for a page that everyone reads: small groups are not named there. In English, as
    the pages on Meta are."""
    with translation.override("en"):
        headings = [_("What"), _("Date"), *_headings()]
        rows = [*map(_line, report.lines), [_("all together"), "", *_cells(report.total)]]
        parts = [_table(str(about), headings, rows)]
        for title, counted in _origins(report.total, FEW):
            head = [title, _("sign-ups and walk-ins")]
            parts.append(_table(title, head, [list(row) for row in counted]))
    return "\n".join(parts)


def _headings() -> list[Cell]:
    return [
        _("Sessions"),
        _("Signed up"),
        _("Came"),
        _("Share of those signed up who came, in %"),
        _("Different people"),
        _("Different people who came"),
        _("Affiliates"),
        _("Countries"),
        _("Language"),
    ]


def _line(line: Line) -> list[Cell]:
    if isinstance(line.thing, Session):
        return [line.thing.meeting.title, line.thing.first_day.isoformat(), *_cells(line.figures)]
    return [line.thing.title, "", *_cells(line.figures)]


def _cells(figures: Figures) -> list[Cell]:
    return [
        figures.sessions,
        figures.signed_up,
        figures.came,
        figures.share,
        figures.people,
        figures.attendees,
        figures.from_affiliates,
        figures.from_countries,
        ", ".join(tongue(code) for code in sorted(figures.languages)),
    ]


def _origins(total: Figures, few: int) -> Iterable[tuple[str, list[tuple[str, int]]]]:
    """Where people came from and how they read, as far as anybody said."""
    read_in = [(tongue(code), count) for code, count in ranked(total.tongues, few=few)]
    for title, counted in (
        (_("Affiliates"), ranked(total.affiliates, few=few)),
        (_("Countries"), ranked(total.countries, few=few)),
        (_("Languages that people read in"), read_in),
    ):
        if counted:
            yield title, counted


def _table(title: str, headings: Sequence[Cell], rows: Rows) -> str:
    lines = ['{| class="wikitable sortable"', f"|+ {out.plain(title)}", f"! {_row(headings, '!!')}"]
    for row in rows:
        lines += ["|-", f"| {_row(row, '||')}"]
    return "\n".join([*lines, "|}", ""])


def _row(cells: Sequence[Cell], between: str) -> str:
    return f" {between} ".join("–" if c is None else out.plain(str(c)) for c in cells)


# --- Lists ---------------------------------------------------------------------------------------


def as_chosen(places: Sequence[Registration], session: Session) -> Rows:
    """For others: who chose to be named is named, who chose not to be is “a participant” without
    anything else, and who asked to be left out is left out."""
    rows: Rows = [[_("Number"), _("Name"), _("Affiliate"), _place()]]
    for place, standing in zip(places, standings(places, session), strict=True):
        if place.visibility == Visibility.HIDDEN or place.status != Status.REGISTERED:
            continue
        named = place.visibility == Visibility.NAME and place.person_id
        name = place.name if named else _("a participant")
        affiliate = place.affiliate.name if named and place.affiliate else ""
        rows.append([len(rows), name, affiliate, standing])
    return rows


def for_the_desk(
    places: Sequence[Registration],
    session: Session,
    *,
    addresses: bool = False,
    notes: bool = False,
    answers: bool = False,
) -> Rows:
    """For those who run the session: everyone, with what each one chose."""
    optional = {_("E-mail address"): addresses, _("Note"): notes, _("Answers"): answers}
    head: list[Cell] = [
        _("Number"), _("Name"), _("On the public list"), _("Affiliate"), _("Country"), _place(),
        _("Signed up (UTC)"), _("Came"), *(name for name, wanted in optional.items() if wanted),
    ]  # fmt: skip
    rows: Rows = [head]
    for place, standing in zip(places, standings(places, session), strict=True):
        more = ((_address(place), addresses), (place.note, notes), (_answers(place), answers))
        rows.append(
            [
                len(rows),
                place.name,
                place.get_visibility_display(),
                place.affiliate.name if place.affiliate else "",
                place.country,
                standing,
                _signed_up_at(place),
                came(place),
                *(text for text, wanted in more if wanted),
            ]
        )
    return rows


def for_paper(places: Sequence[Registration], session: Session) -> Rows:
    """For those who run the session, short enough to be ticked off: everyone by name."""
    short = {Visibility.ANONYMOUS: _("as “a participant”"), Visibility.HIDDEN: _("hidden")}
    rows: Rows = [
        [
            _("Number"),
            _("Name"),
            _("For others"),
            _("Affiliate or country"),
            _place(),
        ]
    ]
    for place, standing in zip(places, standings(places, session), strict=True):
        come_from = place.affiliate.name if place.affiliate else place.country
        shown = short.get(place.visibility, "")
        rows.append([len(rows), place.name, shown, come_from, standing])
    return rows


def standings(places: Sequence[Registration], session: Session) -> list[str]:
    """Who has a place and who is waiting; `places` are in the order of arrival, and after them
    those who came without signing up."""
    full = session.capacity if session.capacity is not None else len(places)
    return [
        _("came without signing up")
        if place.status == Status.WALK_IN
        else (_("on the list") if number < full else _("waiting list"))
        for number, place in enumerate(places)
    ]


def _signed_up_at(place: Registration) -> str:
    if place.status == Status.WALK_IN:
        return ""
    return place.created_at.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M")


def came(place: Registration) -> str:
    if place.attended is None:
        return ""
    return _("yes") if place.attended else _("no")


def _address(place: Registration) -> str:
    """Only one that is proved: another one could be anybody's."""
    return (place.person.email or "") if place.person and place.person.confirmed_at else ""


def _answers(place: Registration) -> str:
    return "\n".join(f"{question} {answer}" for question, answer in place.answers)
