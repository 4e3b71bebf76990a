"""Affiliates and who belongs to them."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from members.models import Affiliate, Affiliation, User
from vsn.audit.journal import record
from vsn.audit.models import Action


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
