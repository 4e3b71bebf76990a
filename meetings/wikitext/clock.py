"""Hours as people write them: "15hs UTC", "13 to 15 UTC", "3–4.30 UTC (5–6.30 pm CEST)"."""

import re
from dataclasses import dataclass

from meetings.wikitext.zones import ZONE

_MERIDIEM = r"[ap]\.?\s?m\b\.?"
_TIME = re.compile(
    r"(?<![\d:.,/+])(?P<hour>\d{1,2})(?:(?P<by>[:.hH])\s?(?P<minute>\d{2}))?(?![\d/])"
    rf"(?:\s?(?P<meridiem>{_MERIDIEM})|\s?(?P<hours>hs\b|hrs?\b|h\b|Uhr\b|uur\b|heures?\b|horas?\b))?"
    rf"(?:(?:\s?(?P<hours_too>h\b))?[\s,]{{0,2}}[(\[]?(?P<zone>(?-i:{ZONE}))[)\]]?)?",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"[\s,]{0,2}(?:[-–—−~]|to|until|till?|bis|à|a|ao|às|as|hasta|al|alle|do|tot)[\s,]{0,2}"
    r"(?:las?\s|les\s)?$",
    re.IGNORECASE,
)
_DAY = 24 * 60


@dataclass(frozen=True)
class Hour:
    """An hour in `text[start:end]`: `minutes` since midnight, None if it can be none ("25:00").

    `sure` is false for an hour that may be a.m. or p.m.; `minutes` is then the earlier one.
    """

    start: int
    end: int
    minutes: int | None
    sure: bool
    zone: str


@dataclass(frozen=True)
class Span:
    """An hour, or from one hour to another; `ends` may lie past midnight, beyond 24 hours."""

    start: int
    end: int
    starts: int | None
    ends: int | None
    sure: bool
    zone: str


def find_spans(text: str) -> list[Span]:
    """The hours in a line whose days have been blanked, in their order."""
    spans: list[Span] = []
    pending: re.Match[str] | None = None
    for match in _TIME.finditer(text):
        if pending and _RANGE.fullmatch(text, pending.end(), match.start()):
            if _counts(pending) or _counts(match):
                spans.append(_range(pending, match))
            pending = None
            continue
        if pending and _counts(pending):
            spans.append(_single(pending))
        pending = match
    if pending and _counts(pending):
        spans.append(_single(pending))
    return spans


def _counts(match: re.Match[str]) -> bool:
    """Whether this number is an hour and not, say, how many people come."""
    marked = match["meridiem"] or match["zone"] or match["hours"]
    return bool(marked or (match["minute"] and match["by"] in ":hH"))


def _single(match: re.Match[str]) -> Span:
    hour = _hour(match, _meridiem(match))
    return Span(hour.start, hour.end, hour.minutes, None, hour.sure, hour.zone)


def _range(first: re.Match[str], second: re.Match[str]) -> Span:
    """Both ends; what only one of them says ("6–7 pm UTC") holds for the other too."""
    start = _hour(first, _meridiem(first) or _meridiem(second))
    end = _hour(second, _meridiem(second))
    if start.minutes is None or end.minutes is None:
        return Span(start.start, end.end, None, None, False, "")
    starts, ends = start.minutes, end.minutes
    if not _meridiem(first) and _meridiem(second) and starts >= ends:
        starts = (starts + _DAY // 2) % _DAY  # "11–1 pm" starts in the morning
    sure = start.sure or end.sure
    if sure and not end.sure and ends <= starts and _meridiem(first):
        ends += _DAY // 2  # "10am–2"
    if ends <= starts:
        ends += _DAY // 2 if not sure else _DAY
    return Span(start.start, end.end, starts, ends, sure, start.zone or end.zone)


def _meridiem(match: re.Match[str]) -> str:
    return (match["meridiem"] or "")[:1].lower()


def _hour(match: re.Match[str], meridiem: str) -> Hour:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    zone = (match["zone"] or "").upper().replace(" ", "")
    if hour > 23 or minute > 59 or (meridiem and hour == 0):
        return Hour(match.start(), match.end(), None, False, zone)
    sure = bool(meridiem) or _is_of_24(match, hour)
    if meridiem and hour <= 12:
        hour = hour % 12 + (12 if meridiem == "p" else 0)
    return Hour(match.start(), match.end(), hour * 60 + minute, sure, zone)


def _is_of_24(match: re.Match[str], hour: int) -> bool:
    """Whether the hour is written as only a clock of 24 hours has it."""
    two_digits = len(match["hour"]) == 2
    written_out = bool(match["hours"]) or match["by"] in ("h", "H")
    return hour > 12 or hour == 0 or written_out or (two_digits and bool(match["minute"]))
