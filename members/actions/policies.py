"""Versions of the safe space policy, and who acknowledged them."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from members.models import Acknowledgement, PolicyText, PolicyVersion, User
from members.rules import Refusal, Refused
from vsn.audit.journal import record
from vsn.audit.models import Action


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
