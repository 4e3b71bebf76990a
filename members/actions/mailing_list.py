"""The mailing list, which is kept elsewhere: who is to be added there and who taken off."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from members.models import Exclusion, ListAddress, ListRun, Membership, User
from members.models.mailing_list import listed_as
from members.rules import Refusal, Refused, identities
from vsn.audit.journal import record
from vsn.audit.models import Action

CHANGED = Refusal(
    "changed",
    _(
        "Meanwhile somebody joined, left, or another admin was quicker. This is what is to be "
        "done now."
    ),
)


@dataclass(frozen=True, slots=True)
class Changes:
    """What has changed since the list was last brought up to date. Addresses with their names,
    as far as the portal knows them."""

    add: dict[str, str]
    remove: tuple[str, ...]
    everyone: dict[str, str]
    # The rows of those to remove: more than addresses, if some cannot be read any more.
    gone: tuple[int, ...]

    @property
    def unreadable(self) -> int:
        """So many are to be removed of which nobody knows the address: their key is gone."""
        return len(self.gone) - len(self.remove)

    @property
    def fingerprint(self) -> str:
        """The same for the same changes, so that exactly what was shown is marked as done."""
        lines = [*(f"+{address}" for address in self.add), *(f"-{row}" for row in self.gone)]
        return sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16]


def changes(now: dt.datetime) -> Changes:
    """Members and liaisons who want the list and have proved an address, against what was on it."""
    wanted = _wanted(now)
    new, gone = compare(wanted, ListAddress.objects.values_list("keyed", flat=True))
    # Nobody is taken off and added because a key was taken away (`renew_keys`).
    found = {row: row.address for row in ListAddress.objects.filter(keyed__in=gone)}
    rows = [row for row, address in found.items() if address not in new]
    new -= set(found.values())
    return Changes(
        add={address: name for address, name in wanted.items() if address in new},
        remove=tuple(sorted(address for row in rows if (address := row.address))),
        everyone=wanted,
        gone=tuple(row.pk for row in rows),
    )


@transaction.atomic
def renew_keys() -> int:
    """Locks with the newest keys what was locked with former ones, so that these can be taken
    away. Returns how many rows that was."""
    rows = list(ListAddress.objects.select_for_update().order_by("-pk"))
    former = [row for row in rows if row.address and not row.has_newest_keys]
    known = {row.keyed for row in rows} - {row.keyed for row in former}
    for row in former:
        now = ListAddress.of(row.address)
        if now.keyed in known:
            row.delete()
            continue
        known.add(now.keyed)
        row.keyed, row.locked = now.keyed, now.locked
        row.save()
    return len(former)


def compare(wanted: Iterable[str], there: Iterable[str]) -> tuple[set[str], set[str]]:
    """Which of the addresses that are wanted are not there, and what is there although no address
    is wanted for it; `there` as `ListAddress.keyed` has it."""
    new, gone = set(), set(there)
    for address in wanted:
        found = gone.intersection(listed_as(address))
        if found:
            gone -= found
        else:
            new.add(address)
    return new, gone


def wanting() -> QuerySet[User]:
    """Members and liaisons who asked for the list."""
    return User.objects.filter(
        is_active=True,
        membership__wants_list=True,
        membership__status=Membership.Status.ACTIVE,
    )


def with_first_address(people: QuerySet[User]) -> QuerySet[User]:
    """Those who have proved an address, with `first`: their main one if it is proved."""
    proved = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    first = proved.order_by("-primary", "pk").annotate(small=Lower("email")).values("small")[:1]
    return people.annotate(first=Subquery(first)).filter(first__isnull=False)


def shut_out(now: dt.datetime) -> set[str]:
    """The hashes of those who are excluded from everything."""
    everything = Exclusion.objects.in_force(now).filter(scope=Exclusion.Scope.EVERYTHING)
    return set(everything.values_list("identity", flat=True))


def _wanted(now: dt.datetime) -> dict[str, str]:
    """One address of each, but for those who are excluded from everything."""
    people, out = with_first_address(wanting()), shut_out(now)
    if out:
        people = people.prefetch_related("emailaddress_set")
    found = {
        person.first: person.name
        for person in people
        if not (out and out & set(identities(person)))
    }
    return dict(sorted(found.items()))


@transaction.atomic
def mark_done(*, seen: str, by: User, now: dt.datetime) -> ListRun:
    """An admin has carried out there what this page showed, of which `seen` is the fingerprint.

    Raises:
        Refused: something has changed since, or another admin was quicker.
    """
    last = ListRun.objects.order_by("-number").first()
    try:
        with transaction.atomic():
            run = ListRun.objects.create(
                number=last.number + 1 if last else 1, at=now, by=by, added=0, removed=0
            )
    except IntegrityError as error:  # another admin at the same moment
        raise Refused(CHANGED) from error
    todo = changes(now)
    if todo.fingerprint != seen or not (todo.add or todo.gone):
        raise Refused(CHANGED)
    ListAddress.objects.filter(pk__in=todo.gone).delete()
    ListAddress.objects.bulk_create(ListAddress.of(address) for address in todo.add)
    run.added, run.removed = len(todo.add), len(todo.gone)
    run.save(update_fields=["added", "removed"])
    record(Action.LIST_DONE, run, by=by, now=now, added=run.added, removed=run.removed)
    return run


@transaction.atomic
def export_list(*, name: str, by: User, now: dt.datetime) -> str:
    """The changes as a file: `add` for mass subscription and `mailman addmembers`, `remove` for
    mass removal and `mailman delmembers`, `everyone` for `mailman syncmembers`. It leaves a
    trace."""
    todo = changes(now)
    lines = {
        "add": [as_member(address, name) for address, name in todo.add.items()],
        "remove": [bare(address) for address in todo.remove],
        "everyone": [as_member(address, name) for address, name in todo.everyone.items()],
    }[name]
    record(Action.LIST_EXPORTED, by, by=by, now=now, file=name, lines=len(lines))
    return "".join(f"{line}\n" for line in lines)


def as_member(address: str, name: str) -> str:
    """`"Name" <address>`, as Python's `parseaddr` reads it, which is what Mailman asks."""
    name = " ".join(name.split()).replace("\\", "").replace('"', "")
    return f'"{name}" <{address}>' if name else bare(address)


def bare(address: str) -> str:
    """The address alone; in brackets where Mailman would take it for a comment, or a spreadsheet
    for a formula."""
    return f"<{address}>" if address[0] in "#=+-@" else address


@transaction.atomic
def wish_for_list(*, person: User, wants: bool, now: dt.datetime) -> None:
    """The person wants to be on the mailing list, or does not any more."""
    mine = Membership.objects.filter(person=person, wants_list=not wants)
    if mine.update(wants_list=wants):
        record(Action.SETTINGS_SAVED, person, by=person, now=now, wants_list=wants)
