"""Changes to people and policies: each leaves its trace, each may be repeated."""

from allauth.account.models import EmailAddress
from django.utils import timezone

from members import actions
from members.models import Acknowledgement, PolicyVersion, User
from tests import factories as make
from tests.factories import HOUR
from vsn.audit.models import Action, Entry


def traces() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("action", flat=True))


# --- People --------------------------------------------------------------------------------------


def test_a_stranger_becomes_a_light_user(policy: object) -> None:
    person = actions.find_or_make_person(email=" Dana@Example.ORG ")
    assert (person.email, person.confirmed_at) == ("dana@example.org", None)
    assert not person.has_usable_password()
    address = EmailAddress.objects.get()
    assert (address.user, address.verified, address.primary) == (person, False, True)


def test_a_known_address_is_the_same_person(dana: User) -> None:
    assert actions.find_or_make_person(email="DANA@example.org") == dana
    light = actions.find_or_make_person(email="new@example.org")
    assert actions.find_or_make_person(email="new@example.org") == light
    assert EmailAddress.objects.filter(user=light).count() == 1


def test_a_proved_second_address_leads_to_its_owner(dana: User) -> None:
    EmailAddress.objects.create(user=dana, email="work@example.org", verified=True)
    assert actions.find_or_make_person(email="work@example.org") == dana


def test_a_second_address_that_was_never_proved_leads_nowhere(dana: User) -> None:
    EmailAddress.objects.create(user=dana, email="victim@example.org", verified=False)
    assert actions.find_or_make_person(email="victim@example.org") != dana


def test_prove_email(policy: object) -> None:
    person = actions.find_or_make_person(email="new@example.org")
    first = timezone.now()
    actions.prove_email(person=person, now=first)
    actions.prove_email(person=person, now=first + HOUR)
    person.refresh_from_db()
    assert person.confirmed_at == first
    assert EmailAddress.objects.get().verified
    assert traces() == [Action.PERSON_CONFIRMED]


def test_who_has_no_address_proves_none(policy: object) -> None:
    una = make.unreachable(confirmed_at=None)
    actions.prove_email(person=una, now=timezone.now())
    una.refresh_from_db()
    assert una.confirmed_at is None and not EmailAddress.objects.exists()


def test_make_admin(policy: object, chidi: User) -> None:
    for email in ("new@example.org", "chidi@example.org"):
        admin = actions.make_admin(email=email, now=timezone.now())
        assert admin.is_staff and admin.is_superuser
        assert EmailAddress.objects.get(user=admin).verified
    assert traces() == [Action.ADMIN_MADE] * 2


def test_add_person_keeps_a_name_they_gave_themselves(ada: User, dana: User) -> None:
    known = actions.add_person(
        email="dana@example.org", name="Somebody", by=ada, now=timezone.now()
    )
    new = actions.add_person(email="new@example.org", name="New", by=ada, now=timezone.now())
    assert (known, known.name, new.name) == (dana, "Dana", "New")


def test_set_reader_changes_what_was_given(dana: User) -> None:
    actions.set_reader(person=dana, time_zone="Asia/Kolkata")
    actions.set_reader(person=dana, language="es")
    dana.refresh_from_db()
    assert (dana.time_zone, dana.language) == ("Asia/Kolkata", "es")


# --- Policy --------------------------------------------------------------------------------------


def test_acknowledge_once_for_each_session(dana: User, policy: PolicyVersion) -> None:
    uid, now = make.session().uid, timezone.now()
    for _ in range(2):
        actions.acknowledge(person=dana, version=policy, now=now, session_uid=uid)
    actions.acknowledge(person=dana, version=policy, now=now, session_uid=make.session().uid)
    assert Acknowledgement.objects.count() == 2
    assert traces() == [Action.ACKNOWLEDGED] * 2
    assert Entry.objects.first().data == {"number": 1}
