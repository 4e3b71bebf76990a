"""The rows of each section, as they are told."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Count, Q, QuerySet

from members.holdings import Row
from members.models import (
    Acknowledgement,
    ListAddress,
    MemberMessage,
    Membership,
    MembershipStep,
    Profile,
    User,
)
from members.models.mailing_list import listed_as
from members.rules import kinds
from vsn.audit.confidential import without_confidential
from vsn.audit.models import Entry
from vsn.templatetags.languages import tongue


def table(rows: QuerySet, **columns: str) -> list[Row]:
    """Rows of a queryset, with their columns under the names they are told by."""
    return [
        dict(zip(columns, values, strict=True)) for values in rows.values_list(*columns.values())
    ]


def person_rows(person: User) -> list[Row]:
    return [
        {
            "name": person.name,
            "language": tongue(person.language),
            "time_zone": person.time_zone,
            "preferred_route": person.get_preferred_route_display(),
            "switched_off": [str(kinds[t].label) for t in person.muted_topics if t in kinds],
            "joined": person.date_joined,
            "confirmed": person.confirmed_at,
            "last_sign_in": person.last_login,
            "admin": person.is_staff,
        }
    ]


def addresses_rows(person: User) -> list[Row]:
    known = sorted(person.emailaddress_set.all(), key=lambda one: (not one.primary, one.email))
    rows = [
        {"address": one.email, "proved": one.verified, "messages_go_here": one.primary}
        for one in known
    ]
    if person.email and not any(row["address"] == person.email for row in rows):
        rows.append({"address": person.email, "proved": False, "messages_go_here": True})
    return rows


def wikimedia_rows(person: User) -> list[Row]:
    if not (person.wikimedia_name or person.wikimedia_id):
        return []
    return [
        {
            "user_name": person.wikimedia_name or "",
            "number": person.wikimedia_id,
            "proved": person.wikimedia_proved_at,
            "takes_wiki_mail": person.takes_wiki_mail,
        }
    ]


def sign_ins_rows(person: User) -> list[Row]:
    known = UserSession.objects.filter(user=person).order_by("-last_seen_at")
    return table(
        known, since="created_at", last_seen="last_seen_at", network="ip", browser="user_agent"
    )


def factors_rows(person: User) -> list[Row]:
    return [
        {"kind": factor.get_type_display(), "since": factor.created_at,
         "last_used": factor.last_used_at}
        for factor in Authenticator.objects.filter(user=person).order_by("created_at")
    ]  # fmt: skip


def acknowledgements_rows(person: User) -> list[Row]:
    given = Acknowledgement.objects.filter(person=person).order_by("at")
    return table(given, version="version__number", at="at")


def membership_rows(person: User) -> list[Row]:
    found = Membership.objects.filter(person=person).select_related("affiliate")
    return [
        {
            "role": one.get_role_display(),
            "status": one.get_status_display(),
            "since": one.since,
            "until": one.until,
            "applied": one.applied_at,
            "work": one.get_work_display(),
            "affiliate": one.affiliate.name if one.affiliate else one.affiliate_named,
            "country": one.country,
            "job_title": one.job_title,
            "statement": one.statement,
            "still_right": one.confirmed_on,
        }
        for one in found
    ]


def steps_rows(person: User) -> list[Row]:
    steps = MembershipStep.objects.for_applicant().filter(membership__person=person)
    return [{"at": step.at, "step": step.get_kind_display(), "text": step.text} for step in steps]


def affiliations_rows(person: User) -> list[Row]:
    return table(
        person.affiliations.order_by("pk"),
        affiliate="affiliate__name",
        job_title="job_title",
        since="started_on",
        until="ended_on",
        says_so_alone="self_said",
        receives_reports="receives_reports",
    )


def entry_rows(person: User) -> list[Row]:
    parts = {"who_finds_you": "shown_to", "affiliates": "affiliations_shown_to",
             "country_for": "country_shown_to", "languages_for": "languages_shown_to",
             "about_for": "about_shown_to"}  # fmt: skip
    return [
        {
            "name": entry.name,
            "country": entry.country,
            "languages": entry.language_codes,
            "about": entry.about,
            **{key: getattr(entry, f"get_{field}_display")() for key, field in parts.items()},
            "takes_messages": entry.takes_messages,
            "people_muted": entry.people_muted,
        }
        for entry in Profile.objects.filter(membership__person=person).annotate(
            people_muted=Count("muted")
        )
    ]


def messages_rows(person: User) -> list[Row]:
    mine = MemberMessage.objects.filter(Q(sender=person) | Q(recipient=person)).order_by("pk")
    return [
        {"at": one.at, "from": named(one.sender), "to": named(one.recipient), "text": one.text}
        for one in mine.select_related(
            "sender__membership__profile", "recipient__membership__profile"
        )
    ]


def named(person: User) -> str:
    """As the directory names them."""
    membership = getattr(person, "membership", None)
    entry = getattr(membership, "profile", None)
    return entry.name if entry else str(person)


def mailing_list_rows(person: User) -> list[Row]:
    mine = {person.email, *(one.email for one in person.emailaddress_set.all())} - {None}
    keyed = [key for address in mine for key in listed_as(address.lower())]
    return [{"address": row.address} for row in ListAddress.objects.filter(keyed__in=keyed)]


def deliveries_rows(person: User) -> list[Row]:
    """Without those about something that they may not know of any more: it was perhaps not sent."""
    return [
        {"at": one.settled_at or one.created_at, "kind": one.topic.replace("_", " "),
         "state": one.get_state_display(), "way": one.channel}
        for one in without_confidential(person.deliveries.order_by("pk"), person)
    ]  # fmt: skip


def journal_rows(person: User) -> list[Row]:
    return [
        {"at": entry.at, "act": entry.get_action_display()}
        for entry in Entry.objects.filter(actor=person).order_by("pk")
    ]
