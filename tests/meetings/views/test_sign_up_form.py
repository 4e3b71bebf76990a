"""What the form of a sign-up says before and after it is sent."""

import pytest
from django.urls import reverse

from meetings.models import Meeting, Registration, Session
from tests import factories as make
from tests.factories import DAY
from tests.visitors import text, visitor

pytestmark = pytest.mark.django_db
WAITS = "All places are taken."


def at(session: Session) -> str:
    return reverse("meetings:sign_up", args=[session.meeting.slug, session.number])


def test_a_full_session_is_called_full_all_the_way(meeting: Meeting) -> None:
    small = make.session(meeting, starts_in=DAY, capacity=1)
    before = text(visitor().get(at(small)))
    assert "There is 1 place." in before and WAITS not in before
    make.registration(small, make.person())
    full = text(visitor().get(at(small)))
    assert WAITS in full and "Join the waiting list</button>" in full
    assert "There is 1 place." not in full and "Sign up</button>" not in full
    fay = make.sign_up_stranger("fay@example.org", small)
    assert WAITS in text(visitor().get(fay.place_path))
    Registration.objects.exclude(pk=fay.pk).update(status="cancelled")
    assert WAITS not in text(visitor().get(fay.place_path))


def test_without_a_limit_nobody_waits(meeting: Meeting) -> None:
    large = make.session(meeting, starts_in=DAY)
    make.registration(large, make.person())
    assert WAITS not in text(visitor().get(at(large)))


def test_the_summary_names_the_fields_but_repeats_no_long_sentence(meeting: Meeting) -> None:
    answer = visitor().post(at(make.session(meeting, starts_in=DAY)), {"visibility": "name"})
    page = text(answer)
    assert answer.status_code == 422
    assert ">Where should the link go? – Please" in page
    assert ">Please read the safe space policy and say that you will keep to it.</a>" in page


def test_a_slip_in_the_address_is_seen(meeting: Meeting) -> None:
    """By whoever typed it, on the page that comes next, and nowhere after it."""
    session, dana = make.session(meeting, starts_in=DAY), visitor()
    typed = {"reach": "dana@exmaple.org", "name": "Dana", "visibility": "name", "policy": "on"}
    page = text(dana.post(at(session), typed, follow=True))
    assert "You gave: dana@exmaple.org" in page and f'href="{at(session)}"' in page
    for path in (at(session), session.meeting.get_absolute_url()):
        assert "exmaple" not in text(dana.get(path))
