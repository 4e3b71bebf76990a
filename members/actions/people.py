"""Who a person is: known or new, proved or not."""

import datetime as dt

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from members.models import User
from vsn.audit.journal import record
from vsn.audit.models import Action
from vsn.hot import changing
from vsn.trips import later


@transaction.atomic(savepoint=False)
def find_or_make_person(*, email: str) -> User:
    """The one person of that address, or a new light user who still has to prove it."""
    email = email.strip().lower()
    if known := owner_of(email):
        return known
    person, made = User.objects.get_or_create(
        email=email, defaults={"password": make_password(None)}
    )
    if made:
        # allauth proves addresses it has a row for: signing in with a code then confirms this one.
        EmailAddress.objects.create(user=person, email=email, primary=True)
    return person


def owner_of(email: str | None) -> User | None:
    """Who has proved that this address is theirs, be it their first one or another."""
    proved = EmailAddress.objects.filter(email=email or "", verified=True)
    known = proved.select_related("user").first()
    return known.user if known else None


def remember(
    person: User, *, name: str = "", language: str = "", time_zone: str = "", over: bool = False
) -> None:
    """Keeps what is known of the person for the next time; what they chose before stays, unless
    `over` says that it came from a stranger."""
    known = {"name": name, "language": language, "time_zone": time_zone}
    changed = [
        field for field, value in known.items() if value and (over or not getattr(person, field))
    ]
    for field in changed:
        setattr(person, field, known[field])
    if changed:
        later(changing(person, *changed))


@transaction.atomic
def prove_email(*, person: User, now: dt.datetime) -> None:
    """The person followed an address that only their mailbox had: it is theirs."""
    if not person.email:
        return
    address, made = EmailAddress.objects.get_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
    if not made and not address.verified:
        address.verified = True
        address.save(update_fields=["verified"])
    if person.confirmed_at is None:
        person.confirmed_at = now
        person.save(update_fields=["confirmed_at"])
        record(Action.PERSON_CONFIRMED, person, by=person, now=now)


@transaction.atomic
def make_admin(*, email: str, now: dt.datetime) -> User:
    """Makes the person of that address an admin, known or not."""
    person = find_or_make_person(email=email)
    person.is_staff = person.is_superuser = True
    person.save(update_fields=["is_staff", "is_superuser"])
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
    record(Action.ADMIN_MADE, person, by=None, now=now)
    return person


@transaction.atomic
def add_person(*, email: str, name: str, by: User, now: dt.datetime) -> User:
    """The person of that address, known or not; a name they gave themselves stays."""
    person = find_or_make_person(email=email)
    if not person.name:
        person.name = name
        person.save(update_fields=["name"])
    record(Action.PERSON_ADDED, person, by=by, now=now)
    return person


@transaction.atomic
def set_reader(*, person: User, time_zone: str | None = None, language: str | None = None) -> None:
    """Keeps the time zone or language the person chose."""
    if time_zone is not None:
        person.time_zone = time_zone
    if language is not None:
        person.language = language
    person.save(update_fields=["time_zone", "language"])
