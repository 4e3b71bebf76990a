"""The feed of the library: the same filters, valid Atom, and nothing that left."""

import datetime as dt
import xml.etree.ElementTree as ET
from xml.dom import minidom

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from learning_patterns import actions
from learning_patterns.models import Pattern
from members.models import User
from tests import factories
from tests.learning_patterns.making import category, draft, edited, member, published
from tests.visitors import visitor

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def feed(query: str = "") -> ET.Element:
    answer = visitor().get(reverse("patterns:feed") + query)
    assert answer.status_code == 200
    # Two parsers that share nothing but the standard.
    assert minidom.parseString(answer.content).documentElement.tagName == "feed"  # noqa: S318
    return ET.fromstring(answer.content)  # noqa: S314 - our own


def titles(query: str = "") -> list[str]:
    return [e.findtext("a:title", "", ATOM) for e in feed(query).findall("a:entry", ATOM)]


def test_what_was_published() -> None:
    category("events")
    pattern = published(title="One & <two>", categories="events")
    draft(member(), title="Hidden")
    root = feed()
    (entry,) = root.findall("a:entry", ATOM)
    assert entry.findtext("a:title", "", ATOM) == "One & <two>"
    link = entry.find("a:link", ATOM)
    assert link is not None and link.attrib["href"].endswith(pattern.get_absolute_url())
    assert [c.attrib["term"] for c in entry.findall("a:category", ATOM)] == ["events"]


def test_what_the_standard_asks_for_is_there() -> None:
    published(title="One")
    root = feed("?language=en")
    (entry,) = root.findall("a:entry", ATOM)
    for element in (root, entry):
        for name in ("id", "title", "updated"):
            assert element.findtext(f"a:{name}", "", ATOM)
        assert dt.datetime.fromisoformat(element.findtext("a:updated", "", ATOM)).tzinfo
    links = {link.attrib.get("rel"): link.attrib["href"] for link in root.findall("a:link", ATOM)}
    assert links["self"].endswith("/patterns/feed.atom?language=en")
    assert links["alternate"].endswith("/patterns/?language=en")


def test_it_is_narrowed_as_the_library_is() -> None:
    category("events")
    one = published(title="Lend cameras", categories="events")
    one.affiliates.add(factories.affiliate(slug="here"))
    actions.endorse(pattern=one, by=member(), reason="Yes", now=factories.now())
    published(title="Other", language="es")
    for query in (
        "category=events",
        "language=en",
        "affiliate=here",
        "evidence=endorsed",
        "q=lend",
    ):
        assert titles(f"?{query}") == ["Lend cameras"], query
    assert len(titles()) == 2
    # A category that is gone does not bring everything; nor does a question that breaks things.
    for query in ("category=gone", "language=xx", "q=%00", "status=draft&category=gone"):
        assert titles(f"?{query}") == [], query


def test_drafts_are_in_no_feed(chidi: User) -> None:
    draft(chidi)
    answer = visitor(chidi).get(reverse("patterns:feed") + "?status=draft")
    assert b"<entry" not in answer.content


def test_the_newest_text_comes_first_and_what_is_archived_leaves(chidi: User) -> None:
    old, new = published(title="Old"), published(title="New")
    assert titles() == ["New", "Old"]
    changed = edited(old, chidi, problem="Other.")
    actions.publish(pattern=changed, number=2, by=member(), now=factories.now())
    root = feed()
    updated = [e.findtext("a:updated", "", ATOM) for e in root.findall("a:entry", ATOM)]
    assert titles() == ["Old", "New"] and root.findtext("a:updated", "", ATOM) == max(updated)
    actions.archive(pattern=old, replaced_by=new, by=chidi, now=factories.now())
    assert titles() == ["New"]


def test_what_a_reader_knows_is_not_sent_again(chidi: User) -> None:
    pattern, address = published(), reverse("patterns:feed")
    known = visitor().get(address).headers["ETag"]
    assert visitor().get(address, headers={"If-None-Match": known}).status_code == 304
    changed = edited(pattern, chidi, problem="Other.")
    actions.publish(pattern=changed, number=2, by=member(), now=factories.now())
    assert visitor().get(address, headers={"If-None-Match": known}).status_code == 200


def test_feed_readers_get_harmless_html() -> None:
    published(problem="<script>x()</script> **bold** [a](javascript:x)")
    (entry,) = feed().findall("a:entry", ATOM)
    summary = entry.findtext("a:summary", "", ATOM)
    assert "<strong>bold</strong>" in summary
    assert "<script" not in summary and "href" not in summary


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_much_for_many(rows: int) -> None:
    category("events")
    for number in range(rows):
        published(title=f"Lend cameras {number}", categories="events")
    with CaptureQueriesContext(connection) as asked:
        visitor().get(reverse("patterns:feed") + "?q=cameras&category=events")
    assert len(asked) == 4


def test_it_ends_somewhere() -> None:
    now = factories.now()
    Pattern.objects.bulk_create(
        Pattern(slug=f"p{n}", title="P", status="published", published_at=now, changed_at=now)
        for n in range(60)
    )
    assert len(titles()) == 50
