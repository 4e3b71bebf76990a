"""The same page in the three forms in which people bring it: what a wiki makes of the wikitext, and
what is left when that is copied as text. Knows just the markup that the tests write."""

import html
import re
from itertools import takewhile
from urllib.parse import quote

_LINK = re.compile(r"\[\[([^\]|]+)(?:\|([^\]]*))?\]\]")
_HEADING = re.compile(r"(=+) (.*) =+")
_ITEM = re.compile(r"([#*:]+) ?(.*)")
_STYLE = re.compile(r"</?(?:small|span)[^>]*>|'''")
_TAGS = {"#": ("ol", "li"), "*": ("ul", "li"), ":": ("dl", "dd")}


def as_html(wikitext: str) -> str:
    """The page as the wiki's parser puts it out, with its edit and reply buttons."""
    out: list[str] = ['<div class="mw-parser-output">']
    lists = ""
    for line in wikitext.split("\n"):
        item = _ITEM.match(line)
        marks = item[1] if item else ""
        pairs = zip(lists, marks, strict=False)
        keep = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
        for mark in reversed(lists[keep:]):
            out.append(f"</{_TAGS[mark][1]}></{_TAGS[mark][0]}>")
        if item and len(marks) == keep:
            out.append(f"</{_TAGS[marks[-1]][1]}><{_TAGS[marks[-1]][1]}>")
        for mark in marks[keep:]:
            out.append(f"<{_TAGS[mark][0]}><{_TAGS[mark][1]}>")
        lists = marks
        out.append(_block(line, item))
    out += [f"</{_TAGS[mark][1]}></{_TAGS[mark][0]}>" for mark in reversed(lists)]
    return "\n".join([*out, "</div>"])


def _block(line: str, item: re.Match[str] | None) -> str:
    heading = _HEADING.fullmatch(line)
    if heading:
        level = len(heading[1])
        button = '<span class="mw-editsection">[<a href="/w/index.php?action=edit">edit</a>]</span>'
        return f"<h{level}>{_inline(heading[2])}{button}</h{level}>"
    if item:
        return _inline(item[2])
    return f"<p>{_inline(line)}</p>" if line.strip() else ""


def _inline(text: str) -> str:
    text = re.sub(r"'''(.*?)'''", r"<b>\1</b>", text)
    text = _LINK.sub(_anchor, text)
    return text.replace(
        "(UTC)",
        '(UTC)<span class="ext-discussiontools-init-replylink-buttons">[<a>reply</a>]</span>',
    )


def _anchor(link: re.Match[str]) -> str:
    title, shown = link[1], link[2] or link[1]
    address = f"/wiki/{quote(title.replace(' ', '_'), safe=':/()')}"
    return f'<a href="{address}" title="{html.escape(title)}">{shown}</a>'


def as_text(wikitext: str) -> str:
    """The page as it is pasted from a browser: no links, numbers instead of marks."""
    lines, number = [], 0
    for line in wikitext.split("\n"):
        heading, item = _HEADING.fullmatch(line), _ITEM.match(line)
        number = number if item and line.startswith("#") else 0
        if item and item[1] == "#":
            number += 1
            lines.append(f"  {number}. {_plain(item[2])}")
        elif item:
            lead = "• " if item[1].endswith("*") else ""
            lines.append("  " + "      " * (len(item[1]) - 1) + lead + _plain(item[2]))
        else:
            lines.append(_plain(heading[2]) + "[edit]" if heading else _plain(line))
    return "\n".join(lines)


def _plain(text: str) -> str:
    text = _LINK.sub(lambda link: link[2] or link[1], _STYLE.sub("", text))
    return re.sub(r"</?s>", "", text).replace("(UTC)", "(UTC)[reply]")


FORMS = {"wikitext": str, "html": as_html, "text": as_text}
