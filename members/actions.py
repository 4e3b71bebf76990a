"""Changes to people and policies. Each is one transaction and leaves its trace."""

import datetime as dt
import uuid

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from members.models import Acknowledgement, PolicyVersion, User
from vsn.audit.journal import record
from vsn.audit.models import Action


@transaction.atomic
def find_or_make_person(*, email: str) -> User:
    """The one person of that address, or a new light user who still has to prove it."""
    email = email.strip().lower()
    known = EmailAddress.objects.filter(email=email, verified=True).select_related("user").first()
    if known:
        return known.user
    person, made = User.objects.get_or_create(email=email, defaults={"password": make_password(None)})
    if made:
        # allauth proves addresses it has a row for: signing in with a code then confirms this one.
        EmailAddress.objects.create(user=person, email=email, primary=True)
    return person


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
def acknowledge(
    *, person: User, version: PolicyVersion, now: dt.datetime, session_uid: uuid.UUID | None = None
) -> Acknowledgement:
    """Keeps that the person acknowledged this version; a second time changes nothing."""
    acknowledgement, made = Acknowledgement.objects.get_or_create(
        person=person, version=version, session_uid=session_uid, defaults={"at": now}
    )
    if made:
        record(Action.ACKNOWLEDGED, version, by=person, now=now, number=version.number)
    return acknowledgement


@transaction.atomic
def publish_policy(*, version: PolicyVersion, by: User | None, now: dt.datetime) -> None:
    """Puts a version into force. Who is owed an invitation to acknowledge it is a query
    (`meetings.links`), so there is nothing else to do."""
    version.published_at = now
    version.save()
    record(Action.POLICY_PUBLISHED, version, by=by, now=now, number=version.number)


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
def set_reader(*, person: User, time_zone: str | None = None, language: str | None = None) -> None:
    """Keeps the time zone or language the person chose."""
    if time_zone is not None:
        person.time_zone = time_zone
    if language is not None:
        person.language = language
    person.save(update_fields=["time_zone", "language"])
