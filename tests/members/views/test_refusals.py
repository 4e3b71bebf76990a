"""What an action refuses after the page let it through comes back in words, never as an error."""

from typing import Any

import pytest
from django.urls import reverse

from members.actions import affiliations
from members.models import Affiliation, User
from tests import factories as make
from tests.checks import refusals
from tests.members.applying import member
from tests.visitors import text, visitor


def test_every_view_of_members_catches_what_its_actions_refuse() -> None:
    """Read from the code: no action that can refuse is called outside of a `try` that says why."""
    assert refusals.uncaught("members") == set()


def test_the_reading_of_the_code_sees_what_is_not_caught(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions, views = tmp_path / "members" / "actions", tmp_path / "members" / "views"
    for folder in (actions, views):
        folder.mkdir(parents=True)
    (actions / "all.py").write_text(
        "def check(): raise Refused(NO)\ndef deep(): check()\ndef fine(): pass\n"
    )
    (views / "all.py").write_text(
        "def _help(): acts.deep()\n"
        "def bad(): _help()\n"
        "def good():\n  try:\n    _help()\n  except Refused: pass\n"
        "def easy(): acts.fine()\n"
        "def again():\n  try: pass\n  except Refused: acts.check()\n"
        "def table(): chosen.action(by=1)\n"
    )
    monkeypatch.setattr(refusals, "ROOT", tmp_path)
    assert refusals.uncaught("members") == {"bad", "again", "table"}


def test_a_colleague_who_left_a_moment_ago_is_told(
    chidi: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look and the act."""
    here = make.affiliate("Wikimedia Utopia")
    own = Affiliation.objects.create(person=chidi, affiliate=here)
    said = {"person": member("Olu").person, "affiliate": here, "self_said": True}
    tie = Affiliation.objects.create(**said)
    rule = affiliations.may_confirm

    def leaves_now(*args: Any) -> Any:
        Affiliation.objects.filter(pk=own.pk).delete()
        return rule(*args)

    monkeypatch.setattr(affiliations, "may_confirm", leaves_now)
    client = visitor(chidi)
    answer = client.post(reverse("members:confirm_affiliation", args=[tie.pk]))
    assert answer.status_code == 302
    tie.refresh_from_db()
    assert tie.self_said and "Only people of that affiliate" in text(client.get(answer.url))
