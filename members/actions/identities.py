"""Wikimedia accounts and whose they are.

The central id is the key: it stays when an account is renamed. Name and id are a claim, typed by
anybody, until the person proved them by signing in or by an address in their wiki mail.
"""

import datetime as dt

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from members import wikimedia
from members.actions.exclusions import carry_over
from members.actions.people import prove_email
from members.models import User
from members.rules import Refusal, Refused, account_number
from vsn.audit.journal import record
from vsn.audit.models import Action
from vsn.mediawiki.client import Account
from vsn.mediawiki.names import normalise


def find_or_make_by_account(account: Account) -> User:
    """The one person of that account, or a new light user who still has to prove it. Name and
    whether it takes mail are kept up to date."""
    try:
        with transaction.atomic():
            return _found_or_made(account)
    except IntegrityError:
        # Somebody made the same person at the same moment: this time they are found.
        with transaction.atomic():
            return _found_or_made(account)


def _found_or_made(account: Account) -> User:
    person = person_of(account) or User(password=make_password(None))
    keep_account(person, account)
    return person


def person_of(account: Account) -> User | None:
    """Who has this account, or claims to. By the id first: a name may have been another account's
    when we last heard of it."""
    # Waits while they become another person, who is found then.
    people = User.objects.select_for_update(no_key=True)
    same_name = people.filter(wikimedia_name=normalise(account.name))
    if account.central_id is None:
        return same_name.first()
    same_id = people.filter(wikimedia_id=account.central_id)
    return same_id.first() or same_name.filter(wikimedia_id__isnull=True).first()


@transaction.atomic
def keep_account(person: User, account: Account) -> None:
    """Keeps what the wiki says about the person's account now. Who goes by its name under another
    id has been renamed since: they lose the name and keep the rest."""
    name = normalise(account.name)
    others = User.objects.filter(wikimedia_name=name).exclude(pk=person.pk)
    if account.central_id is not None:
        renamed = others.filter(wikimedia_id__isnull=False)
        for one in renamed:
            keep_excluded(one)
        renamed.update(wikimedia_name=None)
        person.wikimedia_id = account.central_id
    if not others.exists():
        if person.wikimedia_name != name:
            carry_over(of=person.wikimedia_name, to=name)
        person.wikimedia_name = name
    person.takes_wiki_mail = account.emailable
    if person.pk:
        person.save(update_fields=["wikimedia_name", "wikimedia_id", "takes_wiki_mail"])
    else:
        person.save()


def keep_excluded(person: User) -> None:
    """Losing a name is no way around an exclusion: what kept the account out under its name goes
    with its number."""
    if number := account_number(person):
        carry_over(of=person.wikimedia_name, to=number)


@transaction.atomic
def prove(person: User, now: dt.datetime) -> None:
    """The person followed an address that only reached them: what it was sent to is theirs, their
    mailbox, or without one their account on the wiki."""
    if person.email:
        prove_email(person=person, now=now)
    else:
        prove_wikimedia(person, now)


@transaction.atomic
def prove_wikimedia(person: User, now: dt.datetime) -> None:
    """The person signed in with their Wikimedia account, or followed an address that only their
    wiki mail had: the account is theirs."""
    if not person.wikimedia_name and person.wikimedia_id is None:
        return
    if person.wikimedia_proved_at is None:
        person.wikimedia_proved_at = now
        record(Action.WIKIMEDIA_PROVED, person, by=person, now=now)
    person.confirmed_at = person.confirmed_at or now
    person.save(update_fields=["wikimedia_proved_at", "confirmed_at"])


@transaction.atomic
def disconnect_wikimedia(person: User, now: dt.datetime) -> None:
    """The portal forgets the person's Wikimedia account.

    Raises:
        Refused: without a proved address nobody could sign in as them any more.
    """
    address = person.emailaddress_set.filter(verified=True).order_by("-primary", "pk").first()
    if address is None:
        sentence = _("Add an e-mail address first: without one you could not sign in any more.")
        raise Refused(Refusal("no_address", sentence))
    number = account_number(person)
    for known_as in (person.wikimedia_name, number, person.email, address.email):
        carry_over(of=known_as, to=address.email)
        carry_over(of=known_as, to=number or address.email)
    person.wikimedia_name = person.wikimedia_id = person.wikimedia_proved_at = None
    person.takes_wiki_mail = False
    person.save(
        update_fields=[
            "wikimedia_name", "wikimedia_id", "wikimedia_proved_at", "takes_wiki_mail",
        ]
    )  # fmt: skip
    record(Action.WIKIMEDIA_REMOVED, person, by=person, now=now)


def refresh_account(person: User) -> None:
    """Asks the wiki anew about a proved account. It goes over the network: call it outside of
    transactions. If the wiki does not answer, everything stays as it is."""
    if person.wikimedia_proved_at and (account := wikimedia.account_of(person)):
        try:
            keep_account(person, account)
        except IntegrityError:  # somebody just changed the same names: another time
            person.refresh_from_db()
