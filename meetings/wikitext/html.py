"""HTML to lines: what the wiki's parser puts out, or a whole page as a browser saved it."""

import html
import re
from collections.abc import Iterator

from meetings.wikitext.accounts import Target, target_of_title, target_of_url
from meetings.wikitext.lines import Ink, Line
from meetings.wikitext.plain import without_comments

# Python's own parser takes minutes for some pages of broken tags; this is linear and knows all that
# counts here.
_TOKEN = re.compile(
    r"""<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]*)(?P<attributes>(?:[^<>"']|"[^"]*"|'[^']*')*)>"""
    r"|(?P<text>[^<]+|<)"
)
_ATTRIBUTE = re.compile(
    r"""(?P<name>[\w-]+)\s?=\s?(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'<>]+))"""
)
_LISTS = {"ol": "#", "ul": "*", "dl": ":"}
_STRUCK = {"s", "del", "strike"}
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BLOCKS = {
    "p",
    "div",
    "section",
    "table",
    "tbody",
    "article",
    "main",
    "body",
    "blockquote",
    "title",
}
_BLOCKS |= {"center", "pre", "header", "figure", "fieldset", "form", "caption"}
_UNSEEN = {"script", "style", "nav", "footer", "aside", "noscript", "template", "button", "select"}
# Each fits one whole class or id. Of the discussion tool only the buttons are unseen: it also
# marks headings, puts the time of a signature into a link, and leaves its name on the whole page,
# as Vector does that there is a table of contents.
_UNSEEN_CLASS = re.compile(
    r"mw-editsection|toc|vector-toc|mw-jump\S*|printfooter|catlinks|mw-indicators?|"
    r"ext-discussiontools-(?:init-(?:reply|section-|pageframe)|emptystate|ui)\S*"
)
_WHOLE_PAGE = {"html", "body", "main"}
_CONTENT = re.compile(r"mw-parser-output|mw-content-text|mw-body-content")
_NO_END = {"br", "img", "hr", "input", "meta", "link", "wbr", "area", "base", "col", "source"}


def lines_of_html(text: str) -> list[Line]:
    """The lines that a reader of the page sees; `raw` is what they see of each."""
    reader = _Reader(whole=not _CONTENT.search(text))
    number = 1
    for token in _TOKEN.finditer(without_comments(text)):
        reader.take(token, number)
        number += token[0].count("\n")
    reader.flush()
    return reader.lines


