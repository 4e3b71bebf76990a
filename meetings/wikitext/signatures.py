"""Who signed a line: the people it names, in their order, with the times they signed at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from meetings.wikitext.accounts import account_name, is_address
from meetings.wikitext.intent import intent
from meetings.wikitext.lines import Line, Link
from meetings.wikitext.namespaces import USER
from meetings.wikitext.stamps import Stamp, find_stamps
from meetings.wikitext.words import CONTRIBUTIONS, REPLY, TALK, as_pattern

_TALK = as_pattern(TALK)
_MORE = as_pattern(TALK + "|" + CONTRIBUTIONS)
_SEPARATOR = r"\s{0,2}[|·•・/,–-]\s{0,2}"
# "(talk)", "(Diskussion | Beiträge)", and what is left of a broken one: "(Use talk:X:talk)".
_TALK_MARK = re.compile(
    rf"[(（\[]\s?(?:(?:{_MORE})\.?(?:{_SEPARATOR}(?:{_MORE})\.?){{0,4}}"
    r"|[^()（）\[\]]{0,80}\btalk[:|][^()（）\[\]]{0,80}|[^()（）\[\]]{0,80}[:|]talk)\s?[)）\]]",
    re.IGNORECASE,
)
# The word without brackets, before a time or at the end: "X(♫)talk", "XTalk 10:00, …".
_BARE_TALK = re.compile(
    r"(?:(?<=[\s)）])(?:talk|Talk|Diskussion|discusión|discussion)|(?<=[a-z0-9])Talk)(?=\s{0,3}(?:\d{1,2}:\d{2}|$))"
)
_REPLY = as_pattern(REPLY)
_REPLY_BUTTON = re.compile(rf"\[\s?(?:{_REPLY})\s?\]|(?<=\))\s?(?:{_REPLY})\s*$", re.IGNORECASE)
_PLAIN_USER = re.compile(r"(?<![\w:])(?P<space>[^\W\d_]{2,20}):\s?(?=\w)")
_WORD = re.compile(r"[^\s,;()（）|\[\]]+")
_DASHES = "-–—~•·*#:|"
# What may stand between a name and the sentence before it.
_BREAK = re.compile(
    # A full stop ends a sentence, but not "J. Doe" and "St. Mary".
    r"(?<![A-Z]\w)(?<![A-Z]\w\w)(?<=\w\w)\.\s|[!?]\s"
    r"|(?<=[.!?)])\s?--+|[,;:]\s|\s[-–—]+\s?|--+|—|…\s?|\.\.+\s?"
)
_MOST_WORDS = 4
_CODE_AT_END = re.compile(r"\s?\([^()]{1,12}\)$")
_CODE_BEHIND = re.compile(r" \(W[A-Za-z]{1,6}\)")
_REMARK_AT_END = re.compile(r"\s?[(（][^()（）]{1,40}[)）]$")
_GAP = re.compile(r"[\s,.;:()\[\]–—|•·-]*")


@dataclass(frozen=True)
class Signature:
    """Somebody named in `text[start:end]`.

    `account` is "" for an IP address, None if no account can be called `shown`; `linked` tells a
    link from a name read out of the text; `talk` whether a link to the talk page goes with it, and
    `signed` whether that or a time does.
    """

    start: int
    end: int
    account: str | None
    shown: str
    linked: bool
    signed: bool
    stamp: Stamp | None = None
    talk: bool = False


def without_buttons(line: Line) -> str:
    """The line's text with the reply buttons blanked, so that positions stay."""
    return _REPLY_BUTTON.sub(lambda match: " " * len(match[0]), line.text)


# Each line is asked several times in a row; one page never waits for another's memory.
@lru_cache(maxsize=8)
def find_signatures(line: Line) -> tuple[Signature, ...]:
    """Everybody the line links to or who signed it."""
    text = without_buttons(line)
    stamps = find_stamps(text)
    named = _linked(text, line.links) if line.links else list(_plain_users(text))
    return tuple(_with_stamps(named, stamps, text) if named else _read(text, stamps))


def _linked(text: str, links: tuple[Link, ...]) -> list[Signature]:
    """One for each account; neighbouring links to one account are one signature."""
    found: list[Signature] = []
    for link in links:
        shown = _without_namespace(text[link.start : link.end].strip())
        talk = link.target.kind != "user"
        last = found[-1] if found else None
        if last and last.account == link.target.name and link.start - last.end <= 12:
            found[-1] = replace(
                last, end=link.end, signed=last.signed or talk, talk=last.talk or talk
            )
        else:
            start = _start_of_plain_name(text, link, last) if talk else link.start
            if talk:
                before = _without_remark(text[start : link.start].strip(" ([,-"))
                shown = before or link.target.name or shown
            found.append(
                Signature(start, link.end, link.target.name, shown, True, talk, None, talk)
            )
    return [_closed(signature, text) for signature in found]


def _without_namespace(shown: str) -> str:
    """A link without a text of its own shows where it leads: "User:X"."""
    namespace, found, name = shown.rpartition(":")
    return name if found and namespace.split(":")[-1].strip().casefold() in USER else shown


def _start_of_plain_name(text: str, link: Link, last: Signature | None) -> int:
    """ "X ([[User talk:X|talk]])": the name stands before a link to the talk page only."""
    before = text[last.end if last else 0 : link.start]
    opening = re.search(r"[(\[]\s?$", before)
    if not opening or not link.target.name:
        return link.start
    position = before.casefold().rfind(link.target.name.casefold())
    return link.start if position < 0 else (last.end if last else 0) + position


