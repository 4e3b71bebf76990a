"""The exclusion list.

An admin decides alone about one meeting or one affiliate's platform. Nobody is kept from everything
by one admin: that is proposed, and in force when a second one agrees. What cannot wait is marked as
urgent and counts at once, for PROVISIONAL at most and only once: safety does not hang on who reads
their mail today, and no admin alone can shut anybody out for good.
"""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from members.actions.people import owner_of
from members.models import BanListCheck, Exclusion, ExclusionStep, User
from members.querysets import ExclusionQuerySet
from members.rules import Refusal, Refused, identities, identity, routes
from members.rules.exclusions import (
    CONFIRM,
    DROP,
    LIFT,
    ONCE_IN,
    PROVISIONAL,
    REVIEW,
    ExclusionRule,
    exclusion_refusal,
    hashes,
    may_exclude,
)
from vsn.audit.journal import record
from vsn.audit.models import Action
from vsn.mediawiki.names import normalise
from vsn.outbox import dispatch
from vsn.outbox.nudge import nudge

Kind, State = ExclusionStep.Kind, Exclusion.State
TOLD_WITHIN = dt.timedelta(days=30)
CHANGED = Refusal(
    "changed", _("Somebody else has changed this in the meantime. Please look at it again.")
)


@transaction.atomic
def exclude(
    *, address_or_name: str, exclusion: Exclusion, by: User, now: dt.datetime, urgent: bool = False
) -> Exclusion:
    """Puts someone on the exclusion list; from everything it is a proposal, which holds at once if
    it is urgent. Of the address or user name only the keyed hash stays.

    Raises:
        Refused: there is nothing to make a hash of, or the rules say no.
    """
    if not address_or_name.strip():
        raise Refused(Refusal("nobody", _("Give an e-mail address or a user name.")))
    proposed = exclusion.scope == Exclusion.Scope.EVERYTHING
    named = _every_name(address_or_name)
    if no := may_exclude(exclusion, named, by, now, urgent=proposed and urgent):
        raise Refused(no)
    exclusion.identity, exclusion.decided_by = identity(address_or_name), by
    exclusion.state = State.PROPOSED if proposed else State.AGREED
    exclusion.provisional_until = now + PROVISIONAL if proposed and urgent else None
    exclusion.save()
    _step(exclusion, Kind.PROPOSED if proposed else Kind.ADDED, by, now)
    action = Action.EXCLUSION_PROPOSED if proposed else Action.EXCLUDED
    record(action, exclusion, by=by, now=now, scope=exclusion.scope)
    if proposed:
        _tell_others("exclusion_waits", exclusion, by, now)
    return exclusion


@transaction.atomic
def confirm_exclusion(
    *, exclusion: Exclusion, by: User, seen: int, now: dt.datetime, note: str = ""
) -> None:
    """A second admin agrees: from now on it holds.

    Raises:
        Refused: it is their own proposal, or somebody else was quicker.
    """
    exclusion = _take(exclusion, seen, CONFIRM, by, now)
    _all(exclusion).update(state=State.AGREED, provisional_until=None, confirmed_by=by)
    _step(exclusion, Kind.CONFIRMED, by, now, note)
    record(Action.EXCLUSION_CONFIRMED, exclusion, by=by, now=now)


@transaction.atomic
def drop_exclusion(
    *, exclusion: Exclusion, by: User, seen: int, now: dt.datetime, note: str
) -> None:
    """An admin does not agree, or takes their own proposal back: it holds no longer."""
    exclusion = _take(exclusion, seen, DROP, by, now)
    _all(exclusion).update(state=State.DROPPED, ends_at=now)
    _step(exclusion, Kind.DROPPED, by, now, note)
    record(Action.EXCLUSION_DROPPED, exclusion, by=by, now=now)


@transaction.atomic
def review_exclusion(
    *, exclusion: Exclusion, by: User, seen: int, now: dt.datetime, note: str, review_on: dt.date
) -> None:
    """It was looked at again, and stays until that day."""
    exclusion = _take(exclusion, seen, REVIEW, by, now)
    _all(exclusion).update(review_on=review_on)
    _step(exclusion, Kind.REVIEWED, by, now, note)
    record(Action.EXCLUSION_REVIEWED, exclusion, by=by, now=now, review_on=str(review_on))


@transaction.atomic
def lift_exclusion(
    *, exclusion: Exclusion, by: User, seen: int, now: dt.datetime, note: str = ""
) -> None:
    """Ends an exclusion now, under every name under which it was kept. One admin is enough, also
    where it took two to make it: it can be made again, and urgent ones count at once. The others
    are told."""
    exclusion = _take(exclusion, seen, LIFT, by, now)
    _all(exclusion).update(ends_at=now)
    _step(exclusion, Kind.LIFTED, by, now, note)
    record(Action.EXCLUSION_LIFTED, exclusion, by=by, now=now)
    if exclusion.scope == Exclusion.Scope.EVERYTHING:
        _tell_others("exclusion_lifted", exclusion, by, now)


