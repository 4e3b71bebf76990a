"""Patterns that come in from Meta, once and again."""

import json
import threading
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.urls import reverse

from learning_patterns import actions, wikitext
from learning_patterns import content as contents
from learning_patterns.actions import Conflict, Imported
from learning_patterns.content import MARKDOWN
from learning_patterns.models import Category, Pattern, Revision
from learning_patterns.wikitext import page_name
from learning_patterns.wikitext.inline import page_address
from members.actions import my_data
from members.models import PolicyVersion, User
from members.rules import Refused
from tests import factories
from tests.learning_patterns import making
from tests.test_bugs_that_others_had.steps import side_by_side
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry

PAGE = "Learning patterns/One person"


def page(
    problem: str = "Nobody greets.", solution: str = "Name one.", *, category: str = ""
) -> str:
    head = f"{{{{Box|problem={problem}|solution={solution}|category={category}}}}}\n"
    return f"{head}== Problem ==\n{problem}\n== Solution ==\n{solution}\n"


def bring(
    by: User, source: str, revision: int | None = None, *, named: str = PAGE, keep: bool = False
) -> Imported:
    found = wikitext.read(source, page=named)
    return actions.import_pattern(
        found=found, page=named, by=by, now=factories.now(), revision=revision, keep=keep
    )


def test_a_page_becomes_a_draft_with_its_source(chidi: User) -> None:
    done = bring(chidi, page(category="Volunteer management, a far too long category"), 7)
    pattern = done.pattern
    assert done.created and pattern.status == "draft" and pattern.title == "One person"
    assert pattern.problem == "Nobody greets." and pattern.wiki_revision == 7
    assert pattern.source_url == "https://meta.wikimedia.org/wiki/Learning_patterns/One_person"
    assert [c.name for c in pattern.categories.all()] == ["volunteer management"]


def test_the_same_page_again_changes_nothing(chidi: User) -> None:
    bring(chidi, page(), 7)
    before = Revision.objects.count()
    again = bring(chidi, page(), 7)
    assert not again.created and again.revision is None
    assert Revision.objects.count() == before and Pattern.objects.count() == 1


def test_what_changed_there_and_what_changed_here_are_both_kept(chidi: User) -> None:
    pattern = bring(chidi, page(), 7).pattern
    making.edited(pattern, making.member(), considerations="It takes time.")
    done = bring(chidi, page(solution="Name two."), 8)
    assert done.revision == 3
    pattern = making.fresh(pattern)
    assert (pattern.solution, pattern.considerations) == ("Name two.", "It takes time.")
    # And once more: what was added here is not taken for something that vanished there.
    bring(chidi, page(solution="Name three."), 9)
    pattern = making.fresh(pattern)
    assert (pattern.solution, pattern.considerations) == ("Name three.", "It takes time.")


def test_the_same_field_changed_differently_is_a_conflict_that_stores_nothing(chidi: User) -> None:
    pattern = bring(chidi, page(), 7).pattern
    making.edited(pattern, making.member(), solution="Name ten.")
    with pytest.raises(Conflict):
        bring(chidi, page(solution="Name two."), 8)
    pattern = making.fresh(pattern)
    assert pattern.solution == "Name ten." and pattern.wiki_revision == 7


def test_what_is_kept_here_is_in_line_with_the_page_from_then_on(chidi: User) -> None:
    pattern = bring(chidi, page(), 7).pattern
    making.edited(pattern, making.member(), solution="Name ten.")
    newer = page("Nobody says hello.", solution="Name two.")
    done = bring(chidi, newer, 8, keep=True)
    pattern = making.fresh(pattern)
    assert (pattern.problem, pattern.solution) == ("Nobody says hello.", "Name ten.")
    assert done.revision == 3 and pattern.wiki_revision == 8
    # The same page again changes nothing, and a newer one of which nothing was changed here fits.
    assert bring(chidi, newer, 8).revision is None
    bring(chidi, page("Nobody waves.", solution="Name two."), 9)
    pattern = making.fresh(pattern)
    assert (pattern.problem, pattern.solution) == ("Nobody waves.", "Name ten.")