class _Reader:
    """Follows the tags; a line ends where a block begins or ends."""

    def __init__(self, *, whole: bool) -> None:
        self.lines: list[Line] = []
        self.lists: list[str] = []
        self.ink, self.number, self.has_text = Ink(), 0, False
        self.kind: tuple[str, int] = ("text", 0)
        self.unseen: tuple[str, int] | None = None
        # Of a saved page only the article and its title count, not the menus round it.
        self.depth = 1 if whole else 0
        self.whole = whole
        self.anchor: tuple[Target, list[str]] | None = None
        self.mail = ""  # the address that the present link writes to

    def take(self, token: re.Match[str], number: int) -> None:
        tag = (token["tag"] or "").lower()
        if self.unseen:
            self._pass_by(tag, bool(token["end"]))
        elif token["text"]:
            self._text(html.unescape(token["text"]), number)
        elif token["end"]:
            self._end(tag)
        else:
            self._start(tag, dict(_attributes(token["attributes"])), number)

    def flush(self) -> None:
        """Ends the line and keeps it, unless it is blank."""
        text, links, struck = self.ink.finish()
        kind, level = self.kind
        struck_now = self.ink.struck
        if text.strip() or kind == "item":
            self._keep(kind, level, text, links, struck)
        self.ink = Ink(struck=struck_now)
        self.kind = ("text", 0)

    def _keep(self, kind: str, level: int, text: str, links: tuple, struck: bool) -> None:
        details = {"level": level}
        if kind in {"item", "row"}:
            marker = "|" if kind == "row" else self.lists[-1] if self.lists else "*"
            details = {"marker": marker, "depth": max(1, len(self.lists))}
        elif kind == "text" and self.lists:
            # What follows a list or a paragraph inside an item belongs to the item.
            kind, details = "item", {"marker": ":", "depth": len(self.lists) + 1}
        if kind == "row":
            kind = "item" if links else "text"
        raw = text.strip()
        self.lines.append(Line(self.number, raw, kind, text, links, struck=struck, **details))

    def _pass_by(self, tag: str, is_end: bool) -> None:
        name, depth = self.unseen
        if tag == name:
            depth += -1 if is_end else 1
        self.unseen = (name, depth) if depth else None

    def _text(self, text: str, number: int) -> None:
        if not (self.depth or self.kind[0] == "heading"):
            return
        if text.strip() and not self.has_text:
            self.has_text = True
            self.number = number + text[: len(text) - len(text.lstrip())].count("\n")
        if self.anchor:
            self.anchor[1].append(text)
        elif self.kind[0] == "text" and not self.lists:
            self._paragraph(text, number)
        else:
            self.ink.write(text)

    def _paragraph(self, text: str, number: int) -> None:
        """The wiki leaves the lines of its source apart inside a paragraph."""
        for count, line in enumerate(text.split("\n")):
            if count:
                self.flush()
                self.number = number + count
            self.ink.write(line)

    def _start(self, tag: str, attributes: dict[str, str], number: int) -> None:
        if _is_unseen(tag, attributes):
            self.unseen = (tag, 1)
        elif tag in {"title", "h1"} or (tag in _HEADINGS and self.depth):
            self._open("heading", _HEADINGS.get(tag, 1), 0)
        elif tag == "a":
            self._anchor(attributes)
        elif tag == "br":
            self._text(" ", number)
        elif tag in _STRUCK:
            self.ink.struck += 1
        elif self.depth or _CONTENT.search(_marks(attributes)):
            self._start_block(tag, number)

    def _start_block(self, tag: str, number: int) -> None:
        if tag in _LISTS:
            if self._is_fresh_item():
                self.kind = ("text", 0)  # a list inside an item that says nothing itself
            self._close()
            self.lists.append(_LISTS[tag])
        elif tag in {"li", "dd"}:
            self._open("item", 0, number)
        elif tag == "dt":
            self._open("term", 0, number)
        elif tag == "tr":
            self._open("row", 0, number)
        elif tag in _BLOCKS and not self._is_fresh_item():
            self._close()
        if not self.whole and (tag == "div" or not self.depth):
            self.depth += 1

    def _is_fresh_item(self) -> bool:
        """A paragraph that opens an item is that item's text."""
        return self.kind[0] != "text" and not self.ink.length

    def _end(self, tag: str) -> None:
        if tag == "a":
            self._end_anchor()
        elif tag in _STRUCK:
            self.ink.struck = max(0, self.ink.struck - 1)
        elif tag in {"td", "th"}:
            self.ink.write(" | ")
        elif tag in _LISTS or tag in _HEADINGS or tag in _BLOCKS or tag in {"li", "dd", "dt", "tr"}:
            self._close()
            if tag in _LISTS and self.lists:
                self.lists.pop()
        if tag == "div" and not self.whole:
            self.depth = max(0, self.depth - 1)

    def _open(self, kind: str, level: int, number: int) -> None:
        self._close()
        self.kind, self.number = (kind, level), number

    def _close(self) -> None:
        self._end_anchor()
        self.flush()
        self.has_text = False

    def _anchor(self, attributes: dict[str, str]) -> None:
        self._end_anchor()
        href = attributes.get("href", "")
        if href.startswith("mailto:"):
            self.mail = href.removeprefix("mailto:").partition("?")[0]
        target = target_of_url(href) or target_of_title(
            attributes.get("title", "") if "href" not in attributes else ""
        )
        if target and self.depth:
            self.anchor = (target, [])

    def _end_anchor(self) -> None:
        if self.anchor:
            target, pieces = self.anchor
            self.anchor = None
            self.ink.link("".join(pieces), target)
        if self.mail and self.depth:
            self.ink.write(f" ({self.mail})")
        self.mail = ""


def _attributes(source: str) -> Iterator[tuple[str, str]]:
    for match in _ATTRIBUTE.finditer(source):
        yield (
            match["name"].lower(),
            html.unescape(match["double"] or match["single"] or match["bare"] or ""),
        )


def _is_unseen(tag: str, attributes: dict[str, str]) -> bool:
    if tag in _NO_END or tag in _WHOLE_PAGE:
        return False
    return tag in _UNSEEN or any(map(_UNSEEN_CLASS.fullmatch, _marks(attributes).split()))


def _marks(attributes: dict[str, str]) -> str:
    return attributes.get("class", "") + " " + attributes.get("id", "")
