"""Remarks on a passage: where they stand, who sees them, and that they are done."""

import pytest
from django.urls import reverse

from learning_patterns import actions, passages
from learning_patterns.models import Pattern, Remark
from learning_patterns.said import said_of
from members.models import Membership, User
from members.rules import Refused
from tests import factories
from tests.learning_patterns.making import draft, edited, fresh, member, published
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def hanna(policy: object) -> User:
    return member("Hanna")


def remark(pattern: Pattern, by: User, said: str = "Say how long it takes.", **more: str) -> Remark:
    return actions.remark(pattern=pattern, text=said, by=by, now=factories.now(), **more)


def refused(pattern: Pattern, by: User, **more: str) -> str:
    with pytest.raises(Refused) as caught:
        remark(pattern, by, **more)
    return caught.value.refusal.code


def in_review(by: User) -> Pattern:
    return actions.ask_review(pattern=draft(by), by=by, now=factories.now())


# --- Passages ------------------------------------------------------------------------------------

MARKDOWN = """We *talk* about [what they need](https://example.org/).

- bring a **question**
- bring an answer & tea"""


@pytest.mark.parametrize("quote", [
    "We *talk* about", "We talk about what they need.", "bring a question\nbring an  answer",
    "- bring a **question**", "answer & tea",
])  # fmt: skip
def test_a_passage_stands_as_it_is_written_or_read(quote: str) -> None:
    assert passages.stands_in(quote, MARKDOWN)


@pytest.mark.parametrize("quote", ["we talk", "bring nothing", "example.org/x", "<p>"])
def test_a_passage_that_does_not_stand_there(quote: str) -> None:
    assert not passages.stands_in(quote, MARKDOWN)


# --- Remarking -----------------------------------------------------------------------------------


def test_a_remark_leaves_the_pattern_where_it_is(chidi: User, hanna: User) -> None:
    pattern = in_review(chidi)
    made = remark(pattern, hanna, quote="one person")
    assert fresh(pattern).status == "in_review"
    assert (made.field, made.number, made.about) == ("solution", 1, "solution")
    entry = Entry.objects.about(pattern).first()
    assert entry and entry.action == Action.PATTERN_REMARKED
    assert "one person" not in str(entry.data)


def test_what_is_being_worked_on_can_be_remarked_on(chidi: User, hanna: User) -> None:
    for pattern in (draft(chidi), in_review(chidi), edited(published(chidi), chidi, problem="X.")):
        assert remark(pattern, hanna)
    assert remark(draft(chidi), chidi)


def test_what_is_published_or_archived_cannot(chidi: User, hanna: User) -> None:
    pattern = published(chidi)
    assert refused(pattern, hanna) == "nothing_open"
    gone = actions.archive(pattern=draft(chidi), by=chidi, now=factories.now())
    assert refused(gone, hanna) == "nothing_open"


def test_strangers_remark_on_nothing(chidi: User, eve: User) -> None:
    assert refused(draft(chidi), eve) == "writers"


def test_the_passage_has_to_stand_in_the_newest_text(chidi: User, hanna: User) -> None:
    pattern = edited(published(chidi), chidi, problem="Nobody greets them.")
    assert refused(pattern, hanna, quote="do not know whom") == "elsewhere"
    assert remark(pattern, hanna, quote="nobody greets".capitalize()).field == "problem"
    assert refused(pattern, hanna, quote="Nobody greets", field="solution") == "elsewhere"


def test_sending_back_takes_a_passage_too(chidi: User, hanna: User) -> None:
    pattern, now = in_review(chidi), factories.now()
    asked = {"text": "Why one?", "by": hanna, "now": now}
    with pytest.raises(Refused):
        actions.send_back(pattern=pattern, quote="Three persons", **asked)
    assert fresh(pattern).status == "in_review" and not pattern.remarks.exists()
    actions.send_back(pattern=pattern, quote="one person", **asked)
    assert pattern.remarks.get().quote == "one person"


# --- Done ----------------------------------------------------------------------------------------


def test_done_and_not_done_after_all(chidi: User, hanna: User) -> None:
    pattern, now = draft(chidi), factories.now()
    made = remark(pattern, hanna)
    actions.settle(remark=made, by=chidi, now=now)
    actions.settle(remark=made, by=hanna, now=now)
    made.refresh_from_db()
    assert (made.settled_at, made.settled_by) == (now, chidi)
    done = Entry.objects.filter(action=Action.REMARK_SETTLED)
    assert done.count() == 1
    for _ in range(2):
        actions.unsettle(remark=made, by=hanna, now=now)
    made.refresh_from_db()
    assert made.settled_at is made.settled_by is None


def test_strangers_tick_nothing_off(chidi: User, hanna: User, eve: User) -> None:
    made = remark(draft(chidi), hanna)
    for act in (actions.settle, actions.unsettle):
        with pytest.raises(Refused):
            act(remark=made, by=eve, now=factories.now())
    made.refresh_from_db()
    assert made.settled_at is None


