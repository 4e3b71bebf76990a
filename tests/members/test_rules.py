"""What holds for people."""

import unicodedata
import uuid
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone
from hypothesis import assume, given
from hypothesis import strategies as st

from members import rules
from members.models import Exclusion, User
from members.rules import Refusal, Refused, identity
from tests import factories as make
from tests.factories import DAY, HOUR
from vsn.outbox.channels import Route

words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20)


# --- How to reach someone ------------------------------------------------------------------------


def test_routes(dana: User) -> None:
    assert rules.routes(dana) == (Route("email", "dana@example.org"),)
    assert rules.routes(make.unreachable()) == ()


# --- Exclusions ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "same",
    ["Dana@Example.org", " dana@example.org ", "dana+tag@example.org", "DANA+a+b@EXAMPLE.ORG",
     "ｄａｎａ@example.org"],
)  # fmt: skip
def test_one_address_however_it_is_typed(same: str) -> None:
    assert identity(same) == identity("dana@example.org")


@pytest.mark.parametrize(
    "same", ["Zoë_the_Editor", "zoë the editor", " Zoë  the__Editor_", "Zoe\u0308 the Editor",
     "User:Zoë the Editor", "Zoë the Editor\u200e"],
)  # fmt: skip
def test_one_user_name_however_it_is_typed(same: str) -> None:
    assert identity(same) == identity("Zoë the Editor")


@pytest.mark.parametrize(
    "other", ["dana@example.net", "dan@example.org", "dana", "dana@sub.example.org", "example.org"]
)
def test_others_are_others(other: str) -> None:
    assert identity(other) != identity("dana@example.org")


@given(words, words)
def test_identity_of_any_address(local: str, host: str) -> None:
    address = f"{local}@{host}.org"
    for same in (address.upper(), f"  {address}", f"{local}+x@{host}.org", address.title()):
        assume(same.casefold() == same.casefold().casefold())
        if unicodedata.normalize("NFKC", same.casefold()).replace("+x", "").strip() == (
            unicodedata.normalize("NFKC", address.casefold())
        ):
            assert identity(same) == identity(address)


@given(words, words)
def test_different_names_are_different_people(one: str, other: str) -> None:
    def plain(text: str) -> str:
        text = unicodedata.normalize("NFKC", text)
        text = unicodedata.normalize("NFKC", text.casefold())
        return " ".join(text.replace("_", " ").split())

    assert (identity(one) == identity(other)) is (plain(one) == plain(other))


@given(st.text())
def test_identity_never_fails_and_never_holds_what_was_typed(text: str) -> None:
    made = identity(text)
    assert len(made) == 64 and set(made) <= set("0123456789abcdef")


def test_identity_depends_on_the_key(settings: Any) -> None:
    """Without the key nobody can try out addresses against the list."""
    first = identity("dana@example.org")
    settings.IDENTITY_KEYS = ["another"]
    assert identity("dana@example.org") != first


def test_a_new_key_lifts_no_exclusion(dana: User, settings: Any) -> None:
    make.exclude("dana@example.org")
    settings.IDENTITY_KEYS = ["another", *settings.IDENTITY_KEYS]
    assert rules.is_excluded(dana, meeting_uid=uuid.uuid4(), affiliate_id=None, now=timezone.now())


def test_identities_are_all_ways_to_name_a_person(policy: object) -> None:
    person = make.person("dana@example.org", wikimedia_name="Dana D")
    EmailAddress.objects.create(user=person, email="work@example.org", verified=True)
    names = ("dana@example.org", "work@example.org", "dana d")
    assert set(rules.identities(person)) == {identity(name) for name in names}
    assert rules.identities(make.person(None)) == []


@pytest.mark.parametrize(
    ("fields", "excluded"),
    [
        ({}, True),
        ({"ends_at": timezone.now() + DAY}, True),
        ({"ends_at": timezone.now() - HOUR}, False),
        ({"starts_at": timezone.now() + DAY}, False),
        ({"scope": Exclusion.Scope.MEETING, "meeting_uid": uuid.UUID(int=1)}, True),
        ({"scope": Exclusion.Scope.MEETING, "meeting_uid": uuid.UUID(int=2)}, False),
        ({"scope": Exclusion.Scope.AFFILIATE}, False),  # of nobody's platform
    ],
)
def test_is_excluded(dana: User, fields: dict[str, Any], excluded: bool) -> None:
    make.exclude("dana@example.org", **fields)
    asked = {"meeting_uid": uuid.UUID(int=1), "affiliate_id": None, "now": timezone.now()}
    assert rules.is_excluded(dana, **asked) is excluded
    assert not rules.is_excluded(make.person(), **asked)


def test_excluded_from_a_platform(dana: User) -> None:
    mine, other = make.affiliate(), make.affiliate()
    make.exclude("dana@example.org", scope=Exclusion.Scope.AFFILIATE, affiliate=mine)
    now, uid = timezone.now(), uuid.uuid4()
    assert rules.is_excluded(dana, meeting_uid=uid, affiliate_id=mine.pk, now=now)
    assert not rules.is_excluded(dana, meeting_uid=uid, affiliate_id=other.pk, now=now)


def test_who_has_nothing_to_be_known_by_is_not_excluded(policy: object) -> None:
    make.exclude("dana@example.org")
    nobody = make.person(None)
    assert not rules.is_excluded(
        nobody, meeting_uid=uuid.uuid4(), affiliate_id=None, now=timezone.now()
    )


# --- Policy --------------------------------------------------------------------------------------


def test_acknowledged_number(dana: User) -> None:
    assert rules.acknowledged_number(dana) == 0
    make.acknowledged(dana, make.new_policy())
    make.acknowledged(dana, make.policy().__class__.objects.get(number=1))
    assert rules.acknowledged_number(dana) == 2


def test_required_is_the_newest_at_sign_up_or_a_later_one_of_substance(policy: Any) -> None:
    assert rules.required_number(policy) == 1
    reworded = make.new_policy(substance=False)
    assert rules.required_number(policy) == 1
    assert rules.required_number(reworded) == 2
    make.new_policy(substance=True)
    assert rules.required_number(policy) == rules.required_number(reworded) == 3


# --- Refusals ------------------------------------------------------------------------------------


def test_a_refusal_says_why() -> None:
    no = Refusal("full", "That session is full.")
    assert str(no) == "That session is full."
    assert Refused(no).refusal is no and str(Refused(no)) == "full"
