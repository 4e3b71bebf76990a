"""Days as people write them: "Wednesday 14th February", "14. Okt. 2007", "2024年1月29日"."""

import calendar
import re
from dataclasses import dataclass
from functools import lru_cache

from meetings.wikitext.calendar_words import DAYS, MONTHS

_WORD = r"[^\W\d_]{2,12}"
_ORDINAL = r"(?:st|nd|rd|th|er|re|º|ª|\.|-?го|\s?日)?"
_OF = r"(?:de\s|del\s|di\s|of\s|d['’])?"
_GAP = r"[\s,.]{0,3}"
# Every repetition below is bounded: a page of blanks costs no more than a page of text.
_DAY_MONTH = re.compile(
    rf"(?<![\d:./-])(?P<day>\d{{1,2}})(?P<until>\s?[-–]\s?\d{{1,2}})?{_ORDINAL}\s{{0,2}}{_OF}"
    rf"(?P<month>{_WORD})(?:{_GAP}(?:de\s|del\s)?(?P<year>\d{{4}})(?![\d:]))?"
)
_MONTH_DAY = re.compile(
    rf"(?<!\w)(?P<month>{_WORD})\.?\s{{1,2}}(?P<day>\d{{1,2}})(?P<until>\s?[-–]\s?\d{{1,2}})?"
    rf"{_ORDINAL}(?:[\s,]{{1,2}}(?P<year>\d{{4}})(?![\d:]))?(?![\d:])"
)
_YEAR_FIRST = re.compile(
    rf"(?<!\d)(?P<year>\d{{4}})(?:-|年|년|\.\s?|\s)\s?(?P<month>\d{{1,2}}|{_WORD})(?:-|月|월|\s|\.\s?)"
    r"\s?(?P<day>\d{1,2})(?!\d)[日일.]?(?P<until>)"
)
_NUMBERS = re.compile(
    r"(?<![\d.:/])(?P<day>\d{1,2})(?P<by>\.|/)\s?(?P<month>\d{1,2})(?P=by)\s?(?P<year>\d{4})(?!\d)"
    r"(?P<until>)"
)
_FORMS = (_YEAR_FIRST, _NUMBERS, _DAY_MONTH, _MONTH_DAY)
_BEFORE = re.compile(
    r"(?P<word>[^\W\d_]{2,14})(?:-feira)?\.?,?\s{0,2}(?:the\s|den\s|le\s|el\s|día\s)?$"
)
_AFTER = re.compile(r"\s?[(（](?P<word>\w{1,12})[)）]")
# Words of two or three letters that are also other words count only when a year follows.
_SURE = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
_SURE |= {"okt", "dez", "mai", "mei", "maj", "ene", "abr", "ago", "dic", "gen", "mag", "giu", "lug"}
_CJK_DAYS = {name: number for number, name in enumerate("月火水木金土日")}
_KOREAN_DAYS = {name: number for number, name in enumerate("월화수목금토일")}


@dataclass(frozen=True)
class Day:
    """A day in `text[start:end]`; `problem` says why it can be none ("30 February")."""

    start: int
    end: int
    day: int
    month: int
    year: int | None
    weekday: int | None
    problem: str = ""


@lru_cache(maxsize=16)
def find_days(text: str) -> tuple[Day, ...]:
    """The days in a line, in their order; none overlaps another."""
    found = sorted(
        (day for form in _FORMS for match in form.finditer(text) if (day := _day(text, match))),
        key=lambda day: (day.start, -day.end),
    )
    apart: list[Day] = []
    for day in found:
        if not apart or day.start >= apart[-1].end:
            apart.append(day)
    return tuple(apart)


def _day(text: str, match: re.Match[str]) -> Day | None:
    month = _month(match["month"], bool(match["year"]))
    if month is None:
        return None
    number, year = int(match["day"]), int(match["year"]) if match["year"] else None
    start, end, weekday = _weekday(text, match)
    return Day(start, end, number, month, year, weekday, _problem(match, number, month, year))


def _month(word: str, with_year: bool) -> int | None:
    if word.isdecimal():
        return int(word)
    word = word.casefold()
    if len(word) <= 3 and word.isascii() and not with_year and word not in _SURE:
        return None
    return MONTHS.get(word)


def _weekday(text: str, match: re.Match[str]) -> tuple[int, int, int | None]:
    """Where the day begins and ends once its weekday is counted in, and that weekday."""
    before = _BEFORE.search(text[max(0, match.start() - 24) : match.start()])
    if before and (number := DAYS.get(before["word"].casefold())) is not None:
        return match.start() - len(before[0]), match.end(), number
    after = _AFTER.match(text, match.end())
    if after:
        word = after["word"]
        days = (DAYS.get(word.casefold()), _CJK_DAYS.get(word), _KOREAN_DAYS.get(word))
        number = next((day for day in days if day is not None), None)
        return match.start(), match.end() if number is None else after.end(), number
    return match.start(), match.end(), None


def _problem(match: re.Match[str], day: int, month: int, year: int | None) -> str:
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year or 2024, month)[1]:
        return "impossible"
    if year is not None and not 2001 <= year <= 2100:
        return "impossible"
    if match.re is _NUMBERS and match["by"] == "/" and day <= 12 and day != month:
        return "two ways"
    if match["until"]:
        return "several days"
    return ""
