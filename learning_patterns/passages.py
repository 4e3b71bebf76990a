"""Passages of a text that somebody points at."""

import html
import re

from learning_patterns.content import MARKDOWN, Content
from vsn.markdown import render

_TAG = re.compile(r"<[^<>]*>")


def stands_in(quote: str, text: str) -> bool:
    """True if the Markdown text has the passage, as it is written or as it is read; spaces and
    ends of lines make no difference."""
    wanted = _bare(quote)
    return wanted in _bare(text) or wanted in _bare(html.unescape(_TAG.sub("", render(text))))


def field_of(quote: str, content: Content) -> str:
    """The first field in which the passage stands; "" if it stands nowhere."""
    return next((name for name in MARKDOWN if stands_in(quote, content[name])), "")


def _bare(text: str) -> str:
    return "".join(text.split())
