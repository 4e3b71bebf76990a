"""Somebody is asked to run a meeting."""

from typing import Any

from django.test import Client
from django.urls import reverse

from meetings import actions
from meetings.models import Invitation, Meeting
from members.models import User
from tests import factories as make


def page_of(meeting: Meeting) -> str:
    return reverse("meetings:facilitators", args=[meeting.slug])


def answer_to(invitation: Invitation) -> str:
    return reverse("meetings:invitation", args=[invitation.handle])


def ask(desk: Client, meeting: Meeting, reach: str, name: str = "Chidi", **more: str) -> Any:
    return desk.post(page_of(meeting), {"reach": reach, "name": name, **more}, follow=True)


def asked(person: User, meeting: Meeting, by: User, **more: Any) -> Invitation:
    actions.invite_facilitator(
        meeting=meeting, reach=str(person.email), name=person.name or "Somebody", by=by,
        now=make.now(), **more,
    )  # fmt: skip
    return Invitation.objects.get(meeting=meeting, person=person, by=by)


def runs(person: User, meeting: Meeting) -> bool:
    return meeting.facilitations.filter(person=person).exists()
