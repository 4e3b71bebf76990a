"""Somebody was quicker, in another window: nothing that was typed is lost."""

from typing import Any

import pytest
from django.urls import reverse

from meetings import actions
from meetings.models import Meeting, Registration
from members.models import User
from tests import factories as make
from tests.visitors import text, visitor


@pytest.fixture
def place(meeting: Meeting, dana: User) -> Registration:
    over = make.session(meeting, starts_in=-2 * make.DAY)
    return make.registration(over, dana, attended=True)


def answer_when(place: Registration, monkeypatch: pytest.MonkeyPatch, before: Any) -> Any:
    """Posts the form, and `before` happens while it is on its way."""
    issue = actions.issue_certificate

    def late(**asked: Any) -> Any:
        before()
        return issue(**asked)

    monkeypatch.setattr(actions, "issue_certificate", late)
    path = reverse("meetings:certificate", args=[place.key])
    return visitor().post(path, {"name": "Dana Typed"})


def test_made_a_moment_ago_it_is_shown(
    place: Registration, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue, now = actions.issue_certificate, make.now()
    answer = answer_when(
        place, monkeypatch, lambda: issue(registration=place, name="Dana First", now=now)
    )
    page = text(answer)
    assert answer.status_code == 422 and "made already" in page
    assert "Dana First" in page and "Make the certificate" not in page


def test_attendance_taken_back_a_moment_ago_leaves_the_name(
    place: Registration, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = answer_when(place, monkeypatch, lambda: Registration.objects.update(attended=False))
    assert answer.status_code == 422 and 'value="Dana Typed"' in text(answer)


def test_forgotten_a_moment_ago_there_is_no_such_page(
    place: Registration, dana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = answer_when(
        place, monkeypatch, lambda: actions.forget_person(person=dana, now=make.now())
    )
    assert answer.status_code == 404
