"""What meetings hold about a person, and what they have to hand over before they are forgotten."""

import datetime as dt

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from meetings.models import (
    AddressExport,
    Announcement,
    Certificate,
    Digest,
    Facilitator,
    Invitation,
    ListAct,
    Meeting,
    Registration,
    Report,
    ReportNote,
    Session,
    Status,
)
from members.held import REMOVED, table
from members.holdings import Row, Section
from members.models import User
from members.rules import Refusal


def meetings_to_hand_over(person: User, now: dt.datetime) -> Refusal | None:
    """Somebody has to run what is still to come: a meeting that only this person facilitates."""
    coming = Session.objects.filter(ends_at__gt=now, status=Status.PUBLISHED)
    mine = Meeting.objects.filter(facilitations__person=person, status=Status.PUBLISHED)
    alone = (
        Meeting.objects.filter(pk__in=mine.values("pk"), sessions__in=coming)
        .annotate(others=Count("facilitations__person", distinct=True))
        .filter(others=1)
        .order_by("pk")
    )
    if not (first := alone.first()):
        return None
    sentence = _(
        "Sessions of “%(title)s” are still to come, and nobody else facilitates them. Hand the "
        "meeting over first, or cancel it."
    )
    return Refusal("facilitates", sentence % {"title": first.title})


def _places(person: User) -> list[Row]:
    """Why a facilitator took somebody off a list is told to those who run the meeting alone."""
    mine = Registration.objects.filter(person=person).order_by("pk")
    return [
        {
            "meeting": place.session.meeting.title,
            "session": place.session.starts_at,
            "status": place.get_status_display(),
            "name": place.name,
            "on_the_list": place.get_visibility_display(),
            "affiliate": place.affiliate.name if place.affiliate else "",
            "country": place.country,
            "note": place.note,
            "answers": [f"{question}: {answer}" for question, answer in place.answers],
            "signed_up": place.created_at,
            "came": place.attended,
        }
        for place in mine.select_related("session__meeting", "affiliate")
    ]


def _certificates(person: User) -> list[Row]:
    mine = Certificate.objects.filter(registration__person=person).order_by("pk")
    return table(mine, number="number", meeting="session__meeting__title", name="name")


def _facilitations(person: User) -> list[Row]:
    mine = Facilitator.objects.filter(person=person).order_by("pk")
    return table(mine, meeting="meeting__title", affiliate="affiliate__name")


def _invitations(person: User) -> list[Row]:
    mine = Invitation.objects.filter(person=person) | Invitation.objects.filter(by=person)
    return [
        {
            "meeting": one.meeting.title,
            "at": one.made_at,
            "you": _("were asked") if one.person_id == person.pk else _("asked somebody"),
            "answered": one.answered_at,
            "accepted": one.accepted,
        }
        for one in mine.select_related("meeting").order_by("pk")
    ]


def _written(person: User) -> list[Row]:
    """Messages to lists, and digests: what somebody else may have changed since is not theirs."""
    sent = Announcement.objects.filter(by=person).order_by("pk")
    digests = Digest.objects.filter(written_by=person).order_by("pk")
    return [
        *table(sent, meeting="meeting__title", at="at", subject="subject", text="text"),
        *table(digests, meeting="session__meeting__title", at="saved_at", text="text"),
    ]


def _reports(person: User) -> list[Row]:
    """That they exist. What is done about them is told to nobody here."""
    return table(Report.objects.filter(reporter=person).order_by("pk"), at="made_at")


def _acts(person: User) -> list[Row]:
    """As somebody who runs meetings or reads reports; of a report no more than that."""
    done = [
        {"at": act.at, "act": act.get_kind_display(), "meeting": act.session.meeting.title}
        for act in ListAct.objects.filter(by=person).select_related("session__meeting")
    ]
    taken = [
        {"at": one.at, "act": one.get_purpose_display(), "meeting": one.session.meeting.title}
        for one in AddressExport.objects.filter(by=person).select_related("session__meeting")
    ]
    noted = [
        {"at": at, "act": _("noted something about a report")}
        for at in ReportNote.objects.filter(by=person).values_list("at", flat=True)
    ]
    return sorted([*done, *taken, *noted], key=lambda row: row["at"])


SECTIONS = (
    Section(
        key="places",
        title=_("Your places on lists"),
        labels={
            "meeting": _("Meeting"), "session": _("Session"), "status": _("Status"),
            "name": _("Name"), "on_the_list": _("On the public list"),
            "affiliate": _("Affiliate"), "country": _("Country"),
            "note": _("Note to the facilitator"), "answers": _("Answers"),
            "signed_up": _("Signed up at"), "came": _("Came"),
        },
        rows=_places, stays=True, page="meetings:mine",
        after=_(
            "Those to come are given back. That somebody came to past ones stays as a count, with "
            "affiliate and country and without a name, a note or an answer."
        ),
        holds=("meetings.registration.person",),
    ),
    Section(
        key="certificates",
        title=_("Your certificates"),
        labels={"number": _("Number"), "meeting": _("Meeting"), "name": _("Name")},
        rows=_certificates, stays=True, page="meetings:mine",
        after=_("The number stays valid; your name is taken off it."),
        found_by=("meetings.certificate.registration__person",),
    ),
    Section(
        key="facilitations",
        title=_("Meetings you facilitate"),
        labels={"meeting": _("Meeting"), "affiliate": _("Affiliate")},
        rows=_facilitations, after=_("The meeting stays; your name is taken off it."),
        holds=("meetings.facilitator.person",),
    ),
    Section(
        key="invitations",
        title=_("Invitations to facilitate"),
        labels={
            "meeting": _("Meeting"), "at": _("When"), "you": _("You"),
            "answered": _("Answered"), "accepted": _("Accepted"),
        },
        rows=_invitations, after=REMOVED,
        holds=("meetings.invitation.person", "meetings.invitation.by"),
    ),
    Section(
        key="written_to_lists",
        title=_("What you wrote about meetings"),
        labels={
            "meeting": _("Meeting"), "at": _("When"), "subject": _("Subject"), "text": _("Text"),
        },
        rows=_written, stays=True,
        after=_("The text stays with the meeting, without your name beside it."),
        holds=("meetings.announcement.by", "meetings.digest.written_by"),
    ),
    Section(
        key="reports",
        title=_("Reports that you signed"),
        labels={"at": _("When")},
        rows=_reports, stays=True,
        after=_("A report stays until its time is over, as one that nobody signed."),
        holds=("meetings.report.reporter",),
    ),
    Section(
        key="acts_on_lists",
        title=_("What you did on lists and reports"),
        labels={"at": _("When"), "act": _("What"), "meeting": _("Meeting")},
        rows=_acts, stays=True,
        after=_("That it was done stays, without your name; it cannot be taken back any more."),
        holds=(
            "meetings.listact.by", "meetings.addressexport.by", "meetings.reportnote.by",
            "meetings.report_readers.user",
        ),
    ),
)  # fmt: skip
