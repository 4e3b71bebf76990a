"""How people are reached, who is excluded, and what they acknowledged."""

import datetime as dt
import unicodedata
import uuid
from collections.abc import Iterable
from functools import cache

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import BigAutoField, CharField, DateTimeField, Q

from members.models import Acknowledgement, Exclusion, PolicyVersion, User
from members.models.people import Preferred
from vsn.hot import Given, Hot
from vsn.mediawiki.names import normalise
from vsn.outbox.channels import Route
from vsn.sealed import keyed
from vsn.trips import Question, ask


def routes(person: User) -> tuple[Route, ...]:
    """The ways to reach a person, first the one they prefer; empty if there is none."""
    found = [Route("email", person.email)] if person.email else []
    if settings.WIKI_MAIL and person.wikimedia_name and person.takes_wiki_mail:
        found.append(Route("wiki_mail", f"{person.wikimedia_name}|{person.wikimedia_id or ''}"))
    if person.preferred_route == Preferred.WIKI_MAIL and person.wikimedia_proved_at:
        found.reverse()
    return tuple(found)


def reachable(path: str = "") -> Q:
    """The people whom `routes` reaches, as a condition; `path` leads to them, e.g. `person__`."""
    by_mail = Q(**{f"{path}email__isnull": False})
    if not settings.WIKI_MAIL:
        return by_mail
    by_wiki = {f"{path}takes_wiki_mail": True, f"{path}wikimedia_name__isnull": False}
    return by_mail | Q(**by_wiki)


def identity(address_or_name: str, key: str = "") -> str:
    """The keyed hash under which an address or user name stands on the exclusion list.

    Capitals, spaces, tags (`dana+x@…`), underscores, a “User:” before it and ways to encode a
    letter make no difference.
    """
    text = unicodedata.normalize("NFKC", address_or_name)
    if "@" not in text:
        text = normalise(text)
    text = unicodedata.normalize("NFKC", text.casefold()).strip()
    if "@" in text:
        local, _, host = text.rpartition("@")
        text = f"{local.partition('+')[0]}@{host}"
    else:
        text = " ".join(text.replace("_", " ").split())
    return keyed(text, key or settings.IDENTITY_KEYS[0])


def account_number(person: User) -> str:
    """What stays on the exclusion list when an account is renamed; no user name has a “#”."""
    return f"#{person.wikimedia_id}" if person.wikimedia_id else ""


_confirmed_or_not = Hot(
    lambda: EmailAddress.objects.filter(user=Given("person", BigAutoField())).values_list(
        "email", flat=True
    )
)


def _addresses(person: User) -> list[str]:
    if "emailaddress_set" in getattr(person, "_prefetched_objects_cache", {}):
        return [address.email for address in person.emailaddress_set.all()]
    if not hasattr(person, "kept_addresses"):
        return ask(asking_addresses(person))[0]
    return person.kept_addresses


def asking_addresses(person: User) -> Question:
    """Every address of theirs. A request may keep the answer as `person.kept_addresses`."""
    return _confirmed_or_not.asking(person=person.pk)


def identities(person: User) -> list[str]:
    """Every hash under which this person could stand on the exclusion list: any address of
    theirs, their user name, the number of their account, with the present key and former ones."""
    known = {person.email, person.wikimedia_name, account_number(person), *_addresses(person)}
    known -= {None, ""}
    return [identity(text, key) for text in known for key in settings.IDENTITY_KEYS]


@cache
def _in_force(names: int) -> Hot[Exclusion]:
    """What keeps somebody out who goes by so many hashes; asked with every sign-up."""
    named = [Given(f"name{n}", CharField()) for n in range(names)]
    return Hot(
        lambda: Exclusion.objects.in_force(Given("now", DateTimeField())).filter(identity__in=named)
    )


def asking_exclusions(person: User, now: dt.datetime) -> Question:
    """Which exclusions in force keep this person from something."""
    named = identities(person)
    return _in_force(len(named)).asking(
        now=now, **{f"name{n}": name for n, name in enumerate(named)}
    )


def is_excluded(
    person: User,
    *,
    meeting_uid: uuid.UUID,
    affiliate_id: int | None,
    now: dt.datetime,
    among: Iterable[Exclusion] | None = None,
) -> bool:
    """True if an exclusion in force (`among` those that were asked for) keeps this person from that
    meeting."""
    mine = ask(asking_exclusions(person, now))[0] if among is None else among
    return any(e.touches(meeting_uid=meeting_uid, affiliate_id=affiliate_id) for e in mine)


def is_excluded_from_everything(person: User, now: dt.datetime) -> bool:
    """True if an exclusion in force keeps this person from whatever the network does."""
    everything = Exclusion.objects.in_force(now).filter(scope=Exclusion.Scope.EVERYTHING)
    return everything.filter(identity__in=identities(person)).exists()


def newest_acknowledgement(person: User) -> Acknowledgement | None:
    """The acknowledgement of the newest policy version this person has given."""
    mine = Acknowledgement.objects.filter(person=person).select_related("version")
    return mine.order_by("-version__number", "at").first()


def acknowledged_number(person: User) -> int:
    """The newest policy version this person has acknowledged; 0 if none."""
    newest = newest_acknowledgement(person)
    return newest.version.number if newest else 0


def required_number(at_sign_up: PolicyVersion) -> int:
    """What someone must have acknowledged to get a link: the newest version at sign-up, or a
    later one that was marked as needing acknowledgement again."""
    return max(at_sign_up.number, PolicyVersion.objects.required_number())
