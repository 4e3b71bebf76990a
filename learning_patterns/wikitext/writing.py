"""A pattern as a page for a wiki: a box and the sections that patterns have on Meta. What people
wrote can do nothing there: every mark of wikitext in their words leaves as an entity."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from learning_patterns.content import MARKDOWN, Content
from vsn.mediawiki.escaping import escape, plain

_HEADINGS = {
    "problem": "What problem does this solve?",
    "solution": "What is the solution?",
    "considerations": "Things to consider",
    "when_to_use": "When to use",
    "examples": "Examples",
    "see_also": "See also",
    "related": "Related patterns",
    "external_links": "External links",
    "references": "References",
}
_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
_LINKED = re.compile(r"^https?://[^\s/?#]+", re.IGNORECASE)


def write(
    content: Content, *, categories: Sequence[str] = (), endorsed_by: Iterable[str] = ()
) -> str:
    """The page. `endorsed_by` are lines of ours: who endorsed it, as they are named."""
    rows = [
        ("problem", _first(content["problem"])),
        ("solution", _first(content["solution"])),
        ("creator", plain(content["creators"])),
        ("category", ", ".join(map(plain, categories))),
        ("image", plain(content["image"].rpartition("/")[2].replace("_", " "))),
    ]
    box = ['{| class="wikitable"', *(f"|-\n! {n}\n| {v}" for n, v in rows if v), "|}"]
    parts = ["\n".join(box)]
    for name in MARKDOWN:
        if content[name].strip():
            parts.append(f"== {_HEADINGS[name]} ==\n\n{section(content[name])}")
    if signed := [f"# {plain(line)}" for line in endorsed_by]:
        parts.append("== Endorsements ==\n\n" + "\n".join(signed))
    return "\n\n".join(parts) + "\n"


def section(text: str) -> str:
    """Markdown as wikitext."""
    return _Writer().write(_PARSER.parse(text))


def _first(text: str) -> str:
    """The first paragraph or item, for the box: on one line, without marks."""
    tokens = _PARSER.parse(text)
    if not tokens or not tokens[0].type.startswith(("paragraph", "bullet", "ordered")):
        return ""
    first = next((token for token in tokens if token.type == "inline"), None)
    pieces = [one.content or " " * one.type.endswith("break") for one in _children(first)]
    return plain("".join(pieces))


def _children(token: Token | None) -> Sequence[Token]:
    return (token and token.children) or ()


class _Writer:
    """Goes through the tokens once."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.lists = ""  # "*#" inside a numbered list of a plain one
        self.row: list[str] = []
        self.quotes = 0

    def write(self, tokens: Sequence[Token]) -> str:
        for token in tokens:
            if act := getattr(self, f"_{token.type}", None):
                act(token)
        return re.sub(r"\n{3,}", "\n\n", "".join(self.out)).strip()

    def _paragraph_close(self, token: Token) -> None:
        self.out.append("\n" if self.lists else "\n\n")

    def _heading_open(self, token: Token) -> None:
        self.out.append("\n" + "=" * max(3, min(6, int(token.tag[1:]))) + " ")

    def _heading_close(self, token: Token) -> None:
        self.out.append(" " + "=" * max(3, min(6, int(token.tag[1:]))) + "\n\n")

    def _bullet_list_open(self, token: Token) -> None:
        self.lists += "*"

    def _ordered_list_open(self, token: Token) -> None:
        self.lists += "#"

    def _bullet_list_close(self, token: Token) -> None:
        self.lists = self.lists[:-1]
        if not self.lists:
            self.out.append("\n")

    _ordered_list_close = _bullet_list_close

    def _list_item_open(self, token: Token) -> None:
        self.out.append(f"{self.lists} ")

    def _blockquote_open(self, token: Token) -> None:
        self.quotes += 1

    def _blockquote_close(self, token: Token) -> None:
        self.quotes -= 1

    def _hr(self, token: Token) -> None:
        self.out.append("\n----\n\n")

    def _fence(self, token: Token) -> None:
        lines = "\n".join(escape(line) for line in token.content.rstrip("\n").split("\n"))
        self.out.append(f"<pre>{lines}</pre>\n\n")

    _code_block = _fence

    def _table_open(self, token: Token) -> None:
        self.out.append('\n{| class="wikitable"\n')

    def _tr_open(self, token: Token) -> None:
        self.out.append("|-\n")

    def _th_open(self, token: Token) -> None:
        self.out.append("! ")

    def _td_open(self, token: Token) -> None:
        self.out.append("| ")

    def _td_close(self, token: Token) -> None:
        self.out.append("\n")

    _th_close = _td_close

    def _table_close(self, token: Token) -> None:
        self.out.append("|}\n\n")

    def _inline(self, token: Token) -> None:
        if self.quotes and not self.lists:
            self.out.append(": ")
        self.out.append(inline(_children(token)))


_MARKS = {
    "strong_open": "'''",
    "strong_close": "'''",
    "em_open": "''",
    "em_close": "''",
    "softbreak": " ",
    "hardbreak": "<br>",
}


def inline(tokens: Sequence[Token]) -> str:
    out: list[str] = []
    link = ""  # the address of the link we are in
    for token in tokens:
        if token.type == "text":
            out.append(_words(token.content, begins=not out))
        elif token.type == "code_inline":
            out.append(f"<code>{escape(token.content)}</code>")
        elif token.type == "link_open":
            link = address(str(token.attrs.get("href", "")))
            out.append(f"[{link} " if link else "")
        elif token.type == "link_close":
            out.append("]" if link else "")
        else:
            out.append(_MARKS.get(token.type, ""))
    return "".join(out)


def _words(text: str, *, begins: bool) -> str:
    """A line that began with a space would be shown as code."""
    words = text.lstrip(" ")
    return escape(words) if begins or words == text else f" {escape(words)}"


def address(href: str) -> str:
    """Of a link out of the wiki; "" for what is none."""
    return quote(href, safe="/:?#@!$&()*+,;=-._~%") if _LINKED.match(href) else ""
