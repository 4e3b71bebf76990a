"""The cast that signs in, and invented participants who fill the lists."""

import datetime as dt
from dataclasses import dataclass

from members.actions import find_or_make_person, make_admin, prove_email
from members.models import Affiliate, Affiliation, Membership, User

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
        Membership.objects.create(
            person=person,
            role=Membership.Role.MEMBER,
            status=Membership.Status.ACTIVE,
            since=now.date() - dt.timedelta(days=400),
        )
    return people


def _person(who: Invented, now: dt.datetime) -> User:
    person = find_or_make_person(email=who.email)
    person.name, person.language, person.time_zone = who.name, who.language, who.time_zone
    person.save(update_fields=["name", "language", "time_zone"])
    prove_email(person=person, now=now)
    return person
