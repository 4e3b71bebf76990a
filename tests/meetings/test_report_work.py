"""Work on reports: notes that stay, a way around anyone concerned, reminders when one lies still,
and the end of its time."""

from functools import partial

import pytest
from django.urls import reverse

from meetings.models import Meeting, Report, ReportNote, Session
from members import waiting
from members.actions import my_data
from members.models import Affiliation, User
from members.rules import Refused
from tests import factories as make
from tests.factories import DAY
from tests.meetings.actions.side_by_side import while_held
from tests.meetings.handling import LIST, address, concerned, hand_on, now_of, readers, work
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry

# --- Notes ---------------------------------------------------------------------------------------


def test_notes_are_added_with_author_and_time(for_ben: Report, ben: User) -> None:
    client = visitor(ben)
    for number, note in enumerate(("I wrote to them.", "They answered.")):
        form = {"seen": number, "status": "open", "note": note}
        assert client.post(address(for_ben), form).status_code == 302
    notes = for_ben.notes.all()
    assert [(n.text, n.by, n.status) for n in notes] == [
        ("I wrote to them.", ben, "open"), ("They answered.", ben, ""),
    ]  # fmt: skip
    page = text(client.get(address(for_ben)))
    assert "I wrote to them." in page and "They answered." in page
    assert not Entry.objects.filter(data__icontains="wrote").exists()


def test_a_note_of_nothing_is_asked_for(for_ben: Report, ben: User) -> None:
    answer = visitor(ben).post(address(for_ben), {"seen": "0", "status": "new", "note": " "})
    assert answer.status_code == 409 and "Write a note" in text(answer)
    assert not ReportNote.objects.exists()


def test_who_comes_second_is_told_and_keeps_what_they_typed(
    session: Session, ada: User, bea: User
) -> None:
    report = make.report(session=session)
    work(report, bea, note="Mine.")
    form = {"seen": "0", "status": "closed", "note": "Also mine."}
    answer = visitor(ada).post(address(report), form)
    assert answer.status_code == 409
    assert "in the meantime" in text(answer) and "Also mine.</textarea>" in text(answer)
    assert now_of(report).status == "open"


@pytest.mark.django_db(transaction=True)
def test_two_readers_at_once() -> None:
    make.policy()
    ada, bea = (make.person(name=name, is_staff=True) for name in ("Ada", "Bea"))
    report = make.report()
    while_held(
        report,
        partial(work, report, ada, note="One.", seen=0),
        partial(work, report, bea, status="closed", note="Two.", seen=0),
    )
    assert report.notes.count() == 1 and now_of(report).revision == 1


# --- Around anyone concerned ---------------------------------------------------------------------


def test_who_turns_out_to_be_concerned_loses_access_at_once(
    session: Session, ada: User, bea: User
) -> None:
    report = make.report(session=session, text="canary text")
    handle = {"person": ada.handle, "seen": "0"}
    assert visitor(bea).post(address(report, "mark_concerned"), handle).status_code == 302
    client = visitor(ada)
    for name in ("report", "mark_concerned", "hand_on_report"):
        assert client.post(address(report, name), {}).status_code == 404
    assert client.get(address(report)).status_code == 404
    assert report.handle not in text(client.get(LIST))
    assert readers(report) == {"Bea"}


def test_not_even_its_existence_is_in_a_count(session: Session, ada: User, bea: User) -> None:
    report = make.report(session=session)

    def counted(person: User) -> int:
        found = {one.key: one.count for one in waiting.waiting(person, make.now())}
        return found.get("reports", 0)

    assert (counted(ada), counted(bea)) == (1, 1)
    concerned(report, ada, bea)
    assert (counted(ada), counted(bea)) == (0, 1)
    page = text(visitor(ada).get(reverse("members:moderation")))
    assert report.handle not in page and "Report:" not in page


def test_not_even_the_journal_tells_an_admin_who_is_concerned(
    session: Session, ada: User, bea: User
) -> None:
    """Neither the history, nor the journal and the outbox in the administration."""
    User.objects.update(is_superuser=True)
    report = make.report(session=session)
    concerned(report, ada, bea)
    pages = (
        reverse("members:history"),
        reverse("admin:audit_entry_changelist"),
        reverse("admin:outbox_delivery_changelist"),
    )
    for who, seen in ((bea, True), (ada, False)):
        client = visitor(who)
        tables = ["".join(text(client.get(page)).split("<tbody")[1:]) for page in pages]
        shown = ["report" in table.split("</tbody")[0] for table in tables]
        assert shown == [seen] * 3


