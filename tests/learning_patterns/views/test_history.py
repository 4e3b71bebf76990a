"""What a pattern said before, and the way back."""

import pytest
from django.urls import reverse

from learning_patterns.models import Pattern
from members.models import User
from tests.learning_patterns.making import draft, edited, fresh, member, published
from tests.visitors import text, visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def pattern(chidi: User) -> Pattern:
    first = draft(chidi, problem="We meet on Monday.")
    second = edited(first, member("Fatou"), problem="We meet on Friday.")
    return edited(second, chidi, solution="<script>alert(1)</script>")


def at(pattern: Pattern, number: int, name: str = "revision") -> str:
    return reverse(f"patterns:{name}", args=[pattern.slug, number])


def test_every_revision_is_listed_with_its_author(pattern: Pattern, chidi: User) -> None:
    page = text(visitor(chidi).get(reverse("patterns:history", args=[pattern.slug])))
    for number in (1, 2, 3):
        assert at(pattern, number) in page
    assert "Fatou" in page


def test_a_revision_shows_what_changed_word_by_word(pattern: Pattern, chidi: User) -> None:
    page = text(visitor(chidi).get(at(pattern, 2)))
    assert "We meet on <del>Monday</del><ins>Friday</ins>." in page
    assert "Name one person" not in page
    harmless = text(visitor(chidi).get(at(pattern, 3)))
    assert "&lt;script&gt;" in harmless and "<script>alert" not in harmless


def test_any_two_revisions_can_be_compared(pattern: Pattern, chidi: User) -> None:
    page = text(visitor(chidi).get(at(pattern, 3) + "?since=1"))
    assert "<del>Monday</del>" in page and "Name one person" in page
    for since in ("x", "-1", "9" * 30, "٣"):
        assert visitor(chidi).get(at(pattern, 3), {"since": since}).status_code == 200


def test_a_revision_is_brought_back(pattern: Pattern, chidi: User) -> None:
    answer = visitor(chidi).post(at(pattern, 1, "restore"), follow=True)
    assert "Revision 1 is back." in text(answer) and "brought back revision 1" in text(answer)
    assert fresh(pattern).problem == "We meet on Monday." and fresh(pattern).revision == 4


def test_a_remark_begins_where_the_newest_text_is_read(pattern: Pattern, chidi: User) -> None:
    """The form is open, and says what the remark is about."""
    browser = visitor(chidi)
    about = f"{pattern.get_absolute_url()}?about="
    page = text(browser.get(at(pattern, 3) + "?since=1"))
    assert f"{about}problem#say" in page and f"{about}solution#say" in page
    assert about not in text(browser.get(at(pattern, 2)))  # an older one
    form = text(browser.get(f"{about}solution"))
    assert '<details id="say" open>' in form and '"solution" selected' in form
    for nonsense in ("", "title", "<b>", "\0"):
        answer = browser.get(pattern.get_absolute_url(), {"about": nonsense})
        assert answer.status_code == 200 and '<details id="say">' in text(answer)


def test_no_remark_on_what_everybody_reads(chidi: User) -> None:
    told = published(chidi)
    assert "?about=" not in text(visitor(chidi).get(at(told, 1)))


def test_revisions_that_are_none(pattern: Pattern, chidi: User) -> None:
    for number in (0, 4, 10**30):
        assert visitor(chidi).get(at(pattern, number)).status_code == 404


def test_who_is_no_member_sees_what_others_made_of_their_draft(
    pattern: Pattern, chidi: User, eve: User
) -> None:
    """Theirs as long as nobody has published it."""
    chidi.membership.status = "inactive"
    chidi.membership.save()
    own = text(visitor(chidi).get(pattern.get_absolute_url()))
    history = reverse("patterns:history", args=[pattern.slug])
    assert history in own and at(pattern, 2) in text(visitor(chidi).get(history))
    assert "<ins>Friday</ins>" in text(visitor(chidi).get(at(pattern, 2)))
    for address in (history, at(pattern, 2)):
        assert visitor(eve).get(address).status_code == 403
    assert visitor(eve).post(at(pattern, 1, "restore")).status_code == 403
    visitor(chidi).post(at(pattern, 1, "restore"))
    assert fresh(pattern).problem == "We meet on Monday."
    Pattern.objects.update(status="published", published_at=pattern.revisions.first().at)
    assert visitor(chidi).get(history).status_code == 403


@pytest.mark.parametrize("revisions", [1, 3])
def test_the_history_asks_as_much_for_many(
    revisions: int, chidi: User, django_assert_num_queries: object
) -> None:
    pattern = draft(chidi)
    for number in range(revisions - 1):
        pattern = edited(pattern, member(), examples=str(number))
    client, address = visitor(chidi), reverse("patterns:history", args=[pattern.slug])
    # Who is signed in (2), membership, the pattern and its categories, how many, the revisions.
    with django_assert_num_queries(6):  # type: ignore[operator]
        client.get(address)
