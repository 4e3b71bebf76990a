"""Text from people as HTML: readable, and never able to do anything."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vsn.markdown import LONGEST, render

ALLOWED = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


class Tags(HTMLParser):
    """Collects what a browser would take for a tag."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def check(html: str) -> None:
    for tag, attributes in Tags(html).found:
        assert tag in ALLOWED
        assert set(attributes) <= {"href", "rel"}
        if href := attributes.get("href"):
            assert re.match(r"(https?://|mailto:)", href, re.IGNORECASE), href


def test_what_people_write() -> None:
    html = render("## Title\n\nSome *text* with a [link](https://meta.wikimedia.org/).\n\n- one")
    assert "<h2>Title</h2>" in html and "<em>text</em>" in html and "<li>one</li>" in html
    assert 'href="https://meta.wikimedia.org/"' in html and 'rel="noopener noreferrer"' in html


def test_tables() -> None:
    assert "<td>1</td>" in render("| a |\n|---|\n| 1 |")


def test_a_table_of_any_size_is_no_more_work_than_its_text() -> None:
    """Each short row would be filled up with hundreds of cells."""
    html = render("|a" * 300 + "\n" + "|-" * 300 + "\n" + "|b\n" * 5000)
    assert "<td>" not in html and len(html) < 50_000


HOSTILE = [
    "<script>alert(1)</script>",
    "<style>body{display:none}</style>",
    "<img src=x onerror=alert(1)>",
    "![x](https://evil.example.net/pixel.gif)",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x](//evil.example.net/)",
    "[x](/logout)",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    '<a href="https://x.org" onclick="alert(1)" style="color:red">x</a>',
    "<iframe src=https://evil.example.net></iframe>",
    "<svg/onload=alert(1)>",
    "<form action=https://evil.example.net><input>",
    '<math><mi//xlink:href="data:x,<script>alert(4)</script>">',
    "`<script>`\n\n    <script>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text(text: str) -> None:
    html = render(text)
    check(html)
    assert "<img" not in html and "<script" not in html


DEEP = ["> " * 5000 + "a", "- " * 5000 + "a", "**_" * 5000, "[" * 9000, "".join(
    "  " * depth + "- a\n" for depth in range(150)
)]  # fmt: skip


@pytest.mark.parametrize("text", DEEP)
def test_nesting_ends_somewhere(text: str) -> None:
    """Neither this server nor a browser has to follow it down."""
    depth = deepest = 0
    for closes in re.findall(r"<(/?)(?:blockquote|ul|ol|li|em|strong|a)\b", render(text)):
        depth += -1 if closes else 1
        deepest = max(deepest, depth)
    assert deepest <= 40


BOMBS = ["[a](b)", "![", "*a **b ", "<script>x()</script>", "&amp;", "> ", "# a\n", "`", "_a_",
         "[x](javascript:x) ", "|a", "<style>*{}</style>\n"]  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_megabyte_is_shown_as_it_was_typed(bomb: str) -> None:
    """No form takes so much, but what comes from elsewhere may be as long."""
    html = render(bomb * (1_000_000 // len(bomb)))
    assert set(re.findall(r"<([^\s>/]+)", html)) <= {"p", "br"}
    assert html.startswith("<p>") and len(html) < 8_000_000


def test_as_much_as_a_form_takes_is_markdown() -> None:
    assert "<em>a</em>" in render("*a* " * (LONGEST // 4))
    assert "<em>" not in render("*a* " * (LONGEST // 4 + 1))


pieces = st.sampled_from(
    [*HOSTILE, "*", "_", "[", "](", ")", "<", ">", "\n", "\n\n", "`", "|", "#"]
)


@given(st.lists(pieces | st.text(max_size=10), max_size=12).map("".join))
def test_any_mixture(text: str) -> None:
    check(render(text))
