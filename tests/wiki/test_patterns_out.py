"""A pattern that leaves as wikitext, as a real wiki shows it, and as it comes back."""

from learning_patterns.content import complete
from learning_patterns.wikitext import read, write
from tests.wiki.server import MediaWiki
from tests.wiki.test_pages_out import HOSTILE, shown
from vsn.markdown import render


def test_a_wiki_shows_its_sections(wiki: MediaWiki) -> None:
    content = complete(
        {
            "title": "T",
            "problem": "Nobody **greets** newcomers.",
            "solution": "- Greet\n   - Name one\n\n1. First\n\n`code`",
            "considerations": "| Who | Hours |\n| --- | --- |\n| Ana | 2 |",
            "creators": "Fay",
        }
    )
    page = shown(wiki, write(content, categories=["welcome"], endorsed_by=["Ana: it works"]))
    for section in ("What_problem_does_this_solve?", "What_is_the_solution?", "Endorsements"):
        assert f'id="{section}"' in page
    assert "Nobody <b>greets</b> newcomers." in page and "<code>code</code>" in page
    assert "<ul><li>Greet\n<ul><li>Name one</li></ul></li></ul>" in page
    assert page.count("<table") == 2 and "<td>2\n</td>" in page


def test_what_people_wrote_does_nothing_there_and_comes_back(wiki: MediaWiki) -> None:
    """`shown` says that there is no template, category or link to another site in it."""
    lines = [" ".join(one.split()) for one in HOSTILE if one.isprintable()]
    content = complete(
        {"title": "T", "problem": "P", "solution": "\n".join(["```", *lines, "```"])}
    )
    written = write(content)
    page = shown(wiki, written)
    assert "<script" not in page and "<b>" not in page
    back = read(written, page="T").fields["solution"]
    assert "".join(render(back).split()) == "".join(render(content["solution"]).split())
