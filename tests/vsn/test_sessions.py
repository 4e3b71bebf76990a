"""Who is signed in is found by a key that came in a cookie, which anybody may have written."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.models import User
from tests.visitors import visitor

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed", [r'"\000' + "a" * 31 + '"', "a" * 5000, "'--" * 9, r'"\303\251aaaaaaaaa"']
)
def test_a_key_that_we_never_gave_out_is_none(typed: str) -> None:
    answer = Client().get(reverse("meetings:mine"), headers={"cookie": f"sid={typed}"})
    assert answer.status_code == 302


def test_one_that_we_gave_out_is_known(chidi: User) -> None:
    client = visitor(chidi)
    assert client.get("/").wsgi_request.user == chidi
    client.logout()
    assert not client.get("/").wsgi_request.user.is_authenticated


@pytest.mark.parametrize("noted", ["nobody", "dana"])
def test_whose_it_is_says_the_session_alone(noted: str, chidi: User, dana: User) -> None:
    """What allauth noted down of the sign-in only saves a trip to the database."""
    client = visitor(chidi)
    if noted == "nobody":
        UserSession.objects.all().delete()
    else:
        UserSession.objects.update(user=dana)
    assert client.get("/").wsgi_request.user == chidi


def test_a_session_that_is_over_is_nobodys(chidi: User) -> None:
    client = visitor(chidi)
    Session.objects.update(expire_date=timezone.now())
    assert not client.get("/").wsgi_request.user.is_authenticated


def test_who_may_not_sign_in_any_more_is_out_at_once(chidi: User) -> None:
    client = visitor(chidi)
    User.objects.filter(pk=chidi.pk).update(is_active=False)
    assert not client.get("/").wsgi_request.user.is_authenticated
