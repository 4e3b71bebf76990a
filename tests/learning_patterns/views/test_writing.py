"""Writing in the browser: preview, save, and two at once."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from learning_patterns.models import Pattern
from members.models import User
from tests import factories
from tests.learning_patterns.making import category, draft, edited, fresh, member, published
from tests.visitors import text, visitor

pytestmark = pytest.mark.django_db


def written(**fields: Any) -> dict[str, Any]:
    return {
        "title": "Give each newcomer one person",
        "language": "en",
        "problem": "Newcomers do not know whom to ask.",
        "solution": "Name one person for each of them.",
        **fields,
    }


def edit(pattern: Pattern) -> str:
    return reverse("patterns:edit", args=[pattern.slug])


@pytest.fixture
def chidis(chidi: User) -> Client:
    return visitor(chidi)


def test_a_title_is_enough_for_a_draft(chidis: Client, chidi: User) -> None:
    answer = chidis.post(reverse("patterns:new"), {"title": " A  key ", "language": "en"})
    pattern = Pattern.objects.get()
    assert answer.url == edit(pattern)
    assert (pattern.title, pattern.author, pattern.status) == ("A key", chidi, "draft")
    assert "When it is ready, ask for a review on its page." in text(chidis.get(answer.url))


def test_what_is_missing_is_said_and_what_was_typed_stays(chidis: Client) -> None:
    answer = chidis.post(reverse("patterns:new"), written(title="", examples="Lagos, 2024"))
    page = text(answer)
    assert answer.status_code == 422 and not Pattern.objects.exists()
    assert "Please give it a title." in page and "Lagos, 2024" in page
    assert 'data-guard="changed"' in page


def test_a_preview_saves_nothing_and_is_harmless(chidis: Client) -> None:
    fields = written(
        problem="**Bold** <script>alert(1)</script> [x](javascript:alert(1))",
        solution="![p](https://evil.example.net/p.gif)",
        preview="1",
    )
    page = text(chidis.post(reverse("patterns:new"), fields))
    shown = page[page.index('id="look"') : page.index("<form", page.index('id="look"'))]
    assert "<strong>Bold</strong>" in shown
    assert "<script" not in shown and "<img" not in shown and 'href="java' not in shown
    assert "**Bold**" in page and not Pattern.objects.exists()


def test_an_image_is_a_page_on_commons(chidis: Client) -> None:
    for address in ("https://evil.example.net/x.png", "javascript:alert(1)",
                    "https://commons.wikimedia.org.evil.example.net/"):  # fmt: skip
        answer = chidis.post(reverse("patterns:new"), written(image=address))
        assert answer.status_code == 422, address
    image = "https://commons.wikimedia.org/wiki/File:Tea.jpg"
    chidis.post(reverse("patterns:new"), written(image=image))
    page = text(chidis.get(Pattern.objects.get().get_absolute_url()))
    assert f'href="{image}"' in page and "<img" not in page


def test_it_is_written_and_read_from_the_right_where_its_letters_are(chidis: Client) -> None:
    """Whatever language the page around it is in."""
    fields = written(title="\u05de\u05e4\u05ea\u05d7", language="he", preview="1")
    page = text(chidis.post(reverse("patterns:new"), fields))
    for tag in (
        r'<input type="text" name="title"[^>]* dir="auto"',
        r'<textarea name="problem"[^>]* dir="auto"',
        r'<h2 lang="he" dir="auto">',
        r'<div class="prose" lang="he" dir="auto">',
    ):
        assert re.search(tag, page), tag


def test_what_is_there_already_is_suggested(chidis: Client) -> None:
    known = published(title="Name one person for each newcomer")
    page = text(chidis.post(reverse("patterns:new"), written(preview="1")))
    assert "Is it one of these?" in page and known.get_absolute_url() in page


def test_what_is_about_something_else_is_not_suggested(chidis: Client) -> None:
    published(title="Lend cameras", problem="One newcomer had no camera at all in the contest.")
    assert "Is it one of these?" not in text(
        chidis.post(reverse("patterns:new"), written(preview="1"))
    )


def test_two_who_changed_different_fields(chidis: Client, chidi: User) -> None:
    pattern = draft(chidi)
    edited(pattern, member(), examples="Theirs.")
    answer = chidis.post(edit(pattern), written(base=1, solution="Mine."), follow=True)
    assert "Their changes and yours are both in." in text(answer)
    assert (fresh(pattern).examples, fresh(pattern).solution) == ("Theirs.", "Mine.")


def test_two_who_changed_the_same_field_choose(chidis: Client, chidi: User) -> None:
    category("welcome")
    pattern = draft(chidi)
    edited(pattern, member("Fatou"), problem="Their words.", categories="welcome")
    answer = chidis.post(
        edit(pattern), written(base=1, problem="My words.", solution="Mine.", comment="Why")
    )
    page = text(answer)
    assert answer.status_code == 409 and pattern.revisions.count() == 2
    assert "Fatou" in page and "<del>Their</del><ins>My</ins> words." in page
    assert "My words.</textarea>" in page and "Mine.</textarea>" in page
    assert 'value="Why"' in page and 'name="base" value="2"' in page
    # What only the other changed is in the form, so that sending it again keeps it.
    sent = written(base=2, problem="My words.", solution="Mine.", categories=["welcome"])
    chidis.post(edit(pattern), {**sent, "choice_problem": "theirs"})
    now = fresh(pattern)
    assert (now.problem, now.solution, now.revision) == ("Their words.", "Mine.", 3)
    assert now.categories.exists()


def test_a_choice_that_was_overtaken_is_asked_again(chidis: Client, chidi: User) -> None:
    pattern = edited(draft(chidi), member(), problem="Second.")
    edited(pattern, member(), problem="Third.")
    answer = chidis.post(edit(pattern), written(base=2, problem="Mine.", choice_problem="mine"))
    assert answer.status_code == 409 and "Third." in text(answer)


def conflict(chidi: User) -> Pattern:
    """Somebody else wrote "Their words." in revision 2, while Chidi wrote on the first."""
    return edited(draft(chidi), member("Fatou"), problem="Their words.")


CHOOSING = {"base": 2, "kept_base": 1, "problem": "My words."}


def test_a_preview_keeps_what_was_chosen_between_two_versions(chidis: Client, chidi: User) -> None:
    pattern = conflict(chidi)
    sent = written(**CHOOSING, preview="1", choice_problem="theirs")
    page = text(answer := chidis.post(edit(pattern), sent))
    assert answer.status_code == 200 and page.count(" autofocus") == 1
    assert 'value="theirs" checked' in page and 'value="mine" checked' not in page
    # Their words are looked at; the writer's own stay in the field, should they think again.
    assert "<p>Their words.</p>" in page and "My words.</textarea>" in page
    assert "<del>Their</del><ins>My</ins> words." in page
    assert 'name="kept_base" value="1"' in page and 'name="base" value="2"' in page
    page = text(chidis.post(edit(pattern), sent | {"choice_problem": "mine"}))
    assert 'value="mine" checked' in page and "<p>My words.</p>" in page
    assert fresh(pattern).revision == 2


def test_what_is_wrong_elsewhere_keeps_the_choice_too(chidis: Client, chidi: User) -> None:
    pattern = conflict(chidi)
    sent = written(**CHOOSING, choice_problem="theirs", image="https://example.org/x")
    page = text(answer := chidis.post(edit(pattern), sent))
    assert answer.status_code == 422 and "Wikimedia Commons." in page
    assert 'value="theirs" checked' in page and "My words.</textarea>" in page
    factories.exclude("chidi@example.org")
    page = text(answer := chidis.post(edit(pattern), sent | {"image": ""}))
    assert answer.status_code == 422 and 'value="theirs" checked' in page


def test_what_is_wrong_with_words_that_are_not_taken_does_not_matter(
    chidis: Client, chidi: User
) -> None:
    pattern = edited(draft(chidi), member(), title="Their title")
    sent = written(base=2, kept_base=1, title="", choice_title="theirs")
    answer = chidis.post(edit(pattern), sent | {"preview": "1"})
    assert answer.status_code == 200 and "Please give it a title." not in text(answer)
    chidis.post(edit(pattern), sent)
    assert fresh(pattern).title == "Their title"


def test_a_choice_on_a_revision_that_there_is_not_is_no_choice(chidis: Client, chidi: User) -> None:
    pattern = conflict(chidi)
    sent = written(**CHOOSING, preview="1", choice_problem="mine") | {"base": 99}
    page = text(answer := chidis.post(edit(pattern), sent))
    assert answer.status_code == 200 and 'name="choice_problem"' not in page


def test_readers_see_a_change_only_after_the_review(chidis: Client, chidi: User) -> None:
    pattern = published(chidi)
    answer = chidis.post(edit(pattern), written(base=1, solution="New words."), follow=True)
    assert "as soon as another member has looked at it" in text(answer)
    assert "New words." not in text(visitor().get(pattern.get_absolute_url()))
    assert "New words." in text(chidis.get(edit(pattern)))


def test_what_is_in_the_archive_is_not_edited(chidis: Client, chidi: User) -> None:
    pattern = draft(chidi)
    Pattern.objects.update(status="archived")
    answer = chidis.get(edit(pattern), follow=True)
    assert "Take it out first." in text(answer)


def test_who_is_refused_only_when_they_save_keeps_what_they_typed(
    chidis: Client, chidi: User
) -> None:
    pattern = draft(chidi)
    factories.exclude("chidi@example.org")
    for address in (edit(pattern), reverse("patterns:new")):
        answer = chidis.post(address, written(base=1, solution="My words."))
        assert answer.status_code == 422 and "My words.</textarea>" in text(answer)
        assert "We cannot take this from you." in text(answer)
    assert Pattern.objects.get().revision == 1


def test_a_writer_who_left_is_kept_out(chidis: Client, chidi: User) -> None:
    own, others = draft(chidi), published()
    chidi.membership.status = "inactive"
    chidi.membership.save()
    assert chidis.get(edit(others)).status_code == 403
    # Their own draft they can go on with.
    assert chidis.get(edit(own)).status_code == 200


def test_an_admin_who_is_no_member_gives_the_second_factor(ada: User) -> None:
    once = Client()
    once.force_login(ada)
    assert once.get(reverse("patterns:new")).url == reverse("mfa_index")
    assert visitor(ada).get(reverse("patterns:new")).status_code == 200


def test_what_is_filled_in_for_the_writer_is_in_sight(chidis: Client, chidi: User) -> None:
    page = text(chidis.get(reverse("patterns:new")))
    folded = page[page.index("<details>") : page.index("Picture on Wikimedia Commons")]
    assert 'name="examples"' in folded and "creators" not in folded and "affiliates" not in folded
    assert 'name="creators" value="Chidi"' in page
    assert page.index('name="title"') < page.index('name="problem"') < page.index("Categories")
    told = draft(chidi, references="A study.")
    assert "<details open>" in text(chidis.get(edit(told)))
