"""What an entry of the directory shows to whom."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from members.models import Affiliation, Membership


@dataclass(frozen=True, slots=True)
class Card:
    """A person as one audience may see them; what they do not show is empty here."""

    membership: Membership
    name: str
    address: str
    active: bool
    affiliations: tuple[Affiliation, ...] = ()
    country: str = ""
    languages: tuple[str, ...] = ()
    about: str = ""


def card(membership: Membership, audience: Collection[str]) -> Card:
    """Needs `with_everything`. Who is no longer active has a name and nothing else."""
    entry, person = membership.profile, membership.person
    active = membership.status == Membership.Status.ACTIVE
    bare = Card(membership, entry.name, entry.get_absolute_url(), active)
    if not active:
        return bare

    def shown(part: str) -> bool:
        return getattr(entry, f"{part}_shown_to") in audience

    return Card(
        membership,
        entry.name,
        bare.address,
        active,
        affiliations=tuple(person.present_affiliations) if shown("affiliations") else (),
        country=entry.country if shown("country") else "",
        languages=tuple(entry.language_codes) if shown("languages") else (),
        about=entry.about if shown("about") else "",
    )


def cards(memberships: Iterable[Membership], audience: Collection[str]) -> list[Card]:
    return [card(membership, audience) for membership in memberships]
