"""What the portal holds about a person. Members know nothing of the apps above them, so each app
says at its start what it holds, what becomes of it, and what stands in the way of forgetting.

A section names every column that ties a row to a person (`holds`); a test asks each model, so that
nothing is held that the person is not shown.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.apps import apps
from django.db.models import Exists, Q, QuerySet
from django.utils.functional import Promise

from members.models import User
from members.rules import Refusal

# What one thing says, by the names that `Section.labels` explains. Never a call link, and never
# what others wrote in confidence.
Row = dict[str, Any]
Words = str | Promise


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of thing that is held about people."""

    key: str
    title: Words
    labels: Mapping[str, Words]
    rows: Callable[[User], list[Row]]
    # What becomes of it when the person deletes their data.
    after: Words
    stays: bool = False  # without their name, or as a count
    page: str = ""  # the address where it is looked at and put right
    holds: tuple[str, ...] = ()  # "app.model.column"
    # The ways from a person to these rows, where they are others than what it `holds`; empty: the
    # rows are asked for without looking before whether there are any.
    found_by: tuple[str, ...] | None = None


class Forgets(Protocol):
    """The action that takes somebody out of every table."""

    def __call__(self, *, person: User, now: dt.datetime) -> int: ...


Parting = Callable[[User], None]
Obstacle = Callable[[User, dt.datetime], Refusal | None]
Locking = Callable[[Collection[int]], None]
# The ids of people, as a query.
Keeping = Callable[[dt.datetime], QuerySet]

sections: dict[str, Section] = {}
obstacles: list[Obstacle] = []
partings: list[Parting] = []
lockings: list[Locking] = []
keepings: list[Keeping] = []
_forgetting: list[Forgets] = []


def with_anything(person: User) -> set[str]:
    """The keys of the sections that may hold something of this person: one query for all of them.
    Of the others it is sure that they hold nothing."""
    ways = {
        key: section.holds if section.found_by is None else section.found_by
        for key, section in sections.items()
    }
    asked = {key: _any(names, person) for key, names in ways.items() if names}
    found = User.objects.filter(pk=person.pk).values_list(*asked.values()).first()
    without = {key for key, there in zip(asked, found or (), strict=False) if not there}
    return set(sections) - without


def _any(ways: Iterable[str], person: User) -> Q:
    found = Q()
    for way in ways:
        app, model, path = way.split(".")
        found |= Q(Exists(apps.get_model(app, model)._default_manager.filter(**{path: person.pk})))
    return found


def register_sections(*found: Section) -> None:
    sections.update({section.key: section for section in found})


def register_obstacle(obstacle: Obstacle) -> None:
    """Asked before anybody is forgotten at their own wish: what they have to hand over first."""
    if obstacle not in obstacles:
        obstacles.append(obstacle)


def register_parting(parting: Parting) -> None:
    """What an app does before a person goes that no foreign key does: a name in a text, say."""
    if parting not in partings:
        partings.append(parting)


def register_locking(locking: Locking) -> None:
    """What an app locks of these people before they themselves are locked, since its actions take
    their locks in that order."""
    if locking not in lockings:
        lockings.append(locking)


def register_keeping(keeping: Keeping) -> None:
    """Who was promised to hear from us, and so is not forgotten by the clock before. At their own
    wish they are, at once."""
    if keeping not in keepings:
        keepings.append(keeping)


def kept(now: dt.datetime) -> Q:
    """Those people, as a condition."""
    wanted = Q(pk__in=[])
    for keeping in keepings:
        wanted |= Q(pk__in=keeping(now))
    return wanted


def lock_all_of(people: Collection[int]) -> None:
    """Asked before the people of these ids are locked, to forget them or to make two one."""
    for locking in lockings:
        locking(people)


def part_with(person: User) -> None:
    """Asked by the action that forgets, inside its transaction."""
    for parting in partings:
        parting(person)


def register_forgetting(forgets: Forgets) -> None:
    """The one action that takes a person out of every table there is."""
    _forgetting[:] = [forgets]


def forget(*, person: User, now: dt.datetime) -> int:
    """Returns how many sign-ups remain as a count.

    Raises:
        Refused: something stands in the way.
    """
    (forgets,) = _forgetting
    return forgets(person=person, now=now)


def obstacle_for(person: User, now: dt.datetime) -> Refusal | None:
    """The first thing that has to be handed over before this person can be forgotten."""
    return next((no for ask in obstacles if (no := ask(person, now))), None)
