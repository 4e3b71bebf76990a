"""The cast that signs in, and invented participants who fill the lists."""

import datetime as dt
from dataclasses import dataclass

from members.actions import (
    find_or_make_person,
    make_admin,
    memberships,
    prove_email,
    save_entry,
)
from members.models import Affiliate, Affiliation, Audience, Membership, Profile, User

# What each of the cast can be seen doing; the command prints it.
ADA, BEN, CHIDI, DANA = (f"{name}@example.org" for name in ("ada", "ben", "chidi", "dana"))


@dataclass(frozen=True, slots=True)
class Invented:
    """Someone who does not exist; the name says so wherever it is shown."""

    first: str
    affiliate: str = ""  # its name
    country: str = ""
    visibility: str = "name"
    language: str = ""
    time_zone: str = ""

    @property
    def email(self) -> str:
        return f"{self.first.lower()}@example.org"

    @property
    def name(self) -> str:
        return f"Demo {self.first} (invented)"


ORGANISERS = [
    Invented("Ada", "Wikimedia Österreich", "Austria", time_zone="Europe/Vienna"),
    Invented("Ben", "Wikimedia Argentina", "Argentina", time_zone="America/Argentina/Buenos_Aires"),
    Invented("Ines", "Wikimedia Chile", "Chile", language="es", time_zone="America/Santiago"),
    Invented("Hanna", "Wikimedia Polska", "Poland", time_zone="Europe/Warsaw"),
]
MEMBER = Invented("Chidi", "Wikimedia User Group Nigeria", "Nigeria", time_zone="Africa/Lagos")
PARTICIPANTS = [
    Invented(
        "Aroha", "Wikimedia Aotearoa New Zealand", "New Zealand", "name", "", "Pacific/Auckland"
    ),
    Invented("Bruno", "Wikimedia Brasil", "Brazil", "name", "", "America/Sao_Paulo"),
    Invented("Dilnoza", "", "Uzbekistan"),
    Invented("Emeka", "Igbo Wikimedians User Group", "Nigeria"),
    Invented("Farah", "Wikimedia Tunisia User Group", "Tunisia", "anonymous"),
    Invented("Goran", "Wikimedia Serbia", "Serbia", "name", "", "Europe/Belgrade"),
    Invented("Jun", "Wikimedia Taiwan", "Taiwan", "name", "", "Asia/Taipei"),
    Invented("Kateryna", "Wikimedia Ukraine", "Ukraine"),
    Invented("Mbali", "Wikimedia South Africa", "South Africa", "hidden"),
    Invented("Noor", "", "Jordan", "anonymous"),
    Invented("Priya", "Hindi Wikimedians User Group", "India", "name", "", "Asia/Kolkata"),
    Invented("Quim", "Amical Wikimedia", "", "name", "es", "Europe/Madrid"),
    Invented("Rosa", "Wikimedia México", "Mexico", "name", "es", "America/Mexico_City"),
    Invented("Sefa", "Wikimedia Ghana User Group", "Ghana"),
    Invented("Tamar", "Wikimedia User Group Georgia", "Georgia"),
    Invented("Yuki", "", "Japan", "hidden"),
]


def load_people(now: dt.datetime) -> dict[str, User]:
    """Everyone with a proved address, by first name. Dana is not here: she only signs up."""
    make_admin(email=ADA, now=now)
    people = {who.first: _person(who, now) for who in (*ORGANISERS, MEMBER, *PARTICIPANTS)}
    affiliates = {a.name: a for a in Affiliate.objects.all()}
    for who in (*ORGANISERS, MEMBER):
        person = people[who.first]
        Affiliation.objects.create(
            person=person,
            affiliate=affiliates[who.affiliate],
            job_title="Community support",
            receives_reports=who.first == "Ben",
        )
        membership = Membership.objects.create(
            person=person,
            role=Membership.Role.MEMBER,
            status=Membership.Status.ACTIVE,
            since=now.date() - dt.timedelta(days=400),
        )
        _list(membership, who, now)
    _apply(people, affiliates, now)
    return people


def _list(membership: Membership, who: Invented, now: dt.datetime) -> None:
    """Nobody of them exists, so everyone may see their entries."""
    entry = Profile(membership=membership, name=who.name, country=who.country)
    entry.languages = f",en,{who.language}," if who.language else ",en,"
    for part in ("shown_to", "affiliations_shown_to", "country_shown_to", "languages_shown_to"):
        setattr(entry, part, Audience.PUBLIC)
    save_entry(entry=entry, by=membership.person, now=now)


def _apply(people: dict[str, User], affiliates: dict[str, Affiliate], now: dt.datetime) -> None:
    """Two who want to join wait for Ada."""
    days = dt.timedelta(days=1)
    memberships.apply(
        person=people["Sefa"],
        application=memberships.Application(
            role=Membership.Role.MEMBER,
            work=Membership.Work.SUPPORTS,
            affiliate=affiliates["Wikimedia Ghana User Group"],
            job_title="Volunteer coordinator",
            statement="I look after forty volunteers in three cities.",
        ),
        now=now - 3 * days,
    )
    memberships.apply(
        person=people["Noor"],
        application=memberships.Application(
            role=Membership.Role.LIAISON,
            work=Membership.Work.OTHER,
            country="Jordan",
            statement="I welcome newcomers in the evenings.",
        ),
        now=now - days,
    )


def _person(who: Invented, now: dt.datetime) -> User:
    person = find_or_make_person(email=who.email)
    person.name, person.language, person.time_zone = who.name, who.language, who.time_zone
    person.save(update_fields=["name", "language", "time_zone"])
    prove_email(person=person, now=now)
    return person
