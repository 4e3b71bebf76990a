"""What the headings of a page say about the list below them."""

import re
from dataclasses import dataclass
from typing import Literal

from meetings.wikitext.heading_words import (
    DEADLINE,
    LIST,
    MADE_IT,
    MAYBE,
    NEVER,
    NO,
    PART,
    PERHAPS,
    WAS_THERE,
    YES,
)
from meetings.wikitext.moments import Occasion, find_occasions, remainder
from meetings.wikitext.page import Status
from meetings.wikitext.rows import wants_privacy

# "list" opens a list even if nobody is on it; "perhaps" only if people signed there; "was there" is
# attendance; "never" lists something else; "group" sorts the people of the list it stands in.
Meaning = Literal["list", "perhaps", "group", "was there", "never", "date", "part", ""]


@dataclass(frozen=True)
class Label:
    """A heading, or a line that stands for one; `rest` are the names that follow on its line."""

    meaning: Meaning
    status: Status = "yes"
    occasions: tuple[Occasion, ...] = ()
    rest: int = 0
    # "Made it": written down beforehand or afterwards, nobody can tell.
    may_be_past: bool = False


# "I want to take part in the discussion" lists people all the same.
_FIRST_PERSON = re.compile(
    r"i\b|sign\b|quiero\b|je\b|ich\b|wer\b|who\b|register with", re.IGNORECASE
)
_CJK_LIST = re.compile("参加者|參加者|与会者|報名|报名|참가자")
# What the field with a page's date is called.
_FIELD_NAMES = (
    "dates?|when|date and time|date & time|date/time|days?|times?|hours?|start and end times?|"
    "datum|termine?|wann|uhrzeit|zeit|"
    "fechas?|fecha y hora|cuándo|hora|data|data e ora|data e hora|quando|ora|orario|quand|heure|"
    "date et heure|kiedy|czas|godzina|wanneer|tijd|kdy|čas|när|tid|quan|dato|start|starts|"
    "ends?|beginn"
)
FIELD = re.compile(
    rf"\W{{0,4}}(?:{_FIELD_NAMES})\s{{0,2}}(?:[:=|–-]|\s-)\s*(?P<value>.*)", re.IGNORECASE
)
FIELD_NAME = re.compile(rf"\W{{0,4}}(?:{_FIELD_NAMES})\W{{0,3}}", re.IGNORECASE)
# Words that say nothing more about the people of a group.
_PEOPLE = {"attendees", "participants", "people", "attending", "coming", "teilnehmer", "dabei"}
_PEOPLE |= {"participantes", "list", "joining", "attend", "come", "join", "only", "for", "now"}
_PEOPLE |= {
    "who",
    "is",
    "might",
    "may",
    "be",
    "wer",
    "kommt",
    "kann",
    "qui",
    "vient",
    "quién",
    "viene",
}
_BARE_NO = {"no", "nein", "non", "nie", "não", "nee", "ne", "nej", "ei", "нет"}
_QUESTION = re.compile(r"^[^?:]{2,60}[?:]\s*(?=\S)")
_WORD = re.compile(r"[^\W\d_]+")
_MOST_WORDS_OF_A_DATE = 5
_MOST_WORDS_OF_A_LABEL = 9
_FILLERS = {
    "time",
    "at",
    "from",
    "to",
    "and",
    "on",
    "the",
    "date",
    "um",
    "uhr",
    "zeit",
    "von",
    "bis",
    "hora",
    "de",
}
_FILLERS |= {
    "las",
    "a",
    "à",
    "le",
    "il",
    "el",
    "den",
    "der",
    "am",
    "ore",
    "alle",
    "dalle",
    "kl",
    "h",
    "hs",
    "when",
    "datum",
}
_FILLERS |= {
    "fecha",
    "data",
    "heure",
    "orario",
    "dnia",
    "godz",
    "o",
    "til",
    "om",
    "op",
    "local",
    "clock",
}


def date_label(text: str) -> tuple[Occasion, ...]:
    """The dates of a line that says hardly anything else; a deadline is not one."""
    if len(text) > 200:
        return ()
    occasions = tuple(find_occasions(text))
    if not any(occasion.day for occasion in occasions):
        return ()
    rest = remainder(text)
    words = [word for word in _WORD.findall(rest) if word.casefold() not in _FILLERS]
    if len(words) > _MOST_WORDS_OF_A_DATE or (DEADLINE.search(rest) and words):
        return ()
    return occasions


def of_heading(text: str) -> Label:
    """What a heading means."""
    text = text.strip(" :.!–—-")
    dates = date_label(text)
    if WAS_THERE.search(text):
        return Label("was there")
    if status := _group(text):
        past = status == "yes" and bool(MADE_IT.search(text))
        return Label("group", status, dates, may_be_past=past)
    if NEVER.search(text) and not _FIRST_PERSON.match(text):
        return Label("never")
    if is_list(text):
        return Label("list", occasions=dates)
    if dates:
        return Label("date", occasions=dates)
    if PART.fullmatch(text):
        return Label("part")
    return Label("perhaps" if PERHAPS.search(text) else "")


def of_line(text: str) -> Label | None:
    """What a short line means if it stands for a heading; None for prose and for names."""
    text = text.strip()
    if wants_privacy(text):
        return None
    if dates := date_label(text):
        return Label("date", occasions=dates)
    if question := _QUESTION.match(text):
        head = of_heading(question[0].strip())
        if head.meaning in {"group", "list"} and len(question[0].split()) <= 6:
            return Label(head.meaning, head.status, rest=question.end())
    if len(text.split()) > _MOST_WORDS_OF_A_LABEL or text.endswith((".", ",")):
        return None
    label = of_heading(text)
    if label.meaning in {"list", "perhaps"} and not text.endswith((":", "?", "!")):
        # Without a colon only what is a label from its first word on: "Participants".
        return label if LIST.match(text) and label.meaning == "list" else None
    return label if label.meaning in {"list", "group", "was there", "part", "never"} else None


def is_list(text: str) -> bool:
    """Whether a heading speaks of people who sign up, and not only of some of them."""
    return bool(LIST.search(text) or _CJK_LIST.search(text))


def _group(text: str) -> Status | None:
    """The status of the people below a heading that is about hardly anything else."""
    words = len(text.split())
    if words <= 7 and NO.search(text):
        return "no"
    others = {word.casefold() for word in _WORD.findall(MAYBE.sub(" ", text))}
    if MAYBE.search(text) and others <= _PEOPLE:
        return None if re.match(r"i\b", text, re.IGNORECASE) else "maybe"
    bare = re.sub(r"[\W\d]+$", "", text).replace("-", " ")
    if bare.casefold() in _BARE_NO:
        return "no"
    return "yes" if YES.fullmatch(bare) else None
