"""Which date each list of a page is for."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from meetings.wikitext.facts import Facts
from meetings.wikitext.lists import Session
from meetings.wikitext.moments import Occasion, Settled
from meetings.wikitext.page import Entry, SessionList


def dated(
    found: list[tuple[Session, list[Entry]]], facts: Facts, year: int | None
) -> list[SessionList]:
    """The lists with their times: from their own headings, or else from the page's only date."""
    without = [session.line for session, _entries in found if not _days(session)]
    shared = _Shared(facts, [day for session, _entries in found for day in _days(session)], without)
    sessions = []
    for session, entries in found:
        signed = [entry.signed_at for entry in entries if entry.signed_at]
        own = _days(session)
        times = (
            _own(own, session.heading, facts, year, signed)
            if own
            else shared.times(session.line, year, signed)
        )
        sessions.append(
            SessionList(
                heading=session.heading,
                starts_at=times.starts_at,
                ends_at=times.ends_at,
                entries=tuple(entries),
                warnings=times.warnings,
                line=session.line,
            )
        )
    return sessions


def _days(session: Session) -> list[Occasion]:
    return [occasion for occasion in session.occasions if occasion.day]


def _own(
    days: list[Occasion], heading: str, facts: Facts, year: int | None, signed: list[datetime]
) -> Settled:
    if len(days) > 1:
        return _several(len(days))
    return facts.settle(facts.completed(days[0]), heading, year, signed)


class _Shared:
    """The page's dates, for the lists that name none themselves (`lists`, by their lines)."""

    def __init__(self, facts: Facts, taken: list[Occasion], lists: list[int]) -> None:
        self.facts, self.lists = facts, lists
        self.days = facts.days(apart_from=taken) if lists else []
        self.are_all = not taken

    def times(self, line: int, year: int | None, signed: list[datetime]) -> Settled:
        """The only date there is, or, of as many in one field as there are lists, the one whose
        turn it is; what is left over by other lists is said to need a look."""
        if not self.days:
            return self._from_a_sentence(year, signed)
        if len(self.days) == 1 and self.are_all:
            return self.facts.settle(self.days[0], "", year, signed)
        in_turn = len(self.days) in {1, self.facts.in_one_field}
        if len(self.days) != len(self.lists) or not in_turn:
            return _several(len(self.days))
        settled = self.facts.settle(self.days[self.lists.index(line)], "", year, signed)
        warning = _("The date is taken from the order of the dates on the page; please check it.")
        return replace(settled, warnings=(*settled.warnings, warning))

    def _from_a_sentence(self, year: int | None, signed: list[datetime]) -> Settled:
        mentioned = self.facts.only_mentioned() if self.are_all else None
        if mentioned is None:
            return Settled(warnings=(_("The page names no date."),))
        settled = self.facts.settle(mentioned, "", year, signed)
        warning = _("The date is taken from a sentence on the page; please check it.")
        return replace(settled, warnings=(*settled.warnings, warning))


def _several(count: int) -> Settled:
    """The answer where there are many days, and nobody can say which one is meant."""
    sentence = _("The page names %(count)s dates; it does not say which one this list is for.")
    return Settled(warnings=(sentence % {"count": count},))
