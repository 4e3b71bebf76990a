"""See, take along, delete: what the portal holds about somebody is theirs."""

import datetime as dt
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import prefetch_related_objects

from members import holdings
from members.models import User
from members.rules import Refusal, Refused, may_unmake_admin
from vsn.audit.journal import record
from vsn.audit.models import Action


class Held(NamedTuple):
    """A section with what is in it for one person."""

    section: holdings.Section
    rows: list[holdings.Row]


def held(person: User) -> list[Held]:
    """Everything, app by app, in the order in which it is told; what is empty too."""
    prefetch_related_objects([person], "emailaddress_set")
    some = holdings.with_anything(person)
    return [
        Held(section, section.rows(person) if key in some else [])
        for key, section in holdings.sections.items()
    ]


def as_file(person: User, now: dt.datetime) -> dict[str, Any]:
    """The same for a program to read."""
    content: dict[str, Any] = {"made_at": now}
    return content | {section.key: rows for section, rows in held(person)}


@transaction.atomic
def note_download(*, person: User, kind: str, now: dt.datetime) -> None:
    record(Action.DATA_DOWNLOADED, person, by=person, now=now, kind=kind)


def may_be_deleted(person: User, now: dt.datetime) -> Refusal | None:
    """Why this person cannot be forgotten now, if so: somebody has to take something over."""
    if person.is_staff and (no := may_unmake_admin(person)):
        return no
    return holdings.obstacle_for(person, now)


@transaction.atomic
def delete_me(*, person: User, now: dt.datetime) -> int:
    """Takes the person out of every table, at once. Returns how many sign-ups remain as a count.

    Raises:
        Refused: they have to hand something over first.
    """
    if no := may_be_deleted(person, now):
        raise Refused(no)
    return holdings.forget(person=person, now=now)
