"""Reports of a violation reach who they are meant for, and nobody they are about."""

import datetime as dt

import pytest
from django.utils import timezone

from meetings import actions
from meetings.models import Report, Session
from members.models import Affiliation, User
from tests import factories as make
from vsn.audit.models import Action, Entry

Addressee = Report.Addressee


@pytest.fixture
def platform(session: Session, eve: User) -> Affiliation:
    """Eve receives the reports of the affiliate that provides the platform."""
    affiliate = make.affiliate()
    session.meeting.platform_affiliate = affiliate
    session.meeting.save()
    return Affiliation.objects.create(person=eve, affiliate=affiliate, receives_reports=True)


def readers(report: Report) -> set[str]:
    return {person.name for person in report.readers.all()}


@pytest.mark.parametrize(
    ("addressee", "expected"),
    [("facilitator", {"Ben"}), ("affiliate", {"Eve"}), ("admins", {"Ada"})],
)
def test_who_reads_it(
    session: Session, platform: Affiliation, ada: User, addressee: str, expected: set[str]
) -> None:
    report = make.report(session=session, addressee=addressee)
    assert readers(report) == expected
    assert report.addressee == addressee


def test_on_their_last_day_they_are_told_and_can_read_it(
    session: Session, platform: Affiliation, eve: User
) -> None:
    Affiliation.objects.update(ended_on=timezone.now().astimezone(dt.UTC).date())
    report = make.report(session=session, addressee="affiliate")
    assert readers(report) == {"Eve"} == {str(one) for one in actions.readers_of(report)}
    assert Report.objects.visible_to(eve).get() == report


@pytest.mark.parametrize("addressee", Addressee.values)
def test_a_report_about_the_facilitators_goes_past_them(
    session: Session, platform: Affiliation, ada: User, ben: User, addressee: str
) -> None:
    report = make.report(session=session, addressee=addressee, about_facilitators=True)
    assert "Ben" not in readers(report) and readers(report)
    assert not Report.objects.visible_to(ben).exists()


def test_a_facilitator_who_receives_the_platforms_reports_does_not_read_their_own(
    session: Session, platform: Affiliation, ada: User, ben: User
) -> None:
    Affiliation.objects.update(person=ben)
    report = make.report(session=session, addressee="affiliate", about_facilitators=True)
    assert readers(report) == {"Ada"}


@pytest.mark.parametrize("why", ["no platform", "nobody there", "left", "closed account"])
def test_where_nobody_is_left_the_admins_read_it(
    session: Session, platform: Affiliation, ada: User, why: str
) -> None:
    if why == "no platform":
        session.meeting.platform_affiliate = None
        session.meeting.save()
    elif why == "nobody there":
        Affiliation.objects.update(receives_reports=False)
    elif why == "left":
        Affiliation.objects.update(ended_on=timezone.now().date() - dt.timedelta(days=1))
    else:
        User.objects.filter(pk=platform.person_id).update(is_active=False)
    report = make.report(session=session, addressee="affiliate")
    assert readers(report) == {"Ada"}
    assert report.addressee == Addressee.ADMINS


def test_the_mail_says_that_there_is_one_and_not_what(session: Session, ada: User) -> None:
    make.report(session=session, addressee="facilitator", text="Eve shouted at Dana.", about="Eve")
    make.tick()
    [told] = make.mails("ben@example.org")
    for word in ("Eve", "Dana", "shouted", "Supporting volunteers"):
        assert word not in told.body + told.subject
    assert Report.objects.get().handle in told.body
    make.tick()
    assert len(make.mails()) == 1


def test_the_journal_knows_nothing_of_the_reporter_or_the_text(
    session: Session, dana: User, ada: User
) -> None:
    make.report(session=session, addressee="admins", reporter=dana, text="A secret")
    entry = Entry.objects.get(action=Action.REPORTED)
    assert entry.actor is None
    assert entry.data == {"addressee": "admins"}


def test_work_on_a_report_leaves_its_trace(session: Session, ada: User) -> None:
    report = make.report(session=session)
    actions.work_on_report(
        report=report, status="closed", note="Spoke to both.", by=ada, seen=0, now=timezone.now()
    )
    report.refresh_from_db()
    assert (report.status, report.notes.get().text) == ("closed", "Spoke to both.")
    entry = Entry.objects.get(action=Action.REPORT_CHANGED)
    assert entry.actor == ada and entry.data == {"status": "closed"}
