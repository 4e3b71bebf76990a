"""Versions of the safe space policy, and who acknowledged them."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from members.models import Acknowledgement, PolicyText, PolicyVersion, User
from members.rules import Refusal, Refused
from vsn.audit.journal import record
from vsn.audit.models import Action


@transaction.atomic(savepoint=False)
def acknowledge(
    *, person: User, version: PolicyVersion, now: dt.datetime, session_uid: uuid.UUID
) -> None:
    """Keeps that the person acknowledged this version for that session; a second time changes
    nothing."""
    given = Acknowledgement(person=person, version=version, at=now, session_uid=session_uid)
    if _added(given):
        record(Action.ACKNOWLEDGED, version, by=person, now=now, number=version.number)


def _added(given: Acknowledgement) -> bool:
    """Stores it; False: it is known already. One statement where `get_or_create` needs four, while
    all who sign up for the same session are waiting."""
    fields = [field for field in given._meta.concrete_fields if not field.primary_key]
    values = [
        field.get_db_prep_save(field.value_from_object(given), connection) for field in fields
    ]
    columns = ", ".join(field.column for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(_ADD.format(columns, ", ".join(["%s"] * len(fields))), values)
        return cursor.fetchone() is not None


_ADD = "INSERT INTO members_acknowledgement ({}) VALUES ({}) ON CONFLICT DO NOTHING RETURNING id"


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
