"""Who has the rights of an admin, and that somebody always has."""

import pytest

from meetings.actions import forget_person
from members import actions
from members.models import User
from members.rules import Refused
from tests import factories as make
from tests.visitors import text, visitor
from vsn.audit.models import Entry


def test_the_last_admin_stays(ada: User) -> None:
    bea = make.person(name="Bea", is_staff=True)
    actions.unmake_admin(person=bea, by=ada, now=make.now())
    bea.refresh_from_db()
    assert not bea.is_staff and Entry.objects.about(bea).get().actor == ada
    with pytest.raises(Refused) as no:
        actions.unmake_admin(person=ada, by=ada, now=make.now())
    assert no.value.refusal.code == "last"
    ada.refresh_from_db()
    assert ada.is_staff and ada.is_superuser


def test_the_last_admin_cannot_be_forgotten(ada: User) -> None:
    with pytest.raises(Refused) as no:
        forget_person(person=ada, now=make.now())
    assert no.value.refusal.code == "last"
    assert User.objects.filter(pk=ada.pk).exists()
    make.person(name="Bea", is_staff=True)
    forget_person(person=ada, now=make.now())
    assert not User.objects.filter(pk=ada.pk).exists()


def test_on_the_page(ada: User) -> None:
    bea = make.person(name="Bea", is_staff=True)
    client, address = visitor(ada), "/moderation/admins/"
    assert "Bea" in text(client.get(address))
    assert client.post(f"{address}{bea.handle}/unmake/").url == address
    assert "the only one" in text(client.get(address))
    answer = client.post(f"{address}{ada.handle}/unmake/")
    assert answer.status_code == 409 and "This is the last admin." in text(answer)
    assert client.get(address).status_code == 200


def test_the_administration_has_no_way_past_it(ada: User) -> None:
    """Django's admin shows people and stores nothing about them but new ones."""
    address = f"/admin/members/user/{ada.pk}/change/"
    assert visitor(ada).post(address, {"name": "Ada"}).status_code == 403
    assert visitor(ada).post(f"/admin/members/user/{ada.pk}/delete/").status_code == 403
    ada.refresh_from_db()
    assert ada.is_staff
