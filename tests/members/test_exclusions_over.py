"""Exclusions that are over: after a while nobody can tell whom they were about."""

from typing import Any

import pytest
from django.urls import reverse

from members import actions
from members.actions.exclusions import forget_exclusions
from members.models import Exclusion, User
from members.rules.exclusions import ONCE_IN, PROVISIONAL, hashes
from tests import factories as make
from tests.factories import DAY
from tests.members.excluding import MALLORY, decide, now_of, propose
from tests.visitors import text, visitor


@pytest.fixture
def bea(ada: User) -> User:
    """The second admin."""
    return make.person("bea@example.org", name="Bea", is_staff=True)


def test_a_year_after_it_is_over_nobody_can_tell_whom_it_was_about(
    ada: User, bea: User, settings: Any
) -> None:
    settings.EXCLUSION_RETENTION_DAYS = 100
    made = propose(ada)
    actions.carry_over(of=MALLORY, to="#77")
    decide("confirm", made, bea, note="canary")
    decide("lift", made, bea, note="canary")
    lasting, later = make.exclude("lasting@example.org"), make.now() + 99 * DAY
    assert forget_exclusions(later) == 0
    assert forget_exclusions(later + 2 * DAY) == 2, "and its copy"
    kept = now_of(made)
    assert (kept.identity, kept.reason, kept.scope, kept.confirmed_by) == (
        "",
        "",
        "everything",
        bea,
    )
    assert not made.steps.exclude(note="").exists() and made.steps.count() == 3
    assert now_of(lasting).identity and now_of(lasting).reason
    page = text(visitor(ada).get(reverse("members:exclusion", args=[made.pk])))
    assert "Forgotten, like the reason" in page and "keyed hash" not in page
    assert forget_exclusions(later + 2 * DAY) == 0
    for name in ("", " ", MALLORY):  # nothing keyed is empty
        assert not Exclusion.objects.filter(identity__in=hashes(name)).exists()


def test_whom_one_admin_shut_out_alone_is_known_until_it_can_be_urgent_again(
    ada: User, bea: User, settings: Any
) -> None:
    settings.EXCLUSION_RETENTION_DAYS = 1
    decide("drop", propose(ada, urgent=True), ada, note="Again?")
    assert forget_exclusions(make.now() + 20 * DAY) == 0
    assert forget_exclusions(make.now() + PROVISIONAL + ONCE_IN + DAY) == 1