def test_no_numbers_in_a_row_tell_that_there_is_one_between(
    session: Session, ada: User, bea: User
) -> None:
    User.objects.update(is_superuser=True)
    first, between, last = (make.report(session=session) for _number in range(3))
    concerned(between, ada, bea)
    client = visitor(ada)
    for page in ("members:history", "admin:audit_entry_changelist"):
        table = text(client.get(reverse(page))).split("<tbody")[1].split("</tbody")[0]
        assert table.count("reported a violation") == 2
        assert not any(f"#{one.pk}" in table or f">{one.pk}<" in table for one in (first, last))
        assert "/entry/" not in table


def test_their_own_data_do_not_tell_it_either(session: Session, ada: User, bea: User) -> None:
    report = make.report(session=session)
    concerned(report, ada, bea)
    for _moment in ("before it would have been sent", "after that"):
        told = {section.key: rows for section, rows in my_data.held(ada)}
        assert "report" not in str(told["deliveries"])
        make.tick()
    told = {section.key: rows for section, rows in my_data.held(bea)}
    assert "report" in str(told["deliveries"])


def test_what_was_on_its_way_to_them_is_not_sent(session: Session, ada: User, bea: User) -> None:
    report = make.report(session=session)
    concerned(report, ada, bea)
    make.tick()
    assert {mail.to[0] for mail in make.mails()} == {"bea@example.org"}


def test_the_journal_does_not_say_who_is_concerned(session: Session, ada: User, bea: User) -> None:
    """Admins read it, and it may be one of them."""
    report = make.report(session=session)
    concerned(report, ada, bea)
    entry = Entry.objects.get(action=Action.REPORT_HANDED_ON)
    assert entry.data == {}


def test_the_last_reader_marks_themselves_and_others_take_over(
    for_ben: Report, ben: User, ada: User
) -> None:
    form = {"seen": "0", "person": ben.handle}
    answer = visitor(ben).post(address(for_ben, "mark_concerned"), form)
    assert answer.headers["Location"] == LIST
    assert readers(for_ben) == {"Ada"}
    assert now_of(for_ben).addressee == "admins"
    make.tick()
    assert "report for you" in make.mails("ada@example.org")[0].subject


def test_where_nobody_would_be_left_it_is_refused(ada: User) -> None:
    report = make.report()
    with pytest.raises(Refused) as no:
        concerned(report, ada, ada)
    assert no.value.refusal.code == "no_reader"
    assert readers(report) == {"Ada"}


def test_handed_on_to_the_affiliate_that_provides_the_platform(
    session: Session, ada: User, eve: User
) -> None:
    affiliate = make.affiliate()
    Meeting.objects.update(platform_affiliate=affiliate)
    Affiliation.objects.create(person=eve, affiliate=affiliate, receives_reports=True)
    report = make.report(session=session)
    work(report, ada, note="Not ours.")
    form = {"seen": "1", "to": "affiliate"}
    answer = visitor(ada).post(address(report, "hand_on_report"), form)
    assert answer.headers["Location"] == LIST
    assert readers(report) == {"Eve"}
    assert "Not ours." in text(visitor(eve).get(address(report)))
    # Who does not receive its reports any more reads none.
    Affiliation.objects.update(ended_on=(make.now() - 2 * DAY).date())
    assert readers(report) == set()


def test_nobody_it_is_about_reads_it_after_handing_on(
    session: Session, ada: User, bea: User
) -> None:
    report = make.report(session=session, addressee="facilitator")
    report.concerned.add(ada)
    ben = session.meeting.facilitators.get()
    hand_on(report, "admins", ben)
    assert readers(report) == {"Bea"}
    with pytest.raises(Refused) as no:
        hand_on(report, "affiliate", bea)
    assert no.value.refusal.code == "nobody"


def test_who_lost_the_part_in_which_it_reached_them_reads_it_no_longer(
    session: Session, ada: User, bea: User, for_ben: Report
) -> None:
    to_admins = make.report(session=session)
    User.objects.filter(pk=bea.pk).update(is_staff=False)
    session.meeting.facilitations.all().delete()
    assert readers(to_admins) == {"Ada"} and readers(for_ben) == set()