def _closed(signature: Signature, text: str) -> Signature:
    """With the bracket behind its talk link: "(talk)"."""
    end = signature.end
    while end < len(text) and end - signature.end < 30 and text[end] in ") ）]|":
        end += 1
    return replace(signature, end=end)


def _with_stamps(people: list[Signature], stamps: list[Stamp], text: str) -> list[Signature]:
    """Each time belongs to the last one named before it."""
    signed = list(people)
    for stamp in stamps:
        before = [index for index, who in enumerate(people) if who.end <= stamp.start + 2]
        if before and signed[before[-1]].stamp is None:
            signed[before[-1]] = replace(signed[before[-1]], stamp=stamp, signed=True)
        elif before:
            signed.append(
                replace(signed[before[-1]], start=stamp.start, end=stamp.end, stamp=stamp)
            )
    return sorted(signed, key=lambda who: who.start)


def _plain_users(text: str) -> Iterator[Signature]:
    """ "user:X" in plain text."""
    for match in _PLAIN_USER.finditer(text):
        if match["space"].casefold() not in USER:
            continue
        end = _end_of_name(text, match.end())
        account = account_name(text[match.end() : end].strip(" ."))
        if account:
            talk = _TALK_MARK.match(text, end + 1) or _TALK_MARK.match(text, end)
            end = talk.end() if talk else end
            signed = bool(talk)
            yield Signature(match.start(), end, account, account, True, signed, None, signed)


def _end_of_name(text: str, start: int) -> int:
    """A name goes on while words look like parts of one, and takes its code in brackets along."""
    end = start
    for count in range(_MOST_WORDS):
        word = _WORD.match(text, end + (count > 0))
        goes_on = count == 0 or (text[end : end + 1] == " " and word and _may_continue(word[0]))
        if not word or not goes_on:
            break
        end = word.end()
    code = _CODE_BEHIND.match(text, end)
    return code.end() if code else end


def _may_continue(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit()


def _read(text: str, stamps: list[Stamp]) -> list[Signature]:
    """From text that lost its links: the name before each "(talk)" or time."""
    found: list[Signature] = []
    start = 0
    for anchor in _anchors(text, stamps):
        name_start, name = name_before(text, start, anchor.start)
        if name:
            account = "" if is_address(name) else account_name(name)
            found.append(
                Signature(
                    name_start, anchor.end, account, name, False, True, anchor.stamp, anchor.talk
                )
            )
        start = anchor.end
    return found


@dataclass(frozen=True)
class _Anchor:
    """What ends a signature: a talk mark, a time, or one and the other."""

    start: int
    end: int
    talk: bool
    stamp: Stamp | None = None


def _anchors(text: str, stamps: list[Stamp]) -> list[_Anchor]:
    found = [_Anchor(stamp.start, stamp.end, False, stamp) for stamp in stamps]
    for pattern in (_TALK_MARK, _BARE_TALK):
        found += [_Anchor(match.start(), match.end(), True) for match in pattern.finditer(text)]
    anchors: list[_Anchor] = []
    for anchor in sorted(found, key=lambda found: (found.start, found.end)):
        last = anchors[-1] if anchors else None
        if last and anchor.start < last.end:
            continue
        if last and not last.stamp and _GAP.fullmatch(text, last.end, anchor.start):
            anchors[-1] = _Anchor(last.start, anchor.end, True, anchor.stamp)
        else:
            anchors.append(anchor)
    return anchors


def name_before(text: str, start: int, end: int) -> tuple[int, str]:
    """The name that ends `text[start:end]`, and where it starts; "" if there is none."""
    segment = text[start:end].rstrip(" ,:;(–—-|")
    code = _CODE_AT_END.search(segment)
    body = segment[: code.start()] if code else segment
    opened = _last_open_bracket(body)
    breaks = [
        match.end() for match in _BREAK.finditer(body) if body[match.end() :].strip(_DASHES + " ")
    ]
    cut = max([opened, *breaks[-1:]])
    name = segment[cut:].lstrip(" " + _DASHES + ")）").rstrip()
    if len(name.split()) > _MOST_WORDS + 1:
        name = _capitalised_end(name)
    name = re.sub(r"[(（][^()（）]*[)）]$", "", name).rstrip() if _is_decoration(name) else name
    return start + cut, _without_remark(name.strip("\"'“”„« »"))


def _without_remark(name: str) -> str:
    """Without the brackets that are no part of a name: "(she/her)", "(cancelled)"."""
    remark = _REMARK_AT_END.search(name)
    if remark and (not account_name(name) or intent(remark[0])):
        return name[: remark.start()]
    return name


def _is_decoration(name: str) -> bool:
    """Whether the brackets at the end are part of a styled signature: "X(♫ hi ♫)"."""
    return bool(re.search(r"\S[(（][^()（）]*[)）]$", name)) or name.endswith("）")


def _last_open_bracket(text: str) -> int:
    """Behind the last bracket that is not closed, or 0."""
    open_at: list[int] = []
    for position, letter in enumerate(text):
        if letter in "(（[":
            open_at.append(position + 1)
        elif letter in ")）]" and open_at:
            open_at.pop()
    return open_at[-1] if open_at else 0


def _capitalised_end(name: str) -> str:
    """Of a sentence without a mark before the name, the capitalised words at its end."""
    words = name.split()
    kept: list[str] = []
    for word in reversed(words):
        if len(kept) == 3 or not (word[0].isupper() or word[0] == "("):
            break
        kept.insert(0, word)
    return " ".join(kept or words[-1:])
