"""People, affiliates and policies as rows."""

import pytest
from django.db import IntegrityError

from members.models import Acknowledgement, Affiliate, PolicyText, PolicyVersion, User
from members.tokens import is_key
from tests import factories as make

# --- People --------------------------------------------------------------------------------------


def test_nobody_has_a_password(policy: object) -> None:
    person = User.objects.create_user("new@example.org")
    admin = User.objects.create_superuser("root@example.org", "ignored")
    assert not person.has_usable_password() and not admin.has_usable_password()
    assert (person.is_staff, admin.is_staff, admin.is_superuser) == (False, True, True)


def test_an_address_is_one_persons_however_it_is_typed(dana: User) -> None:
    with pytest.raises(IntegrityError):
        User.objects.create_user(" DANA@example.org ")


def test_many_people_have_no_address(policy: object) -> None:
    for empty in (None, "", "  "):
        assert User.objects.create_user(empty).email is None
    first, second = make.unreachable(), make.unreachable()
    assert first.wikimedia_name != second.wikimedia_name
    assert User.objects.create_user(None, wikimedia_name="").wikimedia_name is None


def test_a_person_is_called_by_name_and_never_by_address(policy: object) -> None:
    """What is written of a person somewhere must not be a way to reach them, nor unproved."""
    named = make.person("d@example.org", name="Dana", wikimedia_name="Dana D")
    nameless = make.person("e@example.org", wikimedia_name="Somebody famous")
    assert str(named) == named.get_short_name() == "Dana"
    assert str(nameless) == nameless.get_full_name() == f"#{nameless.pk}"


def test_feed_key(dana: User) -> None:
    assert is_key(dana.feed_key, "feed", dana.handle, 0)
    assert not is_key(dana.feed_key, "place", dana.handle, 0)


def test_handles_differ(dana: User, chidi: User) -> None:
    assert dana.handle != chidi.handle and len(dana.handle) == 13


# --- Affiliates ----------------------------------------------------------------------------------


def test_the_code_is_no_key(policy: object) -> None:
    make.affiliate("One", code="WMXX")
    make.affiliate("Two", code="WMXX")
    assert Affiliate.objects.filter(code="WMXX").count() == 2


def test_short_name() -> None:
    assert Affiliate(name="Wikimedia Nowhere", code="WMNO").short == "WMNO"
    assert Affiliate(name="Wikimedia Nowhere").short == "Wikimedia Nowhere"


# --- Policy --------------------------------------------------------------------------------------


def test_the_installation_brings_version_one(db: None) -> None:
    """From the migration, not from a fixture of the tests."""
    version = PolicyVersion.objects.get()
    assert version.number == 1 and version.published_at and version.needs_acknowledgement
    text = version.texts.get()
    assert text.language == "en" and len(text.body) > 1000


def test_a_published_version_never_changes(policy: PolicyVersion) -> None:
    policy.needs_acknowledgement = False
    with pytest.raises(TypeError):
        policy.save()
    text = policy.texts.get()
    text.body = "Anything goes."
    with pytest.raises(TypeError):
        text.save()
    assert PolicyVersion.objects.get().needs_acknowledgement
    assert "Anything goes" not in PolicyText.objects.get().body


def test_a_draft_changes(policy: PolicyVersion) -> None:
    draft = PolicyVersion.objects.create(number=2)
    text = PolicyText.objects.create(version=draft, body="Old")
    text.body, draft.needs_acknowledgement = "New", False
    text.save()
    draft.save()
    assert PolicyText.objects.get(version=draft).body == "New"


@pytest.mark.parametrize(
    ("languages", "asked", "found"),
    [
        (["en", "es"], "es", "es"),
        (["en", "es"], "fr", "en"),
        (["es"], "fr", "es"),
        (["en"], None, "en"),
        ([], "en", None),
    ],
)
def test_text_in(policy: object, languages: list[str], asked: str, found: str | None) -> None:
    version = PolicyVersion.objects.create(number=2)
    for language in languages:
        PolicyText.objects.create(version=version, language=language, body=language)
    text = version.text_in(asked)
    assert (text.language if text else None) == found


def test_one_text_for_each_language(policy: PolicyVersion) -> None:
    draft = PolicyVersion.objects.create(number=2)
    PolicyText.objects.create(version=draft, body="One")
    with pytest.raises(IntegrityError):
        PolicyText.objects.create(version=draft, body="Two")


def test_one_acknowledgement_for_each_session(dana: User, policy: PolicyVersion) -> None:
    uid = make.session().uid
    fields = {"version": policy, "at": make.now(), "session_uid": uid}
    Acknowledgement.objects.create(person=dana, **fields)
    with pytest.raises(IntegrityError):
        Acknowledgement.objects.create(person=dana, **fields)


def test_acknowledgements_of_forgotten_people_do_not_collide(policy: PolicyVersion) -> None:
    uid = make.session().uid
    for _ in range(2):
        Acknowledgement.objects.create(person=None, version=policy, at=make.now(), session_uid=uid)
    assert Acknowledgement.objects.count() == 2
