"""Patterns as wikitext, read and written."""

import datetime as dt

import pytest

from learning_patterns.content import MARKDOWN, complete
from learning_patterns.wikitext import Unreadable, read, write
from vsn.markdown import render

PAGE = """<languages/>{{Some box
|problem = <translate>Newcomers do not know [[Help:Contents|whom]] to ask.</translate>
|solution = '''Name''' one person.
|creator1 = [[User:Fay|Fay]]
|creator2 = Bo
|category = Volunteer management, teamwork
|created on = 10:07, 6 April 2016 (UTC)
|image = Tea cup.jpg
}}
{{Endorse button}}
== What problem does this solve? ==
Newcomers do not know whom to ask. Half of them leave.<ref>A ''study'', 2015</ref>

=== How we know ===
# We [https://example.org/survey asked]
#* twice

== What is the solution? ==
* Greet
* Name one person

== General considerations ==
It takes ''time''.

{| class="wikitable"
! Who !! Hours
|-
| Ana || 2
|}

== When to use ==

== A heading of their own ==
Nothing is lost.

== Endorsements ==
* It works. [[User:Ana|Ana]] 10:00, 1 May 2016 (UTC)
* Yes! --Bo

== See also ==
[[Learning patterns/Welcome]]
[[Category:Learning patterns]]
"""


def test_a_page_is_understood() -> None:
    found = read(PAGE, page="Grants:Learning_patterns/One person")
    fields = found.fields
    assert found.title == "One person" and found.endorsements == 2
    assert found.categories == ["volunteer management", "teamwork"]
    assert found.created_on == dt.date(2016, 4, 6) and fields["creators"] == "Fay, Bo"
    assert fields["image"] == "https://commons.wikimedia.org/wiki/File:Tea_cup.jpg"
    # The box says no more than the section begins with.
    assert fields["problem"].count("Newcomers do not know") == 1
    assert "### How we know" in fields["problem"]
    assert "1. We [asked](https://example.org/survey)\n   - twice" in fields["problem"]
    assert fields["solution"] == "**Name** one person.\n\n- Greet\n- Name one person"
    assert fields["considerations"].startswith("It takes *time*.")
    assert (
        "| Who | Hours |" in fields["considerations"] and "| Ana | 2 |" in fields["considerations"]
    )
    assert fields["when_to_use"].startswith("### A heading of their own")
    assert "Nothing is lost." in fields["when_to_use"]
    assert fields["references"] == "- A *study*, 2015"
    assert fields["see_also"] == (
        "[Learning patterns/Welcome](https://meta.wikimedia.org/wiki/Learning_patterns/Welcome)"
    )
    assert [one for one in found.left_out if "Endorse button" in one]


WRITTEN = [
    "One *word*, **another**, ***both***, `code`, and [a page](https://example.org/a_(b)?c=d).",
    "- one\n- two\n   - inner\n   1. first\n\n1. a\n1. b",
    "### Head\n\nText.\n\n---\n\nMore.",
    "    as it stands\n      <b>",
    "> said somebody",
    "| a | b |\n| --- | --- |\n| 1 | 2\\|3 |",
    "Braces {{x}}, brackets \\[\\[x\\]\\], quotes ''x'', tags \\<b>, ~~~~, __NOTOC__ and 3 \\* 4.",
    "2024\\. What a year.\n\n\\# no heading\n\n\\- no list",
    "שלום **olá** 陳大文",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_what_is_written_comes_back(text: str) -> None:
    content = complete({"title": "T", "problem": "P", "solution": text, "creators": "Fay"})
    page = write(content, categories=["welcome"])
    found = read(page, page="Learning patterns/T")
    assert render(found.fields["solution"]) == render(text)
    assert found.fields["problem"] == "P" and found.fields["creators"] == "Fay"
    # From then on nothing changes any more.
    again = complete({"title": "T", **found.fields})
    assert write(again, categories=found.categories) == page


def test_every_field_comes_back() -> None:
    content = complete(
        {
            "title": "T",
            **{name: f"About {name}." for name in MARKDOWN},
            "creators": "Fay, Bo",
            "image": "https://commons.wikimedia.org/wiki/File:Tea_cup.jpg",
        }
    )
    page = write(content, categories=["welcome", "teamwork"], endorsed_by=["Ana: it works"])
    found = read(page, page="Learning patterns/T")
    assert complete({"title": "T", **found.fields}) == {**content, "categories": ""}
    assert found.categories == ["welcome", "teamwork"] and found.endorsements == 1


HOSTILE = [
    "<script>alert(1)</script>", "[javascript:alert(1) x]", "[[javascript:alert(1)|x]]",
    "[https://example.org/\"onclick=x y]", "<img src=x onerror=alert(1)>", "[//evil.example x]",
    "[x](javascript:alert(1))", "<a href='javascript:x'>x</a>", "&lt;script&gt;x&lt;/script&gt;",
    "<nowiki><script>x</script></nowiki>", "<style>*{}</style>", "![x](https://evil.example/x.png)",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_what_came_in_does_nothing(text: str) -> None:
    found = read(f"== Problem ==\nP {text}\n== Solution ==\n{text}", page="X")
    html = str(render(found.fields["problem"])) + str(render(found.fields["solution"]))
    for mark in ("<script", "<style", "<img", "onerror=alert", 'href="javascript', 'href="//'):
        assert mark not in html.replace("&lt;", "[")


@pytest.mark.parametrize("number", ["0", "1", "55296", "1114112", "9" * 30])
def test_no_number_of_a_character_is_too_much(number: str) -> None:
    """In code they are the characters themselves; no database takes some of them."""
    mark = f"&#{number};"
    found = read(
        f"{{{{B|problem={mark}|creator=Fay {mark}}}}}\n== Solution ==\n S {mark}", page="X"
    )
    for text in (found.fields["solution"], found.fields["creators"]):
        text.encode()
        assert not any(ord(character) < 32 for character in text)


def test_a_picture_whose_name_no_file_can_have_is_left_out() -> None:
    page = "{{{{B|problem=P|solution=S|image={}}}}}"
    assert read(page.format("x" * 241)).fields["image"] == ""
    assert len(read(page.format("x" * 240)).fields["image"]) < 500


TANGLED = [
    "{{" * 400_000, "[[" * 400_000, "{{a|" * 200_000 + "}}" * 200_000, "<ref>" * 150_000,
    "'" * 900_000, "<!--" * 200_000, "[[File:" * 120_000, "[https://a " * 80_000,
    "\n{|" * 200_000, "<nowiki>" * 100_000, "* " * 400_000, "==" * 450_000, "&#1" * 250_000,
    "\n|-\n| a || b" * 60_000, "\ue000" * 300_000, "<" * 900_000, "{{{" * 300_000 + "}}" * 20_000,
]  # fmt: skip


@pytest.mark.parametrize("text", TANGLED, ids=lambda text: repr(text[:12]))
def test_a_megabyte_of_brackets_is_read_or_refused(text: str) -> None:
    page = f"== Problem ==\nP\n== Solution ==\nS\n== Notes ==\n{text}"[:1_000_000]
    try:
        found = read(page, page="X")
    except Unreadable:
        return
    assert found.fields["problem"] == "P"
    render(found.fields["references"])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Nothing of the kind.\0", "not text"),
        ("x" * 1_000_001, "more than 1 MB"),
        ("== See also ==\nx", "neither a problem nor a solution"),
        ("", "neither a problem nor a solution"),
        ("== Solution ==\n" + "x" * 10_001, "10,000 characters"),
    ],
)
def test_what_is_no_pattern_is_refused_in_words(text: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(text, page="X")
