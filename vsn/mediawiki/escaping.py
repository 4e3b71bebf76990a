"""Somebody's words as wikitext that shows them and does nothing else."""

import re
import unicodedata

# Everything that could mean something to MediaWiki; what is left over means nothing on its own.
_SPECIAL = re.compile(r"[^\w\s.,()/'\-\u0080-\U0010ffff]|_|^\W|--+|''+|'$|(?<=\s)-")
# RFC 1, PMID 1 and ISBN 1 become links by themselves, unless the space is written like this.
_MAGIC_LINK = re.compile(r"\b(RFC|PMID|ISBN)\s(?=\d)")
_JOINERS = "\u200c\u200d"


def escape(text: str) -> str:
    """Part of a line: no mark-up, no signature, nothing unseen; spaces at its ends stay."""
    line = _SPECIAL.sub(lambda found: "".join(f"&#{ord(c)};" for c in found[0]), _seen(text))
    return _MAGIC_LINK.sub(r"\1&#32;", line)


def plain(text: str) -> str:
    """A line of its own; words written from right to left stay among themselves."""
    line = escape(" ".join(_seen(text).split()))
    if any(unicodedata.bidirectional(c) in {"R", "AL"} for c in line):
        return f"<bdi>{line}</bdi>"
    return line


def _seen(text: str) -> str:
    return "".join(c if unicodedata.category(c)[0] != "C" or c in _JOINERS else " " for c in text)
