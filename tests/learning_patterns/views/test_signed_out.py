"""Signed out while one writes, or signed in again in another window: what was typed comes back."""

import pytest
from django.test import Client
from django.urls import reverse

from learning_patterns.models import Pattern, Unsaved
from members.models import User
from tests.learning_patterns.making import draft, member
from tests.visitors import text, visitor

pytestmark = pytest.mark.django_db
NEW, KEEP = reverse("patterns:new"), reverse("patterns:keep")
MARK = "abcdefgh23456"
TYPED = {
    "title": "A <b>key",
    "language": "en",
    "problem": "Nobody\ngreets.",
    "page": NEW,
    "unsaved": MARK,
}
OURS = {"Origin": "http://testserver"}


def strict(person: User) -> Client:
    """A browser whose forms are looked at for where they come from."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    return client


def test_who_was_signed_out_gets_back_what_they_typed(chidi: User) -> None:
    for page in (NEW, reverse("patterns:edit", args=[draft(chidi).slug])):
        answer = visitor().post(page, TYPED)
        shown = text(answer)
        assert answer.status_code == 403 and "no-store" in answer.headers["Cache-Control"]
        assert "A &lt;b&gt;key</textarea>" in shown and "greets.</textarea>" in shown
        assert f'href="{page}"' in shown
    assert Pattern.objects.count() == 1


def test_nothing_is_kept_for_who_is_signed_out() -> None:
    assert visitor().post(KEEP, TYPED).url.startswith(reverse("account_login"))
    assert not Unsaved.objects.exists()


def test_an_older_window_gives_it_back_and_keeps_nothing_for_the_next_person() -> None:
    """Whoever signs in at the same browser gets another mark in their forms."""
    hanna = strict(member("Hanna"))
    assert hanna.post(KEEP, TYPED, headers=OURS).status_code == 403
    answer = hanna.post(NEW, TYPED, headers=OURS)
    assert answer.status_code == 403 and "greets.</textarea>" in text(answer)
    assert not Unsaved.objects.exists() and not Pattern.objects.exists()
    assert "greets" not in text(hanna.get(NEW)) + text(hanna.get(f"{NEW}?unsaved={MARK}"))


@pytest.mark.parametrize("origin", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
def test_another_site_cannot_write_on_our_page(origin: dict[str, str]) -> None:
    answer = strict(member()).post(NEW, TYPED, headers=origin)
    assert answer.status_code == 403 and "greets" not in text(answer)
    elsewhere = strict(member()).post(reverse("patterns:import_page"), TYPED, headers=OURS)
    assert elsewhere.status_code == 403 and "greets" not in text(elsewhere)
