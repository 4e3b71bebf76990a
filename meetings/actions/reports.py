"""Reports of a violation: who may read them is settled when they are made."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models import Report, Session
from members.models import Affiliation, User
from members.rules import Refusal, Refused, routes
from vsn.audit.journal import record
from vsn.audit.models import Action
from vsn.outbox import dispatch
from vsn.outbox.nudge import nudge

Addressee = Report.Addressee


@transaction.atomic
def report(
    *,
    text: str,
    addressee: str,
    now: dt.datetime,
    session: Session | None = None,
    about: str = "",
    about_facilitators: bool = False,
    about_admins: bool = False,
    reporter: User | None = None,
) -> Report:
    """Keeps a report and tells those it is addressed to that there is one, never what it says.

    A report about the facilitators or the admins goes past them. Where nobody is left to read it,
    the next ones do: the admins, then the platform's affiliate.

    Raises:
        Refused: there is nobody who could read it without being concerned.
    """
    admins = set(User.objects.filter(is_staff=True, is_active=True))
    facilitators = set(session.meeting.facilitators.all()) if session else set()
    concerned = (facilitators if about_facilitators else set()) | (
        admins if about_admins else set()
    )
    addressed, readers = _first_reached(addressee, session, concerned, now)
    made = Report.objects.create(
        made_at=now, session=session, addressee=addressed, reporter=reporter, text=text, about=about
    )
    made.readers.set(readers)
    made.concerned.set(concerned)
    record(Action.REPORTED, made, by=None, now=now, addressee=addressed)
    week = now + dt.timedelta(days=7)
    dispatch.enqueue(
        dispatch.owed("report", made, to=person.pk, cause="made", now=now, not_after=week)
        for person in readers
        if routes(person)
    )
    nudge()
    return made


@transaction.atomic
def change_report(*, report: Report, status: str, notes: str, by: User, now: dt.datetime) -> None:
    """A reader notes what was done about it."""
    report.status, report.notes = status, notes
    report.save(update_fields=["status", "notes"])
    record(Action.REPORT_CHANGED, report, by=by, now=now, status=status)


def _first_reached(
    addressee: str, session: Session | None, concerned: set[User], now: dt.datetime
) -> tuple[str, set[User]]:
    for addressed in (addressee, Addressee.ADMINS, Addressee.AFFILIATE):
        if readers := _readers(addressed, session, now) - concerned:
            return addressed, readers
    sentence = _(
        "Nobody here could read this without being concerned. Please write to %(contact)s."
    )
    raise Refused(Refusal("no_reader", sentence % {"contact": settings.CONTACT_EMAIL}))


def _readers(addressee: str, session: Session | None, now: dt.datetime) -> set[User]:
    if addressee == Addressee.FACILITATOR:
        return set(session.meeting.facilitators.all()) if session else set()
    if addressee == Addressee.AFFILIATE:
        platform = session.meeting.platform_affiliate if session else None
        present = Affiliation.objects.filter(
            Q(ended_on__isnull=True) | Q(ended_on__gte=now.date()),
            affiliate=platform,
            affiliate__isnull=False,
            receives_reports=True,
        )
        return set(User.objects.filter(affiliations__in=present, is_active=True))
    return set(User.objects.filter(is_staff=True, is_active=True))
