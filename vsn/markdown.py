"""Text from people becomes HTML here and nowhere else."""

import nh3
from django.template.defaultfilters import linebreaks
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_parser = MarkdownIt("commonmark", {"html": False}).enable("table")
# Short rows are filled up to the width of the first: a page of text can ask for 65,000 cells.
_without_tables = MarkdownIt("commonmark", {"html": False})
_MOST_CELLS = 2000
# Longer than any form takes. Markdown is read in a time that grows with the text, but not fast: a
# megabyte of brackets that came from elsewhere would take ten seconds of everyone's.
LONGEST = 60_000
_TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


def render(text: str) -> SafeString:
    """Markdown as HTML that is safe to show: no raw HTML, no pictures, no scripts, links to
    http, https and mailto only (`//other.host` is refused too). What is longer than LONGEST is
    shown as it was typed."""
    if len(text) > LONGEST:
        return linebreaks(text, autoescape=True)
    bars = [line.count("|") + 1 for line in text.splitlines() if "|" in line]
    is_small = max(bars, default=0) * len(bars) <= _MOST_CELLS
    html = nh3.clean(
        (_parser if is_small else _without_tables).render(text),
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel="noopener noreferrer",
    )
    return mark_safe(html)
