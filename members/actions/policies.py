"""Versions of the safe space policy, and who acknowledged them."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from members.models import Acknowledgement, PolicyText, PolicyVersion, User
from members.rules import Refusal, Refused
from vsn.audit.journal import entry, record
from vsn.audit.models import Action
from vsn.hot import adding
from vsn.trips import later


@transaction.atomic(savepoint=False)
def acknowledge(
    *, person: User, version: PolicyVersion, now: dt.datetime, session_uid: uuid.UUID
) -> None:
    """Keeps that the person acknowledged this version for that session; a second time changes
    nothing."""
    given = Acknowledgement(
        person_id=person.pk, version_id=version.pk, at=now, session_uid=session_uid
    )
    told = entry(Action.ACKNOWLEDGED, version, by=person, now=now, number=version.number)
    # Not `get_or_create`, which needs four statements while all who sign up are waiting.
    later(adding(given, unless_known=True, then=told))


@dataclass(frozen=True, slots=True)
class Text:
    """The policy in one language, as somebody wrote it."""

    language: str
    body: str
    changes: str = ""


@transaction.atomic
def begin_draft(*, by: User, now: dt.datetime) -> PolicyVersion:
    """A draft that starts with the words of the newest version; the one in work if there is one."""
    if known := PolicyVersion.objects.drafts().first():
        return known
    newest = PolicyVersion.objects.published().order_by("-number").first()
    number = newest.number + 1 if newest else 1
    try:
        with transaction.atomic():
            made = PolicyVersion.objects.create(number=number)
    except IntegrityError:  # another admin began at the same moment
        return PolicyVersion.objects.get(number=number)
    if newest:
        for text in newest.texts.order_by("language"):
            PolicyText.objects.create(version=made, language=text.language, body=text.body)
    record(Action.POLICY_DRAFTED, made, by=by, now=now, number=number)
    return made


@transaction.atomic
def save_draft(
    *,
    version: PolicyVersion,
    texts: Iterable[Text],
    needs_acknowledgement: bool,
    seen: int,
    by: User,
    now: dt.datetime,
) -> None:
    """Keeps a draft as somebody wrote it; a language that is not among the texts goes.

    Raises:
        Refused: it is published, or somebody else saved it in the meantime.
    """
    _take(version, seen, needs_acknowledgement=needs_acknowledgement)
    texts = list(texts)
    version.texts.exclude(language__in=[text.language for text in texts]).delete()
    for text in texts:
        PolicyText.objects.update_or_create(
            version=version,
            language=text.language,
            defaults={"body": text.body, "changes": text.changes},
        )
    record(Action.POLICY_DRAFTED, version, by=by, now=now, number=version.number)


@transaction.atomic
def discard_draft(*, version: PolicyVersion, seen: int, by: User, now: dt.datetime) -> None:
    """Throws a draft away, with all its texts.

    Raises:
        Refused: it is published, or somebody else saved it in the meantime.
    """
    _take(version, seen)
    record(Action.POLICY_DISCARDED, version, by=by, now=now, number=version.number)
    version.texts.all().delete()
    version.delete()


@transaction.atomic
def publish_policy(
    *, version: PolicyVersion, by: User | None, now: dt.datetime, seen: int | None = None
) -> None:
    """Puts a version into force. Who is owed an invitation to acknowledge it is a query
    (`meetings.links`), so there is nothing else to do.

    Raises:
        Refused: it is in force already, it has no text, a later one is in force, or (with `seen`)
            somebody else saved it in the meantime.
    """
    _take(version, seen, needs_acknowledgement=version.needs_acknowledgement, published_at=now)
    if not version.texts.exists():
        raise Refused(Refusal("empty", _("A version without a text cannot be published.")))
    if PolicyVersion.objects.published().filter(number__gt=version.number).exists():
        sentence = _("A later version is in force already. Throw this draft away and begin anew.")
        raise Refused(Refusal("overtaken", sentence))
    record(Action.POLICY_PUBLISHED, version, by=by, now=now, number=version.number)


def _take(version: PolicyVersion, seen: int | None, **values: object) -> None:
    """Nobody else changes the draft until the commit; it gets these values.

    Raises:
        Refused: it is published, thrown away, or no longer as the page showed it.
    """
    draft = PolicyVersion.objects.drafts().filter(pk=version.pk)
    same = draft if seen is None else draft.filter(revision=seen)
    if same.update(revision=F("revision") + 1, **values):
        version.refresh_from_db()
        return
    if PolicyVersion.objects.published().filter(pk=version.pk).exists():
        raise Refused(Refusal("published", _("This version is published. It never changes.")))
    if not draft.exists():
        raise Refused(Refusal("gone", _("Another admin has thrown this draft away.")))
    sentence = _("Another admin has saved this draft in the meantime. Nothing is lost: see below.")
    raise Refused(Refusal("changed", sentence))
