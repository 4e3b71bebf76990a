"""What leaves as wikitext, as a real wiki shows it: lists are lists, and no name does anything."""

import datetime as dt
import html
import random
import re

import pytest
import requests

from meetings.wikitext import out
from meetings.wikitext.out import Dates, Person, Row
from tests.wiki.server import MediaWiki

START = dt.datetime(2024, 2, 14, 15, tzinfo=dt.UTC)
HOSTILE = [
    "{{Main Page}}", "{{subst:CURRENTTIME}}", "{{{1}}}", "[[Main Page]]", "[http://evil.example x]",
    "http://evil.example/", "[[File:X.png]]", "[[Category:Evil]]", "a|b", "a||b", "|-", "|}", "{|",
    "! b", "a!!b", "~~~~", "<nowiki>", "</nowiki>", "<!-- x", "<script>alert(1)</script>", "<b>x",
    "</li></ol>", "'''bold", "''", "'", "== x ==", "#x", "*x", ":x", ";x:y", "-----", " indented",
    "a\nb", "a\n== b ==", "a\n\nb", "__NOTOC__", "__NOINDEX__", "&lt;b&gt;", "&#91;", "-{x}-",
    "ISBN 9780306406157", "RFC 2324", "PMID 1", "#REDIRECT [[X]]",
    "\x7f'\"`UNIQ--nowiki-0--QINU", "a\u202eb", "\u200fa", "\u2028x", "שלום (WMIL)",
    "O’Brien-Smith, J. (née X) 3/4", "Zoë", "陳大文",
]  # fmt: skip


def shown(wiki: MediaWiki, text: str) -> str:
    """The page as readers get it, after signatures and templates were filled in on saving."""
    asked = {
        "action": "parse", "format": "json", "formatversion": "2", "contentmodel": "wikitext",
        "title": "Meeting", "prop": "text|links|externallinks|categories|templates|properties",
        "text": text, "pst": "1", "disablelimitreport": "1", "wrapoutputclass": "",
    }  # fmt: skip
    answer = requests.post(wiki.api_url, data=asked, timeout=60).json()["parse"]
    for kind in ("externallinks", "categories", "templates", "properties"):
        assert not answer[kind], kind
    return answer["text"]


def words(page: str) -> list[str]:
    """What one reads in each item of a list."""
    items = re.findall(r"<li>(.*?)</li>", page, re.DOTALL)
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", "", item)).split()) for item in items]


def as_read(name: str) -> str:
    """The same on one line, without what cannot be seen."""
    seen = "".join(c if c.isprintable() else " " for c in name)
    return " ".join(seen.split())


def test_the_list_is_a_list(wiki: MediaWiki) -> None:
    people = [
        Person("Ana (WMAR)", "Ana (WMAR)", START), Person("Bo", at=START), Person(),
        Person("Cy", "Cy", START, waiting=True),
    ]  # fmt: skip
    page = shown(wiki, out.lists([out.one_list(Dates(START), people)]))
    assert 'id="I_want_to_take_part_in_the_meeting"' in page
    assert "<b>Wednesday 14 February 2024, 15:00 UTC</b>" in page
    assert page.count("<ol>") == 1 and words(page) == [
        "Ana (WMAR) (talk) 15:00, 14 February 2024 (UTC)",
        "Bo 15:00, 14 February 2024 (UTC)",
        "a participant",
        "Cy (talk) 15:00, 14 February 2024 (UTC) (waiting list)",
    ]
    assert "title=User:Ana_(WMAR)" in page and "title=User_talk:Ana_(WMAR)" in page


@pytest.mark.parametrize("account", [False, True], ids=["name", "account"])
def test_no_name_does_anything(account: bool, wiki: MediaWiki) -> None:
    people = [Person(name, name if account else "", START) for name in HOSTILE]
    page = shown(wiki, out.lists([out.one_list(Dates(START), people)]))
    assert page.count("<ol>") == page.count("</ol>") == 1
    found = [re.sub(r"( \(talk\))? 15:00, 14.*", "", line) for line in words(page)]
    assert found == [as_read(name) for name in HOSTILE]
    assert set(re.findall(r"<(\w+)", page)) <= {
        "div", "h2", "span", "p", "b", "ol", "li", "a", "bdi", "meta"
    }  # fmt: skip
    assert "<h2" in page and page.count("<h2") == 1 and "evil.example</a>" not in page


def test_nothing_that_chance_makes_of_marks_does_anything(wiki: MediaWiki) -> None:
    chance = random.Random(14)
    marks = [*"[]{}|<>~'=#*:;!-_&%/\\\"()+@.,`^$?", "a", "B", "1", " ", "http://", "ISBN ", "user"]
    names = ["x" + "".join(chance.choices(marks, k=chance.randint(1, 14))) for _ in range(600)]
    people = [Person(name, name, START) for name in names]
    page = shown(wiki, out.one_list(Dates(START), people))
    found = [re.sub(r"( \(talk\))? 15:00, 14.*", "", line) for line in words(page)]
    assert found == [as_read(name) for name in names]


def test_the_naive_list_would_have_been_broken_out_of(wiki: MediaWiki) -> None:
    """The control: the same names as they are do make templates, links and headings."""
    with pytest.raises(AssertionError):
        shown(wiki, "\n".join(f"# {name}" for name in HOSTILE))


def test_the_header(wiki: MediaWiki) -> None:
    written = out.header(
        title="Peers {{x}}", summary="A *space*", address="https://portal.example.org/meetings/x/",
        facts=[("Facilitator", [out.plain("Ben [[x]]")]), ("Place", []), ("Date", ["a", "b"])],
    )  # fmt: skip
    asked = {"action": "parse", "format": "json", "formatversion": "2", "text": written,
             "contentmodel": "wikitext", "prop": "text|externallinks|templates"}  # fmt: skip
    answer = requests.post(wiki.api_url, data=asked, timeout=60).json()["parse"]
    assert answer["externallinks"] == ["https://portal.example.org/meetings/x/"]
    assert not answer["templates"]
    page = html.unescape(answer["text"])
    assert "<b>Peers {{x}}</b>" in page and "<dt>Facilitator</dt>" in page
    assert page.count("<dd>") == 3 and "Place" not in page


def test_the_programme_is_a_table(wiki: MediaWiki) -> None:
    rows = [
        Row(name, "https://portal.example.org/meetings/x/", Dates(START, START), name, name, name)
        for name in HOSTILE
    ]
    asked = {"action": "parse", "format": "json", "formatversion": "2", "pst": "1",
             "contentmodel": "wikitext", "title": "X", "prop": "text|externallinks|templates",
             "text": out.programme("VSN |} 2024", rows)}  # fmt: skip
    answer = requests.post(wiki.api_url, data=asked, timeout=60).json()["parse"]
    page = answer["text"]
    assert answer["externallinks"] == ["https://portal.example.org/meetings/x/"]
    assert not answer["templates"] and page.count("<table") == page.count("</table>") == 1
    assert page.count("<tr>") == len(HOSTILE) + 1 and page.count("<td>") == 5 * len(HOSTILE)
    assert set(re.findall(r"<(\w+)", page)) <= {
        "div", "table", "caption", "tbody", "tr", "th", "td", "a", "bdi"
    }  # fmt: skip
