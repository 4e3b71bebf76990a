"""Changes to people and policies. Each is one transaction and leaves its trace."""

import datetime as dt
import uuid
from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from members.models import (
    Acknowledgement,
    Affiliate,
    Affiliation,
    Exclusion,
    PolicyText,
    PolicyVersion,
    User,
)
from members.rules import Refusal, Refused, identity
from vsn.audit.journal import record
from vsn.audit.models import Action


@transaction.atomic
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
        person.save(update_fields=changed)


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
def draft_policy(*, version: PolicyVersion, by: User, now: dt.datetime) -> PolicyVersion:
    """Keeps a draft; a new one gets the next number."""
    if not version.number:
        last = PolicyVersion.objects.order_by("-number").first()
        version.number = last.number + 1 if last else 1
    version.save()
    record(Action.POLICY_DRAFTED, version, by=by, now=now, number=version.number)
    return version


@transaction.atomic
def draft_policy_texts(
    *, version: PolicyVersion, kept: Iterable[PolicyText], dropped: Iterable[PolicyText]
) -> None:
    """Keeps and drops texts of a draft.

    Raises:
        Refused: the version is published; then it never changes.
    """
    if PolicyVersion.objects.published().filter(pk=version.pk).exists():
        raise Refused(Refusal("published", _("A published version never changes.")))
    for text in dropped:
        text.delete()
    for text in kept:
        text.save()


@transaction.atomic
def publish_policy(*, version: PolicyVersion, by: User | None, now: dt.datetime) -> None:
    """Puts a version into force. Who is owed an invitation to acknowledge it is a query
    (`meetings.links`), so there is nothing else to do.

    Raises:
        Refused: it is in force already, or it has no text.
    """
    if PolicyVersion.objects.published().filter(pk=version.pk).exists():
        raise Refused(Refusal("published", _("This version is published already.")))
    if not version.texts.exists():
        raise Refused(Refusal("empty", _("A version without a text cannot be published.")))
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
def add_person(*, email: str, name: str, by: User, now: dt.datetime) -> User:
    """The person of that address, known or not; a name they gave themselves stays."""
    person = find_or_make_person(email=email)
    if not person.name:
        person.name = name
        person.save(update_fields=["name"])
    record(Action.PERSON_ADDED, person, by=by, now=now)
    return person


@transaction.atomic
def save_affiliate(*, affiliate: Affiliate, by: User, now: dt.datetime) -> Affiliate:
    affiliate.save()
    record(Action.AFFILIATE_SAVED, affiliate, by=by, now=now)
    return affiliate


@transaction.atomic
def save_affiliations(
    *,
    affiliate: Affiliate,
    kept: Iterable[Affiliation],
    dropped: Iterable[Affiliation],
    by: User,
    now: dt.datetime,
) -> None:
    """Who works for an affiliate, and who there receives its conduct reports."""
    for tie in dropped:
        tie.delete()
    for tie in kept:
        tie.save()
    record(Action.AFFILIATION_SAVED, affiliate, by=by, now=now)


@transaction.atomic
def exclude(*, address_or_name: str, exclusion: Exclusion, by: User, now: dt.datetime) -> Exclusion:
    """Puts someone on the exclusion list. Of the address or user name only the keyed hash stays.

    Raises:
        Refused: there is nothing to make a hash of.
    """
    if not address_or_name.strip():
        raise Refused(Refusal("nobody", _("Give an e-mail address or a user name.")))
    exclusion.identity, exclusion.decided_by = identity(address_or_name), by
    exclusion.save()
    record(Action.EXCLUDED, exclusion, by=by, now=now, scope=exclusion.scope)
    return exclusion


@transaction.atomic
def lift_exclusion(*, exclusion: Exclusion, by: User, now: dt.datetime) -> bool:
    """Ends an exclusion now. False: it was over already."""
    if exclusion.ends_at and exclusion.ends_at <= now:
        return False
    exclusion.ends_at = now
    exclusion.save(update_fields=["ends_at"])
    record(Action.EXCLUSION_LIFTED, exclusion, by=by, now=now)
    return True


@transaction.atomic
def set_reader(*, person: User, time_zone: str | None = None, language: str | None = None) -> None:
    """Keeps the time zone or language the person chose."""
    if time_zone is not None:
        person.time_zone = time_zone
    if language is not None:
        person.language = language
    person.save(update_fields=["time_zone", "language"])
