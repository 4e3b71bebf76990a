"""Reports of a violation: who may read them, what is done about them, and when they go."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from meetings.actions.lists import unless_forgotten
from meetings.models import Report, ReportNote, Session
from members.models import Affiliation, User
from members.rules import Refusal, Refused, routes
from vsn.audit.journal import record
from vsn.audit.models import Action
from vsn.outbox import dispatch
from vsn.outbox.nudge import nudge

Addressee, Status = Report.Addressee, Report.Status
TOLD_WITHIN = dt.timedelta(days=7)
# After so long without a word, its readers are reminded.
LIES_STILL = {Status.NEW: dt.timedelta(days=3), Status.OPEN: dt.timedelta(days=7)}
CHANGED = Refusal(
    "changed", _("Somebody else has worked on this in the meantime. Please look at it again.")
)


@unless_forgotten
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
    facilitators = set(session.meeting.facilitators.all()) if session else set()
    concerned = (facilitators if about_facilitators else set()) | (
        _admins() if about_admins else set()
    )
    addressed, readers = _first_reached(addressee, session, concerned, now)
    made = Report.objects.create(
        made_at=now, touched_at=now, session=session, addressee=addressed, reporter=reporter,
        text=text, about=about,
    )  # fmt: skip
    made.readers.set(readers)
    made.concerned.set(concerned)
    record(Action.REPORTED, made, by=None, now=now, addressee=addressed)
    _tell(made, "report", readers, "made", now)
    return made


@transaction.atomic
def work_on_report(
    *, report: Report, status: str, note: str, by: User, seen: int, now: dt.datetime
) -> None:
    """A reader adds a note, and says how the report stands.

    Raises:
        Refused: somebody else was quicker, or they may not read it any more.
    """
    report = _take(report, seen, by)
    changed = status if status != report.status else ""
    if not (changed or note):
        raise Refused(Refusal("nothing", _("Write a note, or say how it stands now.")))
    _note(report, by, now, text=note, status=changed)
    closed_at = report.closed_at
    if changed:
        closed_at = now if status == Status.CLOSED else None
    Report.objects.filter(pk=report.pk).update(status=status, closed_at=closed_at)
    record(Action.REPORT_CHANGED, report, by=by, now=now, status=status)


@transaction.atomic
def mark_concerned(*, report: Report, person: User, by: User, seen: int, now: dt.datetime) -> None:
    """It turned out to be about this person, or they stand too close: they lose access at once,
    and are not told. Where nobody is left to read it, the next ones do.

    Raises:
        Refused: then nobody could read it, or somebody else was quicker.
    """
    report = _take(report, seen, by)
    report.readers.remove(person)
    report.concerned.add(person)
    _note(report, by, now)
    # Who it was is not in the journal: admins read that, and may be the ones.
    record(Action.REPORT_HANDED_ON, report, by=by, now=now)
    if not readers_of(report):
        _route(report, Addressee.ADMINS, now)


@transaction.atomic
def hand_on(*, report: Report, to: str, by: User, seen: int, now: dt.datetime) -> None:
    """Others take over: the admins or the affiliate, but for those it is about. Who read it until
    now does so no longer, unless they are among them.

    Raises:
        Refused: nobody there could read it, or somebody else was quicker.
    """
    report = _take(report, seen, by)
    _note(report, by, now)
    if not _readers(to, report.session, now) - set(report.concerned.all()):
        raise Refused(Refusal("nobody", _("Nobody there could read it without being concerned.")))
    _route(report, to, now)
    record(Action.REPORT_HANDED_ON, report, by=by, now=now, addressee=to)


def possibly_concerned(report: Report) -> list[User]:
    """Who can be marked: who reads it, who runs the meeting, the admins."""
    people = set(report.readers.all()) | _admins()
    if report.session:
        people |= set(report.session.meeting.facilitators.all())
    people -= set(report.concerned.all())
    return sorted(people, key=lambda person: (str(person).casefold(), person.pk))


def readers_of(report: Report) -> set[User]:
    """Who reads it now: those it was addressed to who still have that part, but for those whom it
    is about."""
    people = report.readers.filter(is_active=True)
    mine = Report.objects.filter(pk=report.pk)
    return {person for person in people if mine.visible_to(person).exists()}


# --- What the clock calls ------------------------------------------------------------------------


def remind_readers(now: dt.datetime) -> None:
    """Planner: whoever reads a report that lies still is reminded, once for each such time; from
    the second time on the admins whom it does not concern read it too."""
    for status, still in LIES_STILL.items():
        for lying in _lying_still(status, now - still):
            _remind(lying, now)


def _lying_still(status: str, before: dt.datetime) -> list[Report]:
    lying = Report.objects.filter(status=status, touched_at__lte=before)
    return list(lying.filter(Q(reminded_at=None) | Q(reminded_at__lte=before)).order_by("pk"))


@transaction.atomic
def _remind(report: Report, now: dt.datetime) -> None:
    same = Report.objects.filter(
        pk=report.pk, status=report.status, revision=report.revision, reminders=report.reminders
    )
    if not same.update(reminders=F("reminders") + 1, reminded_at=now):
        return  # somebody worked on it, or another planner was quicker
    if report.reminders or not readers_of(report):
        report.readers.add(*(_admins() - set(report.concerned.all())))
    cause = f"r{report.revision}.{report.reminders + 1}"
    _tell(report, "report_waits", readers_of(report), cause, now)
    record(Action.REPORT_REMINDED, report, by=None, now=now)


def delete_old_reports(now: dt.datetime) -> int:
    """Deletes what was closed REPORT_RETENTION_DAYS ago, with its notes. Returns how many."""
    old = now - dt.timedelta(days=settings.REPORT_RETENTION_DAYS)
    gone = 0
    for key in Report.objects.filter(closed_at__lt=old).values_list("pk", flat=True):
        with transaction.atomic():
            locked = Report.objects.select_for_update().filter(pk=key, closed_at__lt=old).first()
            if locked:
                record(Action.REPORT_DELETED, locked, by=None, now=now, handle=locked.handle)
                locked.delete()
                gone += 1
    return gone


# --- Who reads it --------------------------------------------------------------------------------


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
    return _admins()


def _admins() -> set[User]:
    return set(User.objects.filter(is_staff=True, is_active=True))


# --- What all of them do -------------------------------------------------------------------------


def _take(report: Report, seen: int, by: User) -> Report:
    """The report as it is now, locked, if it is still what the page showed and `by` may read it.

    Raises:
        Refused: it has been changed since.
    """
    same = Report.objects.filter(pk=report.pk, revision=seen)
    if not same.update(revision=F("revision") + 1):
        raise Refused(CHANGED)
    if not Report.objects.visible_to(by).filter(pk=report.pk).exists():
        raise Refused(CHANGED)
    return Report.objects.select_related("session__meeting").get(pk=report.pk)


def _note(report: Report, by: User, now: dt.datetime, *, text: str = "", status: str = "") -> None:
    """Somebody worked on it, with a note or without."""
    Report.objects.filter(pk=report.pk).update(touched_at=now, reminded_at=None, reminders=0)
    if text or status:
        ReportNote.objects.create(report=report, at=now, by=by, text=text, status=status)


def _route(report: Report, to: str, now: dt.datetime) -> None:
    """Those read it from now on, and are told that it is there."""
    concerned = set(report.concerned.all())
    addressed, readers = _first_reached(to, report.session, concerned, now)
    report.readers.set(readers)
    Report.objects.filter(pk=report.pk).update(addressee=addressed)
    _tell(report, "report", readers, f"on{report.revision}", now)


def _tell(report: Report, topic: str, people: set[User], cause: str, now: dt.datetime) -> None:
    dispatch.enqueue(
        dispatch.owed(
            topic, report, to=person.pk, cause=cause, now=now, not_after=now + TOLD_WITHIN
        )
        for person in people
        if routes(person)
    )
    nudge()
