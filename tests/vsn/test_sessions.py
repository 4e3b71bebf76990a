"""Who is signed in is found by a key that came in a cookie, which anybody may have written."""

import pytest
from django.test import Client
from django.urls import reverse

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
