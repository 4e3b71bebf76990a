"""Who vouches for a pattern, and how it went."""

import pytest
from django.urls import reverse

from learning_patterns import actions
from learning_patterns.models import Endorsement, Pattern, Trial
from learning_patterns.views.evidence import A_DAY
from members.models import User
from members.rules import Refused
from tests import factories
from tests.learning_patterns.making import draft, published
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def pattern(chidi: User) -> Pattern:
    return published(chidi)


def endorse(pattern: Pattern, by: User, reason: str = "It works.") -> Endorsement:
    return actions.endorse(pattern=pattern, by=by, reason=reason, now=factories.now())


def tell(pattern: Pattern, by: User, **told: str) -> Trial:
    told = {"outcome": "worked", "place": "Lagos", "story": "Half of them stayed.", **told}
    return actions.tell_trial(pattern=pattern, by=by, now=factories.now(), **told)


def test_one_signature_per_person(pattern: Pattern, ben: User) -> None:
    endorse(pattern, ben)
    endorse(pattern, ben, "It still works.")
    assert [e.reason for e in pattern.endorsements.all()] == ["It still works."]
    actions.withdraw_endorsement(pattern=pattern, by=ben, now=factories.now())
    actions.withdraw_endorsement(pattern=pattern, by=ben, now=factories.now())
    assert not pattern.endorsements.exists()
    done = Entry.objects.filter(action=Action.PATTERN_UNENDORSED)
    assert done.count() == 1 and done.get().actor == ben


@pytest.mark.parametrize("who", ["author", "excluded"])
def test_who_does_not_sign(who: str, pattern: Pattern, chidi: User) -> None:
    factories.exclude("mallory@example.org")
    person = chidi if who == "author" else factories.person("mallory@example.org")
    with pytest.raises(Refused):
        endorse(pattern, person)
    assert not pattern.endorsements.exists()


def test_only_published_patterns_are_tried(chidi: User, ben: User) -> None:
    unseen = draft(chidi)
    for act in (endorse, tell):
        with pytest.raises(Refused):
            act(unseen, ben)


def test_who_tries_again_changes_what_they_told(pattern: Pattern, ben: User) -> None:
    tell(pattern, ben)
    tell(pattern, ben, outcome="failed", story="They left.")
    told = pattern.trials.get()
    assert (told.outcome, told.story) == ("failed", "They left.")
    actions.withdraw_trial(pattern=pattern, by=ben, now=factories.now())
    assert not pattern.trials.exists()


def test_how_it_went_is_summed_up(pattern: Pattern) -> None:
    for outcome in ("worked", "worked", "partly", "failed"):
        tell(pattern, factories.person(), outcome=outcome)
    endorse(pattern, factories.person())
    found = Pattern.objects.with_evidence().get()
    assert (found.tried, found.worked, found.partly, found.failed) == (4, 2, 1, 1)
    page = text(visitor().get(pattern.get_absolute_url()))
    assert "Worked for 2 of 4 who tried it." in page and "For 1 it worked in part." in page
    assert found.endorsed == 1 and "For 1 it did not work." in page


def test_what_somebody_told_stays_without_their_name(pattern: Pattern) -> None:
    person = factories.person(name="Fatou Gone")
    tell(pattern, person)
    endorse(pattern, person)
    person.delete()
    page = text(visitor().get(pattern.get_absolute_url()))
    assert "Half of them stayed." in page and "Someone who has left" in page
    assert "Fatou" not in page and not pattern.endorsements.exists()


def test_telling_and_signing_on_the_page(pattern: Pattern, ben: User) -> None:
    browser, page = visitor(ben), pattern.get_absolute_url()
    told = {"outcome": "partly", "place": "Accra", "story": "Two <b>came</b>."}
    answer = browser.post(reverse("patterns:tried", args=[pattern.slug]), told, follow=True)
    assert "Accra" in text(answer) and "<b>came" not in text(answer)
    assert "Thank you. Everyone who reads the pattern sees it now." in text(answer)
    again = text(browser.get(reverse("patterns:tried", args=[pattern.slug])))
    assert "Accra" in again
    browser.post(reverse("patterns:endorse", args=[pattern.slug]), {"reason": "Good."})
    assert "Good." in text(visitor().get(page))
    browser.post(reverse("patterns:unendorse", args=[pattern.slug]))
    browser.post(reverse("patterns:untried", args=[pattern.slug]))
    shown = text(visitor().get(page))
    assert "Good." not in shown and "Accra" not in shown


def test_who_is_shut_out_is_told_neutrally_on_the_page(pattern: Pattern, eve: User) -> None:
    factories.exclude(eve.email)
    browser = visitor(eve)
    address = reverse("patterns:endorse", args=[pattern.slug])
    page = text(browser.post(address, {"reason": "Good."}, follow=True))
    assert "We cannot take this from you." in page and not Endorsement.objects.exists()
    assert browser.get(reverse("patterns:tried", args=[pattern.slug])).status_code == 403


def test_what_is_not_published_cannot_be_signed_by_address(chidi: User, ben: User) -> None:
    unseen = draft(chidi)
    address = reverse("patterns:endorse", args=[unseen.slug])
    assert visitor(ben).post(address, {"reason": "Good."}).status_code == 404
    assert not Endorsement.objects.exists()


def test_one_account_does_not_fill_the_library_with_words(chidi: User, eve: User) -> None:
    """Whoever wrote a pattern gets a message about each."""
    pattern, browser = published(chidi), visitor(eve)
    told = {"outcome": "worked", "place": "Lagos", "story": "Buy this."}
    address = reverse("patterns:tried", args=[pattern.slug])
    for _ in range(A_DAY):
        assert browser.post(address, told).status_code == 302
    Trial.objects.all().delete()
    answer = browser.post(address, told)
    assert answer.status_code == 422 and "enough for one day" in text(answer)
    signing = reverse("patterns:endorse", args=[pattern.slug])
    assert "enough for one day" in text(browser.post(signing, {"reason": "Buy"}, follow=True))
    assert not Trial.objects.exists() and not Endorsement.objects.exists()
