"""Wikitext and pasted text to lines. One reader for both: a page is often a bit of each."""

import re
from dataclasses import replace

from meetings.wikitext.dates import find_days
from meetings.wikitext.lines import Ink, Line, clean
from meetings.wikitext.markup import TooTangled, write_markup
from meetings.wikitext.words import EDIT, as_pattern

_EDIT = as_pattern(EDIT)
_BUTTON = rf"\s?\[\s?(?:{_EDIT})(?:\s?\|\s?(?:{_EDIT}))?\s?\]"
_HEADING_BUTTON = re.compile(rf"^(?P<title>\S.{{0,200}}?){_BUTTON}\s*(?P<rest>.*)$", re.IGNORECASE)
_LOOSE_BUTTON = re.compile(
    r"^(?P<title>\S.{0,120}?)(?: edit|(?<=[\w!?)])(?<!cr)(?<!re)Edit|"
    r"(?<=[a-z!?)])(?<!cr)(?<!re)edit)$"
)
_GLUED_BUTTON = re.compile(r"^(?P<title>\S.{2,120}?[a-z!?)])[Ee]dit(?P<rest>[A-Z].*)$")
_LONGEST_HEADING = 12

_ITEM = re.compile(
    r"(?P<indent>[ \t]*)(?:(?P<wiki>[*#:;]+)|(?P<number>\d{1,4})[.)](?![\d.])|"
    r"(?P<bullet>[-•–·◦▪‣●○∙])(?=\s))"
    r"[ \t]*(?P<rest>.*)"
)
# Months that people are called by.
_FIRST_NAMES = {"jan", "april", "may", "mai", "june", "august", "marta", "julio", "junio"}
_ROW = re.compile(r"\|(?![}\-+|])\s?(?P<rest>.*)")
_COMMENT_OPENS, _COMMENT_ENDS = "<!--", "-->"


def lines_of_text(text: str) -> list[Line]:
    """The lines of wikitext or of pasted text, blank ones left out."""
    lines: list[Line] = []
    shown = without_comments(text).split("\n")
    for number, (raw, source) in enumerate(zip(text.split("\n"), shown, strict=True), 1):
        if source.strip():
            lines += _lines(number, raw, source)
    return lines


def without_comments(text: str) -> str:
    """Comments blanked, line breaks kept; one that never ends hides the rest, as on the wiki."""
    pieces, position = [], 0
    while (start := text.find(_COMMENT_OPENS, position)) >= 0:
        end = text.find(_COMMENT_ENDS, start)
        end = len(text) if end < 0 else end + len(_COMMENT_ENDS)
        pieces += [text[position:start], "\n" * text.count("\n", start, end)]
        position = end
    return "".join([*pieces, text[position:]])


def _lines(number: int, raw: str, source: str) -> list[Line]:
    source = clean(source).replace("\t", " ").rstrip()
    if heading := _wiki_heading(source):
        level, title = heading
        return [_line(number, raw, "heading", title, level=level)]
    if found := _pasted_heading(source):
        title, rest = found
        lines = [_line(number, raw, "heading", title, level=2)]
        return lines + (_lines(number, raw, rest) if rest else [])
    return _item_or_text(number, raw, source)


def _item_or_text(number: int, raw: str, source: str) -> list[Line]:
    item = _ITEM.match(source)
    if item and not _is_date(item):
        return _items(number, raw, item)
    row = _ROW.match(source)
    if row:
        line = _line(number, raw, "item", row["rest"].replace("||", " | "), marker="|", depth=1)
        return [line if line.links else replace(line, kind="text", depth=0)]
    indent = len(source) - len(source.lstrip())
    line = _line(number, raw, "text", source.strip(), indent=indent)
    return [line] if line.text.strip() else []  # only tags


def _is_date(item: re.Match[str]) -> bool:
    """ "14. Februar 2024" opens a line in German, "10. Jan Example" is the tenth of a list."""
    if not item["number"]:
        return False
    day = next(iter(find_days(f"{item['number']}. {item['rest']}")), None)
    if day is None or day.start > 0:
        return False
    month = item["rest"].split(maxsplit=1)[0].strip(".,").casefold()
    behind = item["rest"].strip()[len(month) :].strip(" .,")
    return bool(day.year) or (month not in _FIRST_NAMES and not behind[:1].isalpha())


def _items(number: int, raw: str, item: re.Match[str]) -> list[Line]:
    indent, rest = len(item["indent"]), item["rest"]
    if not item["wiki"]:
        marker = "#" if item["number"] else "*"
        return [_line(number, raw, "item", rest, marker=marker, depth=1, indent=indent)]
    wiki = item["wiki"]
    if wiki.endswith(";"):
        term, found, definition = _term(rest)
        lines = [_line(number, raw, "term", term)]
        if found:
            lines.append(_line(number, raw, "item", definition, marker=":", depth=len(wiki)))
        return lines
    return [_line(number, raw, "item", rest, marker=wiki[-1], depth=len(wiki), indent=indent)]


def _term(rest: str) -> tuple[str, str, str]:
    """A term and its definition: "Date: 14 February"; a link's colon divides nothing."""
    return (rest, "", "") if "[[" in rest else rest.partition(": ")


def _wiki_heading(source: str) -> tuple[int, str] | None:
    stripped = source.strip()
    opening = len(stripped) - len(stripped.lstrip("="))
    closing = len(stripped) - len(stripped.rstrip("="))
    level = min(opening, closing, 6)
    if level == 0 or len(stripped) <= 2 * level:
        return None
    return level, stripped[level:-level].strip()


def _pasted_heading(source: str) -> tuple[str, str] | None:
    """A heading that shows itself by the button behind it, and what was glued to that."""
    if _ITEM.match(source) or source[:1] in "|!":
        return None
    head = source.strip()
    match = _HEADING_BUTTON.match(head[:400])
    if match:
        return match["title"], head[match.end("rest") - len(match["rest"]) :]
    if len(head) <= 130 and (match := _LOOSE_BUTTON.match(head)):
        short = len(match["title"].split()) <= _LONGEST_HEADING
        return (match["title"].strip(), "") if short and match["title"][-1] not in ".," else None
    match = _GLUED_BUTTON.match(head[:300])
    return (match["title"], head[match.start("rest") :]) if match else None


def _line(number: int, raw: str, kind: str, source: str, **details: object) -> Line:
    ink = Ink()
    try:
        write_markup(ink, source)
    except TooTangled:
        ink.write("{{…}}")
    text, links, struck = ink.finish()
    return Line(number, raw, kind, text, links, struck=struck, **details)