@pytest.mark.parametrize(
    "called",
    [
        "learning_patterns/Thé & more?",
        ":Grants:Learning patterns/Thé & more?",
        "https://meta.wikimedia.org/wiki/Learning_patterns/Th%C3%A9_%26_more%3F",
        "https://meta.m.wikimedia.org/wiki/Grants:Learning_patterns/Th%C3%A9_%26_more%3F?oldid=7#Problem",
    ],
)
def test_a_page_is_known_by_whatever_it_is_called(called: str) -> None:
    assert page_name(called) == "Learning patterns/Thé & more?"


@pytest.mark.parametrize("name", ["", "ß" * 300, "აბგ"])
def test_a_page_of_another_alphabet_keeps_its_name(name: str) -> None:
    assert page_name(name) == name[:255]


def test_the_address_of_a_page_that_was_brought_in_by_its_name(chidi: User) -> None:
    known = bring(chidi, page()).pattern
    again = bring(chidi, page(), named=f"{page_address(PAGE)}?oldid=7")
    assert again.pattern == known and not again.created
    other = bring(chidi, page(), named=page_address("Learning patterns/Thé"))
    assert other.pattern.title == "Thé"


def test_an_older_revision_does_not_come_in(chidi: User) -> None:
    bring(chidi, page(), 7)
    with pytest.raises(Refused, match="older"):
        bring(chidi, page("Old."), 6)
    assert Pattern.objects.get(wiki_page=PAGE).problem == "Nobody greets."


def test_only_writers_bring_patterns_in(dana: User) -> None:
    with pytest.raises(Refused):
        bring(dana, page())
    assert not Pattern.objects.filter(wiki_page=PAGE).exists()


def test_a_published_pattern_keeps_its_text_until_somebody_looked(chidi: User) -> None:
    pattern = bring(chidi, page()).pattern
    other = making.member()
    actions.ask_review(pattern=pattern, by=chidi, now=factories.now())
    actions.publish(pattern=pattern, number=1, by=other, now=factories.now())
    bring(chidi, page(solution="Name two."))
    pattern = making.fresh(pattern)
    assert pattern.solution == "Name one." and pattern.has_pending


def test_new_categories_are_added_with_a_trace(chidi: User) -> None:
    """Once; and not for a page that was brought in before and is the same."""
    for _time in range(2):
        bring(chidi, page(category="Tea, \u6559\u80b2, a/b"))
    bring(chidi, page(category="tea, coffee"))
    assert sorted(Category.objects.values_list("slug", "name")) == [
        ("a-b", "a b"), ("coffee", "coffee"), ("tea", "tea"), ("\u6559\u80b2", "\u6559\u80b2"),
    ]  # fmt: skip
    for category in Category.objects.all():
        entry = Entry.objects.about(category).get()
        assert (entry.action, entry.actor) == (Action.CATEGORY_ADDED, chidi)


def test_known_categories_are_recognised_whatever_they_are_called(chidi: User) -> None:
    Category.objects.create(name="one two three four", slug="many-words")
    making.category("\u00e9tude")
    pattern = bring(chidi, page(category="One two three four, Etude")).pattern
    assert pattern.categories.count() == Category.objects.count() == 2
    assert not Entry.objects.filter(action=Action.CATEGORY_ADDED).exists()


def test_out_and_in_again_every_field_is_there(chidi: User) -> None:
    """Affiliates are not on the wiki: they stay as they are here."""
    factories.affiliate("Wikimedia Ghana", slug="ghana")
    for name in ("tea", "\u6559\u80b2", "train the trainer"):
        making.category(name)
    fields = {name: f"About *{name}*." for name in MARKDOWN} | {
        "title": "One person",
        "creators": "Fay, Bo",
        "image": "https://commons.wikimedia.org/wiki/File:Tea_cup.jpg",
        "categories": "tea train-the-trainer \u6559\u80b2",
    }
    first = making.draft(chidi, **fields, affiliates="ghana")
    out = reverse("patterns:wikitext_page", args=[first.slug])
    source = visitor(chidi).get(out, {"download": "yes"}).content.decode()
    pattern = bring(chidi, source).pattern
    assert pattern != first
    assert contents.newest(pattern) == contents.newest(first) | {"affiliates": ""}
    making.edited(pattern, chidi, affiliates="ghana")
    assert bring(chidi, source).revision is None
    assert contents.newest(making.fresh(pattern)) == contents.newest(first)
    assert list(making.fresh(pattern).affiliates.values_list("slug", flat=True)) == ["ghana"]


