"""Forgetting people: at their wish, and when their time is over. What remains is a count."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from meetings.actions.lists import end
from meetings.models import CallLink, Registration, Session
from members.models import User
from vsn.audit.journal import record
from vsn.audit.models import Action


@transaction.atomic
def forget_person(*, person: User, now: dt.datetime) -> int:
    """Takes everything that names the person out of the database, at once.

    Places of the future are given back, those of the past remain as a count without a person,
    what waits in the outbox is dropped. Returns how many registrations remain as a count.
    """
    mine = Registration.objects.filter(person=person)
    # Nobody has proved that these were ever meant: they are not even a count.
    mine.filter(status=Registration.Status.UNCONFIRMED).delete()
    for registration in (
        Registration.objects.active()
        .filter(person=person, session__ends_at__gt=now)
        .select_related("session", "person")
    ):
        end(registration, Registration.Status.CANCELLED, now, told=False)
    # Lists of the past show names too: what was drawn of them is out of date now.
    sessions = Session.objects.filter(pk__in=mine.order_by().values("session"))
    sessions.update(list_version=F("list_version") + 1)
    kept = mine.update(
        name="",
        note="",
        removed_reason="",
        visibility=Registration.Visibility.ANONYMOUS,
        person=None,
    )
    record(Action.PERSON_FORGOTTEN, person, by=None, now=now, registrations=kept)
    person.delete()
    return kept


def purge_unconfirmed(now: dt.datetime) -> int:
    """Forgets light users who never proved their address in UNCONFIRMED_DAYS. Returns how many.

    Nobody knows whether that person ever was here, so nothing of them remains, not even a count.
    Whoever was asked again since, or was entered by an admin as more than a participant, stays.
    """
    old = now - dt.timedelta(days=settings.UNCONFIRMED_DAYS)
    light = User.objects.filter(
        _only_participants(),
        confirmed_at__isnull=True,
        date_joined__lt=old,
        last_login__isnull=True,
    )
    light = light.exclude(registrations__source=Registration.Source.FACILITATOR)
    return _forget_all(light.exclude(registrations__created_at__gte=old), now)


def forget_inactive(now: dt.datetime) -> int:
    """Forgets participants RETENTION_DAYS after the end of their last session. Returns how many.

    Members, facilitators, admins and who receives reports stay until they leave.
    """
    old = now - dt.timedelta(days=settings.RETENTION_DAYS)
    gone = User.objects.filter(
        Q(last_login__isnull=True) | Q(last_login__lt=old),
        _only_participants(),
        date_joined__lt=old,
    ).exclude(registrations__session__ends_at__gte=old)
    return _forget_all(gone, now)


def erase_call_links(now: dt.datetime) -> int:
    """Empties the links of sessions that ended CALL_LINK_HOURS ago. Returns how many."""
    old = now - dt.timedelta(hours=settings.CALL_LINK_HOURS)
    return (
        CallLink.objects.filter(session__ends_at__lt=old)
        .exclude(ciphertext="")
        .update(ciphertext="")
    )


def _only_participants() -> Q:
    return Q(is_staff=False, membership__isnull=True, facilitations__isnull=True) & ~Q(
        affiliations__receives_reports=True
    )


def _forget_all(people: QuerySet[User], now: dt.datetime) -> int:
    found = list(people.distinct()[:500])
    for person in found:
        forget_person(person=person, now=now)
    return len(found)
