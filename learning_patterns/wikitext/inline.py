"""A line of wikitext as Markdown: bold, slanted, code and links; everything else is words."""

import html
import re
from urllib.parse import quote

from learning_patterns.wikitext.cutting import CODE

META = "https://meta.wikimedia.org/wiki/"
_PIECES = re.compile(
    r"(?P<marks>'{2,})"
    r"|\[\[(?P<title>[^\[\]{}|\n]{1,300})(?:\|(?P<shown>[^\[\]\n]{0,500}))?\]\]"
    r"|\[(?P<url>https?://[^\s\[\]<>\"]{1,1500})(?:[ \t]+(?P<label>[^\[\]\n]{0,500}))?\]"
    r"|(?P<bare>https?://[^\s\[\]<>\"'|]{1,1500})"
    rf"|{CODE}(?P<code>[^{CODE}\n]+){CODE}"
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,10});")
_MEANS_SOMETHING = re.compile(r"[\\`*\[\]<&|]|(?<!\w)_|_(?!\w)")
_AT_START = re.compile(r"^(\s*)(?:([#>+~=-])|(\d{1,9})([.)]))")
_ENDS_A_SENTENCE = ".,;:!?)"


def markdown(line: str) -> str:
    """The line as Markdown that says the same and does nothing that is not in it."""
    runs: list[tuple[str, bool, bool]] = []
    bold = slanted = False
    position = 0
    for found in _PIECES.finditer(line):
        runs.append((_words(line[position : found.start()]), bold, slanted))
        position = found.end()
        if marks := found["marks"]:
            more = "'" * (len(marks) - 5 if len(marks) > 5 else len(marks) == 4)
            runs.append((_words(more), bold, slanted))
            bold ^= len(marks) >= 3
            slanted ^= len(marks) == 2 or len(marks) >= 5
        else:
            runs.append((_piece(found), bold, slanted))
    runs.append((_words(line[position:]), bold, slanted))
    return _safe_start(_joined(runs))


def plain(line: str) -> str:
    """What one reads of it, without any mark."""
    without = _PIECES.sub(
        lambda found: found["shown"] or found["title"] or found["label"] or found["bare"]
        or found["code"] or found["url"] or "",
        line,
    )  # fmt: skip
    return " ".join(visible(html.unescape(without).replace(CODE, "")).split())


def link(address: str, label: str) -> str:
    balanced = address.count("(") == address.count(")")
    for mark in "<>\\\"' " if balanced else "()<>\\\"' ":
        address = address.replace(mark, quote(mark))
    return f"[{_words(label)}]({address})"


def page_address(title: str) -> str:
    """Where a page of Meta is; links to other wikis go through Meta as well."""
    return META + quote(title.strip().lstrip(":").replace(" ", "_"), safe="/:#()!,*@-._~")


def _piece(found: re.Match[str]) -> str:
    if title := found["title"]:
        return link(page_address(title), plain(found["shown"] or "") or title.strip().lstrip(":"))
    if url := found["url"]:
        return link(url, plain(found["label"] or "") or url)
    if bare := found["bare"]:
        address = bare.rstrip(_ENDS_A_SENTENCE)
        return link(address, address) + _words(bare[len(address) :])
    code = html.unescape(found["code"]).replace("`", "'").strip()
    return f"`{code}`" if code else ""


def _words(text: str) -> str:
    text = _ENTITY.sub(lambda found: html.unescape(found[0]), text).replace(CODE, "")
    return _MEANS_SOMETHING.sub(lambda found: "\\" + found[0], visible(text))


def visible(text: str) -> str:
    """Without characters that nobody sees; joiners that scripts need stay."""
    return "".join(c if c.isprintable() or c in "\u200c\u200d" else " " for c in text)


def _joined(runs: list[tuple[str, bool, bool]]) -> str:
    """Neighbours of one kind together; the marks stand close to the words."""
    merged: list[tuple[str, bool, bool]] = []
    for text, *kind in runs:
        if text and merged and list(merged[-1][1:]) == kind:
            merged[-1] = (merged[-1][0] + text, *kind)
        elif text:
            merged.append((text, *kind))
    return "".join(_marked(*run) for run in merged)


def _marked(text: str, bold: bool, slanted: bool) -> str:
    words = text.strip()
    mark = "**" * bold + "*" * slanted
    if not (words and mark):
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{mark}{words}{mark[::-1]}{after}"


def _safe_start(line: str) -> str:
    """A line that begins like a list or a heading in Markdown is none."""
    found = _AT_START.match(line)
    if found is None:
        return line
    at = found.end() - 1
    return f"{line[:at]}\\{line[at:]}"
