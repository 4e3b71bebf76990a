"""Questions to policies and the exclusion list."""

import uuid

from django.utils import timezone

from members.models import Exclusion, PolicyVersion
from tests import factories as make
from tests.factories import DAY

Scope = Exclusion.Scope


def test_newest_is_the_highest_that_is_published(policy: PolicyVersion) -> None:
    PolicyVersion.objects.create(number=9)
    second = make.new_policy(substance=False)
    assert PolicyVersion.objects.newest() == second
    assert list(PolicyVersion.objects.published().order_by("number")) == [policy, second]


def test_required_number(policy: PolicyVersion) -> None:
    assert PolicyVersion.objects.required_number() == 1
    make.new_policy(substance=False)
    assert PolicyVersion.objects.required_number() == 1
    PolicyVersion.objects.create(number=7)
    assert PolicyVersion.objects.required_number() == 1
    make.new_policy(number=8, substance=True)
    assert PolicyVersion.objects.required_number() == 8


def test_required_number_without_any(db: None) -> None:
    assert PolicyVersion.objects.none().required_number() == 0


def test_in_force(db: None) -> None:
    now = timezone.now()
    open_ended = make.exclude("a@example.org")
    until_tomorrow = make.exclude("b@example.org", ends_at=now + DAY)
    make.exclude("c@example.org", ends_at=now)
    make.exclude("d@example.org", starts_at=now + DAY)
    assert set(Exclusion.objects.in_force(now)) == {open_ended, until_tomorrow}


def test_touching(db: None) -> None:
    uid, affiliate = uuid.uuid4(), make.affiliate()
    everything = make.exclude("a@example.org")
    meeting = make.exclude("b@example.org", scope=Scope.MEETING, meeting_uid=uid)
    platform = make.exclude("c@example.org", scope=Scope.AFFILIATE, affiliate=affiliate)
    make.exclude("d@example.org", scope=Scope.MEETING, meeting_uid=uuid.uuid4())
    make.exclude("e@example.org", scope=Scope.AFFILIATE, affiliate=make.affiliate())

    def touching(affiliate_id: int | None) -> set[Exclusion]:
        everyone = Exclusion.objects.all()
        return {e for e in everyone if e.touches(meeting_uid=uid, affiliate_id=affiliate_id)}

    assert touching(affiliate.pk) == {everything, meeting, platform}
    assert touching(None) == {everything, meeting}
