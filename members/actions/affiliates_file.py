"""Affiliates from a file of facts: what is missing is added, what admins wrote stays."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from members.actions.affiliates import retire_affiliate, save_affiliate
from members.models import Affiliate, FormerAddress
from members.wording import plain_words
from vsn.audit.models import Action, Entry

Row = Mapping[str, Any]
# Our column, and what the file calls it.
_TEXTS = {"code": "code", "other_name": "other_name", "country": "country", "region": "region",
          "homepage": "homepage"}  # fmt: skip


class Unreadable(Exception):
    """A row that says too little; nothing was changed."""


@dataclass
class Brought:
    """What was done, in numbers."""

    added: int = 0
    former: int = 0
    filled: int = 0
    retired: int = 0
    same: int = 0


@transaction.atomic
def bring_in_affiliates(*, rows: Iterable[Row], now: dt.datetime) -> Brought:
    """One transaction for the whole file; bringing it in again changes nothing. An affiliate is
    known by its name or other name, also one that was merged or renamed: never by its code.

    Raises:
        Unreadable: a row has no name, or a kind that we do not know.
    """
    known, done = _known(), Brought()
    for row in rows:
        _check(row)
        words, address = plain_words(row["name"]), slugify(row["name"])
        if there := known.get(words) or known.get(address):
            _complete(there, row, done, now)
            continue
        made = save_affiliate(affiliate=_new(row), by=None, now=now)
        known[words] = made
        done.added += 1
        done.former += made.is_former
    return done


def _known() -> dict[str, Affiliate]:
    """By every name there is, and every address there was."""
    found = list(Affiliate.objects.all())
    former = FormerAddress.objects.select_related("affiliate")
    by_address = {one.slug: one.affiliate for one in former}
    other = {plain_words(one.other_name): one for one in found if one.other_name}
    return by_address | other | {plain_words(one.name): one for one in found}


def _check(row: Row) -> None:
    if not str(row.get("name", "")).strip():
        raise Unreadable("A row has no name. Nothing was changed.")
    if row.get("type") not in Affiliate.Kind.values:
        raise Unreadable(f"{row['name']}: we do not know this kind. Nothing was changed.")


def _new(row: Row) -> Affiliate:
    return Affiliate(
        name=row["name"][:200],
        kind=row["type"],
        in_network=row.get("in_vsn", False),
        is_former=_is_former(row),
        **{ours: row.get(theirs, "") for ours, theirs in _TEXTS.items()},
    )


def _complete(known: Affiliate, row: Row, done: Brought, now: dt.datetime) -> None:
    gaps = {
        ours: row[theirs]
        for ours, theirs in _TEXTS.items()
        if row.get(theirs) and not getattr(known, ours)
    }
    retires = _is_former(row) and not known.is_former and not _was_revived(known)
    if gaps:
        for name, value in gaps.items():
            setattr(known, name, value)
        save_affiliate(affiliate=known, by=None, now=now)
        done.filled += 1
    if retires:
        retire_affiliate(affiliate=known, by=None, now=now)
        done.retired += 1
    done.same += not gaps and not retires


def _was_revived(affiliate: Affiliate) -> bool:
    """An admin knew better than the file."""
    return Entry.objects.about(affiliate).filter(action=Action.AFFILIATE_REVIVED).exists()


def _is_former(row: Row) -> bool:
    return row.get("status") == "former"
