"""Affiliates and who belongs to them."""

import datetime as dt
from collections.abc import Iterable
from hashlib import sha256

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from members.actions.profiles import refresh_words
from members.models import Affiliate, Affiliation, FormerAddress, User
from members.rules import Refusal, Refused, may_merge
from members.rules.refusals import OVERTAKEN
from vsn.audit.journal import record
from vsn.audit.models import Action


def fingerprint(affiliate: Affiliate) -> str:
    """The same as long as nothing of it changes."""
    known = {field.attname: getattr(affiliate, field.attname) for field in affiliate._meta.fields}
    return sha256(repr(known).encode()).hexdigest()[:32]


@transaction.atomic
def save_affiliate(
    *, affiliate: Affiliate, by: User | None, now: dt.datetime, seen: str = ""
) -> Affiliate:
    """Keeps an affiliate. A new one gets an address made from its name; where it was before
    leads to it for good.

    Raises:
        Refused: it has been merged into another one, or is not any more what whoever changed it
            saw, of which `seen` is the fingerprint.
    """
    before = _as_stored(affiliate, seen) if affiliate.pk else None
    if not affiliate.slug:
        affiliate.slug = _free_address(affiliate.name)
    affiliate.save()
    FormerAddress.objects.filter(slug=affiliate.slug).delete()
    if before and before.slug != affiliate.slug:
        FormerAddress.objects.create(affiliate=affiliate, slug=before.slug)
    _refresh(affiliate, now)
    record(Action.AFFILIATE_SAVED, affiliate, by=by, now=now)
    return affiliate


def _as_stored(affiliate: Affiliate, seen: str) -> Affiliate:
    stored = Affiliate.objects.select_for_update(no_key=True).filter(pk=affiliate.pk).first()
    if stored is None:
        raise Refused(Refusal("gone", _("It has been merged into another one in the meantime.")))
    if seen and fingerprint(stored) != seen:
        raise Refused(OVERTAKEN)
    return stored


def _free_address(name: str) -> str:
    start = slugify(name)[:70] or "affiliate"
    taken = {
        *Affiliate.objects.filter(slug__startswith=start).values_list("slug", flat=True),
        *FormerAddress.objects.filter(slug__startswith=start).values_list("slug", flat=True),
    }
    numbered = (f"{start}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (start, *numbered) if slug not in taken)


@transaction.atomic
def retire_affiliate(*, affiliate: Affiliate, by: User | None, now: dt.datetime) -> None:
    """The affiliate is no longer recognised: it stays, says so, and cannot be chosen any more."""
    if Affiliate.objects.filter(pk=affiliate.pk, is_former=False).update(is_former=True):
        record(Action.AFFILIATE_RETIRED, affiliate, by=by, now=now)


@transaction.atomic
def revive_affiliate(*, affiliate: Affiliate, by: User, now: dt.datetime) -> None:
    """The affiliate is recognised after all."""
    if Affiliate.objects.filter(pk=affiliate.pk, is_former=True).update(is_former=False):
        record(Action.AFFILIATE_REVIVED, affiliate, by=by, now=now)


@transaction.atomic
def merge_affiliates(*, kept: Affiliate, gone: Affiliate, by: User, now: dt.datetime) -> None:
    """Two rows become one: whatever is tied to `gone` is tied to `kept` then, its page leads
    there, and its name stays as the other name.

    Raises:
        Refused: they are the same, or one of them has been merged in the meantime.
    """
    if no := may_merge(kept, gone):
        raise Refused(no)
    both = Affiliate.objects.select_for_update().filter(pk__in=(kept.pk, gone.pk))
    rows = {row.pk: row for row in both.order_by("pk")}
    if len(rows) < 2:
        raise Refused(Refusal("gone", _("One of the two has been merged in the meantime.")))
    kept, gone = rows[kept.pk], rows[gone.pk]
    _move_ties(kept, gone)
    _drop_double_affiliations(kept, now)
    kept.code, kept.other_name = kept.code or gone.code, kept.other_name or gone.name
    kept.languages = sorted({*kept.languages, *gone.languages})
    kept.in_network = kept.in_network or gone.in_network
    gone_id, slug = gone.pk, gone.slug
    gone.delete()
    kept.save()
    FormerAddress.objects.create(affiliate=kept, slug=slug)
    _refresh(kept, now)
    record(Action.AFFILIATE_MERGED, kept, by=by, now=now, merged=gone_id)


def _move_ties(kept: Affiliate, gone: Affiliate) -> None:
    """Everything in any app that points to the one points to the other then. Members know nothing
    of the apps above, so Django is asked who points here."""
    for relation in Affiliate._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and relation.one_to_many):
            continue
        model, name = relation.related_model, relation.field.name
        rows = model._base_manager.filter(**{name: gone})
        if model._meta.auto_created:  # a table between two models: once is enough in it
            (other,) = {f.name for f in model._meta.fields if f.is_relation} - {name}
            there = model._base_manager.filter(**{name: kept}).values_list(other, flat=True)
            rows.filter(**{f"{other}__in": list(there)}).delete()
        rows.update(**{name: kept})


def _drop_double_affiliations(affiliate: Affiliate, now: dt.datetime) -> None:
    """Who belonged to both belongs to the one once."""
    first: dict[int, Affiliation] = {}
    for tie in affiliate.affiliations.present(now.date()).order_by("pk"):
        known = first.setdefault(tie.person_id, tie)
        if known is tie:
            continue
        known.job_title = known.job_title or tie.job_title
        known.receives_reports = known.receives_reports or tie.receives_reports
        known.self_said = known.self_said and tie.self_said
        known.save()
        tie.delete()


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
    dropped = list(dropped)
    people = {tie.person_id for tie in dropped}
    for tie in dropped:
        tie.delete()
    for tie in kept:
        tie.save()
    _refresh(affiliate, now, people)
    record(Action.AFFILIATION_SAVED, affiliate, by=by, now=now)


def _refresh(affiliate: Affiliate, now: dt.datetime, more: Iterable[int] = ()) -> None:
    """What a search finds of its people names the affiliate."""
    refresh_words({*affiliate.affiliations.values_list("person", flat=True), *more}, now)