@transaction.atomic
def forget_exclusions(now: dt.datetime) -> int:
    """Of exclusions that were over EXCLUSION_RETENTION_DAYS ago, whom they were about and why is
    forgotten; scope, dates and steps stay, as a number. What may not be made urgent again yet is
    still known. Returns how many."""
    old = now - dt.timedelta(days=settings.EXCLUSION_RETENTION_DAYS)
    over = Exclusion.objects.filter(ends_at__lt=old).exclude(identity="")
    over = over.exclude(provisional_until__gt=now - ONCE_IN)
    ids = list(over.select_for_update().order_by("pk").values_list("pk", flat=True))
    ExclusionStep.objects.filter(exclusion__in=ids).update(note="")
    return Exclusion.objects.filter(pk__in=ids).update(identity="", reason="")


def carry_over(*, of: str | None, to: str) -> None:
    """Whoever is excluded under `of`, which the person loses, is so under `to`, which they keep.
    The copy stands and falls with its original. Inside its caller's transaction, which costs those
    who had no other name nothing."""
    if not of:
        return
    old = Exclusion.objects.filter(identity__in=hashes(of))
    roots = {exclusion.root_id for exclusion in old}
    # Locked, or one that is lifted at this moment would go on under its new name.
    locking = Exclusion.objects.select_for_update(no_key=True)
    for root in locking.filter(pk__in=roots).order_by("pk"):
        known = Exclusion.objects.family(root.pk).filter(identity__in=hashes(to))
        if not known.exists():
            root.copy_of_id, root.pk, root.identity = root.pk, None, identity(to)
            root.save(force_insert=True)


@transaction.atomic
def look_up_excluded(*, address_or_name: str, by: User, now: dt.datetime) -> list[Exclusion]:
    """What keeps this person out now, or is proposed, under whatever name the portal knows them
    by. That it was asked leaves a trace; what was typed does not."""
    names = _every_name(address_or_name)
    record(Action.EXCLUSION_CHECKED, by, by=by, now=now)
    alike = Exclusion.objects.filter(identity__in=names)
    roots = {one.root_id for one in alike if one.in_force(now) or one.state == State.PROPOSED}
    found = Exclusion.objects.filter(pk__in=roots).select_related("affiliate", "decided_by")
    return list(found.order_by("pk"))


def _every_name(address_or_name: str) -> list[str]:
    """The hashes of what was typed, and of whatever else is proved to be the same person's."""
    person = _proved(address_or_name)
    return [*hashes(address_or_name), *(identities(person) if person else ())]


def _proved(address_or_name: str) -> User | None:
    if "@" in address_or_name:
        return owner_of(address_or_name.strip().lower())
    named = User.objects.filter(wikimedia_proved_at__isnull=False)
    number = address_or_name.strip().removeprefix("#")
    if number != address_or_name.strip() and number.isdecimal() and len(number) < 18:
        return named.filter(wikimedia_id=int(number)).first()
    return named.filter(wikimedia_name=normalise(address_or_name)).first()


@transaction.atomic
def note_ban_list(
    *, person: User, found: bool, by: User, now: dt.datetime, seen: str | None = None
) -> None:
    """An admin looked one person up on the Foundation's event ban list. The journal tells that
    they looked, not what they found. `seen` is the day and time of the answer that they saw.

    Raises:
        Refused: it is about themselves, or another admin gave the other answer in the meantime.
    """
    if person.pk == by.pk:
        sentence = _("Nobody decides about themselves. Another admin has to do this.")
        raise Refused(Refusal("oneself", sentence))
    User.objects.select_for_update(no_key=True).filter(pk=person.pk).first()
    other = BanListCheck.objects.filter(person=person).exclude(found=found).first()
    if other and seen not in {None, other.at.isoformat()}:
        raise Refused(CHANGED)
    BanListCheck.objects.update_or_create(
        person=person, defaults={"found": found, "at": now, "by": by}
    )
    record(Action.BAN_LIST_CHECKED, person, by=by, now=now)


# --- What all of them do -------------------------------------------------------------------------


def _take(
    exclusion: Exclusion,
    seen: int,
    rules: tuple[ExclusionRule, ...],
    by: User,
    now: dt.datetime,
) -> Exclusion:
    """The original as it is now, locked, if it is still what the page showed and the rules let
    `by` do it.

    Raises:
        Refused: it has been changed since, or a rule says no.
    """
    same = Exclusion.objects.originals().filter(pk=exclusion.root_id, revision=seen)
    if not same.update(revision=F("revision") + 1):
        raise Refused(CHANGED)
    taken = Exclusion.objects.get(pk=exclusion.root_id)
    if no := exclusion_refusal(rules, taken, by, now):
        raise Refused(no)
    return taken


def _all(exclusion: Exclusion) -> ExclusionQuerySet:
    return Exclusion.objects.family(exclusion.root_id)


def _step(exclusion: Exclusion, kind: str, by: User, now: dt.datetime, note: str = "") -> None:
    ExclusionStep.objects.create(exclusion=exclusion, kind=kind, by=by, at=now, note=note)


def _tell_others(topic: str, exclusion: Exclusion, by: User, now: dt.datetime) -> None:
    others = User.objects.filter(is_staff=True, is_active=True).exclude(pk=by.pk)
    dispatch.enqueue(
        dispatch.owed(
            topic, exclusion, to=admin.pk, cause="made", now=now,
            not_after=now + TOLD_WITHIN,
        )
        for admin in others
        if routes(admin) and not set(identities(admin)) & {exclusion.identity}
    )  # fmt: skip
    nudge()
