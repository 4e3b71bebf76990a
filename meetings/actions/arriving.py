"""Who somebody is that comes from the wiki, where they have just signed in.

The central id is the key. A person who has proved it is the one; else whoever was written down
with that id or name becomes that person, and so does a light user with the address that the wiki
has confirmed. Nobody with rights of their own becomes anybody else that way.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.actions.adopting import adopt_all, is_light, lock_lists_of, waiting_under
from members.actions import keep_account, owner_of, prove_wikimedia
from members.models import User
from members.rules import Refusal, Refused
from vsn.mediawiki.client import Account
from vsn.mediawiki.names import normalise

KNOWN_ADDRESS = Refusal(
    "known_address",
    _(
        "The e-mail address of your Wikimedia account belongs to somebody here already, probably "
        "you. To be sure, sign in with a code sent to that address first. Then connect your "
        "Wikimedia account on the page of your account; from then on either way leads in."
    ),
)
TAKEN = Refusal(
    "account_taken",
    _(
        "This Wikimedia account is connected with another account here. Sign in with Wikimedia to "
        "see it, or write to us."
    ),
)
ANOTHER = Refusal(
    "another_account",
    _(
        "Your account is connected with another Wikimedia account already. Disconnect that one "
        "first."
    ),
)


@dataclass(frozen=True, slots=True)
class Proof:
    """What the wiki vouches for: the account, and the address it has confirmed ("" if none)."""

    name: str
    central_id: int
    email: str = ""


def arrive(proof: Proof, now: dt.datetime) -> User:
    """The one person with this account, known so far or not, with all that was theirs before.

    Raises:
        Refused: the address belongs to someone who has more to lose than a participant.
    """
    return _once_more(lambda: _arrive(proof, now))


def connect(*, person: User, proof: Proof, now: dt.datetime) -> None:
    """Someone who is signed in adds the account.

    Raises:
        Refused: they have another one, or this one is somebody else's.
    """
    _once_more(lambda: _connect(person, proof, now))


def _once_more(act: Callable[[], User]) -> User:
    """In a transaction. If the same account comes twice at the same moment, it is known the
    second time; who was just being forgotten is somebody new then."""
    try:
        with transaction.atomic():
            return act()
    except (IntegrityError, User.DoesNotExist):
        with transaction.atomic():
            return act()


def _arrive(proof: Proof, now: dt.datetime) -> User:
    holder, claims, addressed = _holder(proof), _claims(proof), _with_address(proof)
    if addressed and not _mergeable(addressed, proof):
        if holder is None:
            raise Refused(KNOWN_ADDRESS)
        addressed = None
    person = holder or addressed or next(iter(claims), None) or User(password=make_password(None))
    _become(person, proof, [*claims, addressed], now)
    return person


def _connect(person: User, proof: Proof, now: dt.datetime) -> User:
    holder, addressed = _holder(proof), _with_address(proof)
    if holder and holder != person and not is_light(holder):
        raise Refused(TAKEN)
    if addressed and not _mergeable(addressed, proof):
        addressed = None
    _become(person, proof, [*_claims(proof), holder, addressed], now)
    return person


def _holder(proof: Proof) -> User | None:
    proved = User.objects.filter(wikimedia_proved_at__isnull=False)
    return proved.filter(wikimedia_id=proof.central_id).first()


def _claims(proof: Proof) -> list[User]:
    """Who was written down with this account and is known by nothing else."""
    same_name = Q(wikimedia_name=normalise(proof.name), wikimedia_id__isnull=True)
    claiming = User.objects.filter(
        Q(wikimedia_id=proof.central_id) | same_name, wikimedia_proved_at__isnull=True
    )
    return list(claiming.filter(email__isnull=True).order_by("pk"))


def _with_address(proof: Proof) -> User | None:
    return (owner_of(proof.email) or waiting_under(proof.email)) if proof.email else None


def _mergeable(person: User, proof: Proof) -> bool:
    has_another = person.wikimedia_proved_at and person.wikimedia_id != proof.central_id
    return not has_another and is_light(person)


def _become(person: User, proof: Proof, others: list[User | None], now: dt.datetime) -> None:
    """One person from now on, whose account and address are proved. Whatever is locked comes in
    the order that everyone keeps: sessions, registrations, addresses, people."""
    lights = list({one.pk: one for one in others if one and one != person}.values())
    takes_mail = any(one.takes_wiki_mail for one in [person, *lights])
    if person.pk is None:
        person.save()
    lock_lists_of(*lights)
    if (addressed := _with_address(proof)) in [person, *lights]:
        EmailAddress.objects.filter(user=addressed, email=proof.email).update(verified=True)
    adopt_all(owner=person, lights=lights, now=now)
    # They are locked only now, and may have connected another one a moment ago.
    person.refresh_from_db()
    if person.wikimedia_proved_at and person.wikimedia_id not in {None, proof.central_id}:
        raise Refused(ANOTHER)
    _keep_address(person, proof.email)
    if person.confirmed_at is None:
        person.name = ""  # whatever a stranger may have typed
    # A claim of somebody who is known otherwise was never more than a word. Who has proved it
    # came a moment ago: that they have it is an IntegrityError, and found out the second time.
    claims = User.objects.filter(wikimedia_id=proof.central_id, wikimedia_proved_at__isnull=True)
    claims.exclude(pk=person.pk).update(wikimedia_id=None, wikimedia_name=None)
    person.save(update_fields=["name", "email"])
    keep_account(person, Account(proof.name, proof.central_id, takes_mail, blocked=False))
    prove_wikimedia(person, now)


def _keep_address(person: User, email: str) -> None:
    """An address that the wiki has confirmed is as good as one that we did, unless somebody else
    has it. Who has another one already chose that."""
    if not email or person.email not in {None, email}:
        return
    others = User.objects.filter(email=email).exclude(pk=person.pk)
    if owner_of(email) in {None, person} and not others.exists():
        EmailAddress.objects.update_or_create(
            user=person, email=email, defaults={"verified": True, "primary": True}
        )
        person.email = email
