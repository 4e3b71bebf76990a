"""A sign-up that repeats what another one asked the database for."""

import threading
from typing import Any, NamedTuple
from unittest.mock import patch
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from meetings.models import Registration
from meetings.views import sign_up as real
from members.models import User
from members.tokens import new_handle
from vsn import trips
from vsn.outbox.models import Delivery
from vsn.trips import COMMIT, Question, ask, in_few_trips, later


class Asked(NamedTuple):
    """What the view of a sign-up asked, trip by trip, and whose it was."""

    about_the_page: list[Question]
    with_the_lock: list[Question]
    to_be_stored: list[Question]
    person: int
    place: Registration
    confirmation: Delivery

    def of(self, person: User, place: int | None) -> dict[object, object]:
        """What is another one for each person."""
        return {
            self.person: person.pk,
            self.place.pk: place,
            self.place.handle: new_handle(),
            self.confirmation.uid: uuid4(),
        }


class _Kept(threading.local):
    asked: Asked | None = None


_kept = _Kept()
_one_at_a_time = threading.Lock()


def sign_up(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The first of each thread is a real one."""
    person, asked = request.user, _kept.asked
    if asked is None:
        return _keep(request, slug, number)
    ask(*_as(asked.about_the_page, asked.of(person, None)))
    with in_few_trips():
        found = ask(*_as(asked.with_the_lock, asked.of(person, None)))
        place = next(rows[0][0] for rows in found if rows)  # the id that was reserved comes first
        for question in _as(asked.to_be_stored, asked.of(person, place)):
            later(question)
    return HttpResponseRedirect("/")


def _keep(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    asked, find, thread = [], trips._found, threading.get_ident()

    def found(questions: list[Question]) -> list[list[tuple]]:
        if threading.get_ident() == thread:
            asked.append([_raw(one) for one in questions if one is not COMMIT])
        return find(questions)

    person = request.user.pk  # asked for before
    with _one_at_a_time, patch.object(trips, "_found", found):
        answer = real(request, slug, number)
    place = Registration.objects.get(person=person, session__meeting__slug=slug)
    confirmation = Delivery.objects.get(about_id=place.pk, topic="signed_up")
    _kept.asked = Asked(*asked, person, place, confirmation)
    return answer


def _raw(question: Question) -> Question:
    """What it finds is left as it comes."""
    return question._replace(read=list if question.read else None)


def _as(questions: list[Question], other: dict[object, object]) -> list[Question]:
    def value(one: Any) -> object:
        return other.get(one, one) if type(one) in {int, str, UUID} else one

    return [one._replace(values=[value(each) for each in one.values]) for one in questions]
