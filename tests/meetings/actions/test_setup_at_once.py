"""Two who set up a meeting at once: what each may not do alone does not come about by both."""

from functools import partial

import pytest
from django.db import transaction

from meetings import actions
from meetings.models import CallLink, Meeting, Session
from tests import factories as make
from tests.factories import DAY
from tests.meetings.actions.side_by_side import (
    Scene,
    Thread,
    cancel_meeting,
    put_off,
    scene,
    set_link,
)

pytestmark = pytest.mark.django_db(transaction=True)


def over(s: Scene) -> None:
    ends = {"starts_at": make.now() - 3 * DAY, "ends_at": make.now() - 2 * DAY}
    Session.objects.filter(pk=s.first.pk).update(**ends)


def test_what_was_held_is_not_put_off_while_its_meeting_is_called_off() -> None:
    s = scene()
    over(s)
    with transaction.atomic():
        cancel_meeting(s)()
        thread = Thread(put_off(s))
    thread.ended()
    assert not Session.objects.filter(status="published", ends_at__gt=make.now()).exists()


@pytest.mark.parametrize("first", ["link", "text"])
def test_a_link_and_the_same_in_a_text_at_once(first: str) -> None:
    s = scene()
    told = Meeting.objects.get(pk=s.meeting.pk)
    told.description = f"We meet at {make.LINK}"
    tell = partial(
        actions.save_meeting, meeting=told, changed=["description"], by=s.by, now=make.now()
    )
    one, other = (set_link(s), tell) if first == "link" else (tell, set_link(s))
    with transaction.atomic():
        one()
        thread = Thread(other)
    thread.ended()
    said = make.LINK in Meeting.objects.get(pk=s.meeting.pk).description
    assert said != CallLink.objects.exclude(ciphertext="").exists()
