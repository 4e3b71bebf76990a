"""A section of wikitext as Markdown: paragraphs, lists, headings, tables."""

import html
import re
from collections.abc import Iterator

from learning_patterns.wikitext.cutting import outermost
from learning_patterns.wikitext.inline import markdown, visible

_HEADING = re.compile(r"^(={2,6})\s*(.+?)\s*\1\s*$")
_ITEM = re.compile(r"^([*#:;]+)\s*(.*)$")
_DEEPEST = 6
_MOST_CELLS = 1000
_NUMBERED = re.compile(r"&#\d{1,7};")
_RULE = re.compile(r"^-{4,}\s*$")


def heading(line: str) -> tuple[int, str] | None:
    """Level and words of a heading."""
    if not line.startswith("==") or len(line) > 500:
        return None
    found = _HEADING.match(line)
    return (len(found[1]), found[2]) if found else None


def blocks(text: str) -> str:
    """The section as Markdown."""
    out: list[str] = []
    kind = ""  # of what the last line was part of
    for now, line in _lines(text):
        # Lines of a list or a paragraph stand together, everything else is apart.
        if now != kind or now in {"heading", "rule", "table"}:
            out.append("")
        if now != "blank":
            out.append(line)
        kind = now
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip("\n")


def _lines(text: str) -> Iterator[tuple[str, str]]:
    position = 0
    for start, end in outermost(text, "\n{|", "\n|}"):
        yield from map(_line, text[position:start].split("\n"))
        yield "table", _table(text[start:end])
        position = end
    yield from map(_line, text[position:].split("\n"))


def _line(line: str) -> tuple[str, str]:
    if not line.strip():
        return "blank", ""
    if found := heading(line):
        level, words = found
        return "heading", f"{'#' * level} {markdown(words)}"
    if _RULE.match(line):
        return "rule", "---"
    if item := _ITEM.match(line):
        return _item(item[1], item[2])
    if line.startswith(" "):
        return "code", "    " + visible(
            _NUMBERED.sub(lambda found: html.unescape(found[0]), line[1:])
        )
    return "words", markdown(line.strip())


def _item(marks: str, words: str) -> tuple[str, str]:
    said = markdown(words)
    if marks[-1] == ";":
        return "term", f"**{said}**" if said else ""
    if marks[-1] == ":":
        return "quote", f"> {said}"
    depth = min(len(marks), _DEEPEST) - 1
    # As wide as "1. ", so that what is inside a numbered one is inside it in Markdown too.
    return "list", f"{'   ' * depth}{'1.' if marks[-1] == '#' else '-'} {said}"


def _table(text: str) -> str:
    rows: list[list[str]] = [[]]
    for line in text.strip().split("\n")[1:]:
        if line.startswith(("|}", "|+")):
            continue
        if line.startswith("|-"):
            rows.append([])
        elif line.startswith(("|", "!")):
            mark = "!!" if line.startswith("!") else "||"
            rows[-1] += [_cell(cell) for cell in line[1:].split(mark)]
    rows = [row for row in rows if row]
    if not rows or max(map(len, rows)) * len(rows) > _MOST_CELLS:
        return "\n".join(" ".join(row) for row in rows)
    width = max(map(len, rows))
    rows = [row + [""] * (width - len(row)) for row in rows]
    drawn = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([drawn[0], f"|{' --- |' * width}", *drawn[1:]])


def _cell(text: str) -> str:
    """Without its attributes: `style="…" | words`."""
    before, bar, after = text.partition("|")
    return markdown((after if bar and "[[" not in before else text).strip())