def test_a_passage_that_has_changed_is_marked(chidi: User, hanna: User) -> None:
    pattern = draft(chidi)
    remark(pattern, hanna, quote="one person")
    remark(pattern, hanna, quote="do not know whom")
    pattern = edited(pattern, chidi, solution="Name two of them.")
    assert [(one.quote, one.changed) for one in said_of(pattern).open] == [
        ("do not know whom", False), ("one person", True),
    ]  # fmt: skip


def test_of_a_published_pattern_the_newest_text_counts(chidi: User, hanna: User) -> None:
    pattern = edited(published(chidi), chidi, problem="Nobody greets them.")
    remark(pattern, hanna, quote="Nobody greets")
    assert not said_of(pattern).open[0].changed
    pattern = edited(pattern, chidi, problem="Guests are left alone.")
    assert said_of(pattern).open[0].changed


# --- Pages ---------------------------------------------------------------------------------------


def test_remarked_ticked_off_and_opened_again(chidi: User, hanna: User) -> None:
    pattern, reviewer, author = draft(chidi), visitor(hanna), visitor(chidi)
    at = pattern.get_absolute_url()
    said = {"field": "solution", "quote": "one person", "text": "Why\nonly one?"}
    answer = reviewer.post(reverse("patterns:remark", args=[pattern.slug]), said)
    assert answer.url == f"{at}#remarks"
    page = text(author.get(at))
    assert "1 open remark" in page and ">one person</blockquote>" in page
    assert "This passage has changed" not in page
    edited(pattern, chidi, solution="Name two of them.")
    assert "This passage has changed" in text(author.get(at))
    made = pattern.remarks.get()
    done = reverse("patterns:settle", args=[pattern.slug, made.pk])
    assert author.post(done, {"writing": "1"}).url == reverse("patterns:edit", args=[pattern.slug])
    page = text(author.get(reverse("patterns:edit", args=[pattern.slug])))
    assert "0 open remarks" in page and "Done, says Chidi." in page
    again = reverse("patterns:unsettle", args=[pattern.slug, made.pk])
    assert reviewer.post(again).url == f"{at}#remarks"
    assert "1 open remark" in text(author.get(at))


def test_what_was_typed_stays_when_the_passage_does_not_stand_there(
    chidi: User, hanna: User
) -> None:
    pattern = in_review(chidi)
    said = {"quote": "Not in it", "text": "A long thought.", "field": "problem"}
    for name in ("remark", "send_back"):
        answer = visitor(hanna).post(reverse(f"patterns:{name}", args=[pattern.slug]), said)
        page = text(answer)
        assert answer.status_code == 422 and "Please copy it from there." in page
        assert "Not in it" in page and "A long thought." in page
    assert not pattern.remarks.exists()


def test_what_was_typed_stays_when_it_was_published_meanwhile(chidi: User, hanna: User) -> None:
    pattern = published(chidi)
    at = reverse("patterns:remark", args=[pattern.slug])
    answer = visitor(hanna).post(at, {"text": "A long thought."})
    assert answer.status_code == 422 and "A long thought." in text(answer)


def test_remarks_are_never_public(chidi: User, hanna: User, eve: User) -> None:
    pattern = in_review(chidi)
    remark(pattern, hanna, "canary remark", quote="one person")
    pattern = actions.publish(pattern=pattern, number=1, by=hanna, now=factories.now())
    at = pattern.get_absolute_url()
    for who in (None, eve):
        for page in (at, f"{at}wikitext/", reverse("patterns:feed"), reverse("patterns:patterns")):
            assert "canary remark" not in text(visitor(who).get(page))
    assert "canary remark" in text(visitor(chidi).get(at))


def test_who_started_a_draft_reads_the_remarks_though_no_member_any_more(
    chidi: User, hanna: User, ben: User
) -> None:
    pattern = draft(chidi)
    made = remark(pattern, hanna, "canary remark")
    Membership.objects.filter(person=chidi).update(status="inactive")
    author = visitor(User.objects.get(pk=chidi.pk))
    assert "canary remark" in text(author.get(pattern.get_absolute_url()))
    assert "canary remark" in text(author.get(reverse("patterns:edit", args=[pattern.slug])))
    done = reverse("patterns:settle", args=[pattern.slug, made.pk])
    assert visitor(ben).post(done).status_code == 403
    assert author.post(done).status_code == 302
    made.refresh_from_db()
    assert made.settled_by == chidi


def test_a_remark_of_another_pattern_is_not_found_here(chidi: User, hanna: User) -> None:
    here, made = draft(chidi), remark(draft(chidi), hanna)
    for number in (made.pk, 0, 10**30):
        for name in ("settle", "unsettle"):
            at = reverse(f"patterns:{name}", args=[here.slug, number])
            assert visitor(chidi).post(at).status_code == 404
    made.refresh_from_db()
    assert made.settled_at is None


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_asks_as_much_for_many_remarks(
    count: int, chidi: User, hanna: User, django_assert_num_queries: object
) -> None:
    pattern = edited(published(chidi), chidi, problem="Nobody greets them.")
    for _ in range(count):
        remark(pattern, hanna, quote="Nobody greets")
        actions.settle(remark=remark(pattern, hanna), by=chidi, now=factories.now())
    reviewer = visitor(hanna)
    with django_assert_num_queries(10):  # type: ignore[operator]
        reviewer.get(pattern.get_absolute_url())