@pytest.mark.django_db(transaction=True)
def test_two_who_bring_in_the_same_page_at_once(policy: PolicyVersion) -> None:
    rivals, done = [making.member(), making.member()], []

    def work(start: threading.Barrier) -> None:
        person = rivals.pop()
        start.wait()
        try:
            done.append(bring(person, page(category="tea"), 7))
        finally:
            connections.close_all()

    side_by_side(work, 2)
    assert sorted(one.created for one in done) == [False, True]
    assert Pattern.objects.get().revision == 1


# --- The page and the command --------------------------------------------------------------------


def test_the_page_shows_first_and_stores_when_told_so(chidi: User) -> None:
    client, address = visitor(chidi), reverse("patterns:import_page")
    typed = {"page": PAGE, "language": "en", "text": page()}
    shown = text(client.post(address, typed))
    assert "Nobody greets." in shown and not Pattern.objects.filter(wiki_page=PAGE).exists()
    answer = client.post(address, {**typed, "confirm": "yes"})
    assert answer.status_code == 302 and Pattern.objects.filter(wiki_page=PAGE).exists()
    making.edited(Pattern.objects.get(wiki_page=PAGE), making.member(), solution="Name ten.")
    changed = {**typed, "text": page(solution="Name two."), "confirm": "yes"}
    answer = client.post(address, changed)
    assert answer.status_code == 409 and "Solution" in text(answer)
    assert "Name <del>ten</del><ins>two</ins>." in text(answer) and 'value="keep"' in text(answer)
    answer = client.post(address, {**changed, "confirm": "keep"})
    assert answer.status_code == 302
    assert Pattern.objects.get(wiki_page=PAGE).solution == "Name ten."


def test_a_pattern_as_wikitext_is_for_everyone_who_sees_it(chidi: User, dana: User) -> None:
    told = making.published(chidi, title="Two at the door", solution="Name **two**.")
    actions.endorse(pattern=told, by=dana, reason="It works.", now=factories.now())
    address = reverse("patterns:wikitext_page", args=[told.slug])
    assert "Name &#x27;&#x27;&#x27;two" in text(visitor().get(address)) or (
        "'''two'''" in text(visitor().get(address))
    )
    file = visitor().get(address, {"download": "yes"})
    assert "'''two'''" in file.content.decode() and dana.email not in file.content.decode()
    draft = making.draft(chidi)
    assert visitor().get(reverse("patterns:wikitext_page", args=[draft.slug])).status_code == 404


def test_the_command_previews_stores_and_refuses_in_words(chidi: User, tmp_path: Path) -> None:
    source, out = tmp_path / "page.txt", StringIO()
    source.write_text(page(category="teamwork"))
    call_command("import_pattern", str(source), page=PAGE, preview=True, stdout=out)
    said = json.loads(out.getvalue())
    assert said["fields"]["problem"] == "Nobody greets." and said["categories"] == ["teamwork"]
    assert not Pattern.objects.filter(wiki_page=PAGE).exists()
    out = StringIO()
    call_command("import_pattern", str(source), page=PAGE, by=chidi.email, stdout=out)
    assert json.loads(out.getvalue())["created"]
    with pytest.raises(CommandError, match="--by"):
        call_command("import_pattern", str(source), page=PAGE)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_pattern", str(tmp_path / "none"), page=PAGE)
    source.write_text("Nothing.")
    with pytest.raises(CommandError, match="neither a problem"):
        call_command("import_pattern", str(source), page=PAGE, by=chidi.email)


def test_a_page_does_not_bring_back_the_name_of_somebody_who_was_forgotten(chidi: User) -> None:
    """Neither the same page nor a newer one; what else is new there still comes in."""
    signed = page().replace("{{Box|", "{{Box|creator=Zoe Quux|")
    zoe = making.member("Zoe Quux")
    pattern = bring(zoe, signed, 7).pattern
    assert pattern.creators == "Zoe Quux" == pattern.wiki_content["creators"]
    my_data.delete_me(person=zoe, now=factories.now())
    assert "Zoe" not in str(making.fresh(pattern).wiki_content)
    for number, solution in ((8, "Name one."), (9, "Name two."), (10, "Name three.")):
        bring(chidi, signed.replace("Name one.", solution), number)
        pattern = making.fresh(pattern)
        assert (pattern.creators, pattern.solution) == ("someone", solution)
        assert "Zoe" not in str(pattern.wiki_content)
