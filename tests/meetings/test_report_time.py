"""Reports that lie still are called to mind; closed ones go when their time is over."""

import datetime as dt

from django.test import Client
from django.urls import reverse

from meetings import actions
from meetings.models import Report, ReportNote, Session
from meetings.tasks import keep
from members.models import User
from tests import factories as make
from tests.factories import DAY, HOUR
from tests.meetings.handling import LIST, address, now_of, readers, work
from tests.test_queries import queries
from tests.visitors import visitor
from vsn.audit.models import Action, Entry
from vsn.outbox.models import Delivery

# --- Lying still ---------------------------------------------------------------------------------


def told(after: dt.timedelta) -> list[str]:
    """Who is owed a reminder when the planner runs so long after now, twice."""
    for _ in range(2):
        actions.remind_readers(make.now() + after)
    waits = Delivery.objects.filter(topic="report_waits").order_by("pk")
    return [str(d.recipient) for d in waits]


def test_a_new_one_is_called_to_mind_after_three_days_once(for_ben: Report) -> None:
    assert told(3 * DAY - HOUR) == []
    assert told(3 * DAY + HOUR) == ["Ben"]
    assert told(6 * DAY - HOUR) == ["Ben"]
    assert Entry.objects.filter(action=Action.REPORT_REMINDED).count() == 1


def test_then_the_admins_whom_it_does_not_concern_read_it_too(
    for_ben: Report, ada: User, bea: User
) -> None:
    for_ben.concerned.add(bea)
    told(3 * DAY + HOUR)
    assert readers(for_ben) == {"Ben"}
    assert sorted(told(6 * DAY + 2 * HOUR)) == ["Ada", "Ben", "Ben"]
    assert readers(for_ben) == {"Ada", "Ben"}


def test_one_that_is_worked_on_has_a_week(for_ben: Report, ben: User) -> None:
    work(for_ben, ben, note="I am on it.")
    assert told(4 * DAY) == []
    assert told(7 * DAY + HOUR) == ["Ben"]
    work(for_ben, ben, status="closed", note="Done.")
    assert told(30 * DAY) == ["Ben"]


def test_the_reminder_says_that_and_not_what(for_ben: Report) -> None:
    Report.objects.update(touched_at=make.now() - 4 * DAY)
    make.tick()
    [first, second] = make.mails("ben@example.org")
    assert "still waits" in second.subject and for_ben.handle in second.body
    assert "canary" not in first.body + second.body
    make.tick()
    assert len(make.mails()) == 2


def test_whoever_worked_on_it_meanwhile_is_not_reminded(for_ben: Report, ben: User) -> None:
    actions.remind_readers(make.now() + 4 * DAY)
    work(for_ben, ben, note="I am on it.")
    make.tick()
    assert not [mail for mail in make.mails() if "still waits" in mail.subject]


# --- The end of its time -------------------------------------------------------------------------


def test_closed_reports_go_when_their_time_is_over(
    for_ben: Report, session: Session, ben: User, settings: object
) -> None:
    settings.REPORT_RETENTION_DAYS = 100
    open_one = make.report(session=session)
    work(for_ben, ben, status="closed", note="canary note")
    assert actions.delete_old_reports(make.now() + 99 * DAY) == 0
    Report.objects.filter(pk=for_ben.pk).update(closed_at=make.now() - 101 * DAY)
    keep()
    assert list(Report.objects.all()) == [open_one]
    assert not ReportNote.objects.exists()
    entry = Entry.objects.get(action=Action.REPORT_DELETED)
    assert (entry.about_id, entry.data) == (for_ben.pk, {"handle": for_ben.handle})


def test_who_opens_it_again_stops_the_clock(for_ben: Report, ben: User) -> None:
    work(for_ben, ben, status="closed", note="Done.")
    assert now_of(for_ben).closed_at
    work(for_ben, ben, status="open", note="Not quite.")
    assert now_of(for_ben).closed_at is None
    assert actions.delete_old_reports(make.now() + 9999 * DAY) == 0


# --- The list ------------------------------------------------------------------------------------


def test_the_list_shows_open_ones_first_the_longest_waiting_above(
    session: Session, ada: User
) -> None:
    made = [make.report(session=session) for _ in range(3)]
    work(made[0], ada, status="closed", note="Done.")
    Report.objects.filter(pk=made[2].pk).update(touched_at=make.now() - DAY)
    page = visitor(ada).get(LIST).context["page"]
    assert [report.pk for report in page] == [made[2].pk, made[1].pk, made[0].pk]


def test_an_admin_needs_the_second_factor_for_the_list(ada: User) -> None:
    client = Client()
    client.force_login(ada)
    assert client.get(LIST).headers["Location"] == reverse("mfa_index")


def test_lists_do_not_ask_more_for_more_rows(session: Session, ada: User) -> None:
    report = make.report(session=session)
    client = visitor(ada)
    one = queries(client, LIST)
    for _ in range(2):
        make.report(session=session)
    assert queries(client, LIST) == one
    assert queries(client, address(report)) <= 24
