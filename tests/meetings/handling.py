"""How the tests work on a report, and who reads it then."""

from django.urls import reverse

from meetings import actions
from meetings.models import Report
from members.models import User
from tests import factories as make

LIST = "/safe-space/reports/"


def now_of(report: Report) -> Report:
    return Report.objects.get(pk=report.pk)


def work(report: Report, by: User, status: str = "open", note: str = "", **more: object) -> None:
    more = {"seen": now_of(report).revision, "now": make.now()} | more
    actions.work_on_report(report=report, status=status, note=note, by=by, **more)


def concerned(report: Report, person: User, by: User) -> None:
    actions.mark_concerned(
        report=report, person=person, by=by, seen=now_of(report).revision, now=make.now()
    )


def hand_on(report: Report, to: str, by: User) -> None:
    actions.hand_on(report=report, to=to, by=by, seen=now_of(report).revision, now=make.now())


def readers(report: Report) -> set[str]:
    people = User.objects.all()
    return {str(p) for p in people if Report.objects.visible_to(p).filter(pk=report.pk).exists()}


def address(report: Report, name: str = "report") -> str:
    return reverse(f"meetings:{name}", args=[report.handle])
