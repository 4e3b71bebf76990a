"""Setting meetings up in the admin: through the actions, with words for what does not work."""

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Meeting, Programme, Session
from members.models import User
from tests import factories
from tests.meetings.admin import act, meeting_form, recorded
from tests.visitors import text
from vsn.audit.models import Action
from vsn.outbox.models import Delivery


def test_a_programme_is_made(admin: Client) -> None:
    values = {"name": "VSN", "slug": "vsn", "starts_on": "2030-01-01", "ends_on": "2030-12-31"}
    assert admin.post(reverse("admin:meetings_programme_add"), values).status_code == 302
    assert Programme.objects.get().name == "VSN" and recorded(Action.PROGRAMME_SAVED) == 1


def test_a_meeting_is_made_with_hosts_and_facilitators(admin: Client, ben: User) -> None:
    host = factories.affiliate()
    values = meeting_form(
        hosts=[host.pk],
        **{"facilitations-TOTAL_FORMS": "1", "facilitations-0-person": ben.pk},
    )
    assert admin.post(reverse("admin:meetings_meeting_add"), values).status_code == 302
    made = Meeting.objects.get(slug="peer-support-2030")
    assert made.status == "draft" and made.lead_minutes == [1440, 60]
    assert made.interpretation == ["es", "fr"]
    assert list(made.hosts.all()) == [host] and list(made.facilitators.all()) == [ben]
    assert recorded(Action.MEETING_CREATED) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("lead_minutes", "soon"),
        ("lead_minutes", "-5"),
        ("lead_minutes", ""),
        ("lead_minutes", "1440, 9999999999"),
        ("lead_minutes", ",".join(map(str, range(1, 20)))),
        ("interpretation", "español"),
        ("language", "Klingon"),
        ("slug", "past"),
        ("title", "\u202egnitroppus"),
        ("kind", "party"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(admin: Client, field: str, value: str) -> None:
    answer = admin.post(reverse("admin:meetings_meeting_add"), meeting_form(**{field: value}))
    assert answer.status_code == 422
    assert field in answer.context["adminform"].form.errors
    assert not Meeting.objects.exists()


def test_the_address_of_a_meeting_stays(admin: Client, meeting: Meeting) -> None:
    address = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    ids = {"facilitations-INITIAL_FORMS": "1", "facilitations-TOTAL_FORMS": "1"}
    ids["facilitations-0-id"] = meeting.facilitations.get().pk
    ids["facilitations-0-person"] = meeting.facilitations.get().person_id
    answer = admin.post(address, meeting_form(title="Renamed", slug="elsewhere", **ids))
    assert answer.status_code == 302
    before, meeting = meeting.slug, Meeting.objects.get(pk=meeting.pk)
    assert meeting.slug == before and meeting.title == "Renamed"


def test_publishing_opens_the_meeting(admin: Client) -> None:
    meeting = factories.meeting(status="draft")
    draft = factories.session(meeting, status="draft")
    act(admin, "meeting", "publish", meeting)
    draft.refresh_from_db()
    assert draft.status == "published" and recorded(Action.MEETING_PUBLISHED) == 1


def test_cancelling_asks_why_says_how_many_and_tells_them(
    admin: Client, meeting: Meeting, session: Session, dana: User, chidi: User
) -> None:
    for who in (dana, chidi, factories.unreachable()):
        factories.sign_up(who, session)
    question = act(admin, "meeting", "cancel", meeting)
    assert "People who will be told: 2" in text(question)
    assert Meeting.objects.get(pk=meeting.pk).status == "published"
    again = act(admin, "meeting", "cancel", meeting, answered="1", reason="")
    assert again.status_code == 422 and "This field is required" in text(again)
    act(admin, "meeting", "cancel", meeting, answered="1", reason="Nobody can host it.")
    meeting.refresh_from_db()
    assert (meeting.status, meeting.cancel_reason) == ("cancelled", "Nobody can host it.")
    assert Delivery.objects.filter(topic="session_cancelled").count() == 2


def test_a_cancelled_meeting_is_not_published_again(admin: Client) -> None:
    meeting = factories.meeting(status="cancelled")
    answer = act(admin, "meeting", "publish", meeting)
    assert "A cancelled meeting cannot be published again." in text(answer)
