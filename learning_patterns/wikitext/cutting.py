"""Takes out of a page what is no running text: comments, templates, pictures, footnotes, tags.

Everything here goes through the page a fixed number of times, however its brackets are nested.
"""

import html
import re
from dataclasses import dataclass, field

_NOWIKI = re.compile(r"<nowiki>([^<]*)</nowiki>", re.IGNORECASE)
_PRE = re.compile(r"<pre[^<>]*>([^<]*)</pre>", re.IGNORECASE)
_EMPTY_REF = re.compile(r"<ref[^<>]*/>", re.IGNORECASE)
_REF = re.compile(r"<ref[^<>]*>([^<]*)</ref>", re.IGNORECASE)
_CODE = re.compile(r"</?(?:code|tt|kbd)(?:\s[^<>]*)?>", re.IGNORECASE)
_BOLD = re.compile(r"</?(?:b|strong)(?:\s[^<>]*)?>", re.IGNORECASE)
_SLANTED = re.compile(r"</?(?:i|em)(?:\s[^<>]*)?>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_SWITCH = re.compile(r"__[A-Z]{3,20}__")
_SPECIAL = "[]{}|'=*#:;&<>~_"
# Stands for the mark of code while the text around it is made into Markdown.
CODE = "\ue000"


@dataclass
class Page:
    """What is left of a page, and what was in it besides."""

    text: str
    templates: list[str] = field(default_factory=list)  # inside of the braces
    pictures: list[str] = field(default_factory=list)  # titles, without namespace
    notes: list[str] = field(default_factory=list)  # footnotes, as wikitext


def cut(text: str) -> Page:
    """The page without everything that this module knows."""
    page = Page(_without_comments(text.replace("\r\n", "\n").replace(CODE, "")))
    page.text = _NOWIKI.sub(lambda found: _literal(html.unescape(found[1])), page.text)
    page.text = _PRE.sub(lambda found: _indented(found[1]), page.text)
    page.notes = [found[1].strip() for found in _REF.finditer(page.text) if found[1].strip()]
    page.text = _REF.sub("", _EMPTY_REF.sub("", page.text))
    page.text = _BREAK.sub("\n", _CODE.sub(CODE, page.text))
    page.text = _SLANTED.sub("''", _BOLD.sub("'''", page.text))
    page.text = _SWITCH.sub("", _TAG.sub("", page.text))
    page.text, page.templates = _taken_out(page.text, "{{", "}}")
    _take_pictures(page)
    return page


def outermost(text: str, opens: str, closes: str) -> list[tuple[int, int]]:
    """Where the outermost balanced pairs of brackets begin and end."""
    waiting: list[int] = []
    closed: list[tuple[int, int]] = []
    for found in re.finditer(f"{re.escape(opens)}|{re.escape(closes)}", text):
        if found[0] == opens:
            waiting.append(found.start())
        elif waiting:
            closed.append((waiting.pop(), found.end()))
    outer: list[tuple[int, int]] = []
    for start, end in sorted(closed):
        if not outer or start >= outer[-1][1]:
            outer.append((start, end))
    return outer


def _taken_out(text: str, opens: str, closes: str) -> tuple[str, list[str]]:
    kept, taken, position = [], [], 0
    for start, end in outermost(text, opens, closes):
        kept.append(text[position:start])
        taken.append(text[start + len(opens) : end - len(closes)])
        position = end
    return "".join([*kept, text[position:]]), taken


_FILE = re.compile(
    r"\s*(?:file|image|datei|bild|archivo|imagen|fichier|ficheiro)\s*:\s*([^|\]\[{}<>\n]+)",
    re.IGNORECASE,
)
_CATEGORY = re.compile(r"\s*(?:category|kategorie|categoría|catégorie)\s*:", re.IGNORECASE)


def _take_pictures(page: Page) -> None:
    kept, position, text = [], 0, page.text
    for start, end in outermost(text, "[[", "]]"):
        inside = text[start + 2 : start + 300]
        picture = _FILE.match(inside)
        if picture or _CATEGORY.match(inside):
            kept.append(text[position:start])
            position = end
        if picture:
            page.pictures.append(picture[1].strip())
    page.text = "".join([*kept, text[position:]])


def _without_comments(text: str) -> str:
    """One that never ends hides the rest, as on the wiki."""
    pieces, position = [], 0
    while (start := text.find("<!--", position)) >= 0:
        pieces.append(text[position:start])
        end = text.find("-->", start)
        position = len(text) if end < 0 else end + 3
    return "".join([*pieces, text[position:]])


def _literal(text: str) -> str:
    return "".join(f"&#{ord(c)};" if c in _SPECIAL else c for c in text)


def _indented(text: str) -> str:
    """Lines that begin with a space are shown as they stand, in wikitext too."""
    lines = html.unescape(text).strip("\n").split("\n")
    return "\n" + "\n".join(f" {_literal(line)}" for line in lines) + "\n"
