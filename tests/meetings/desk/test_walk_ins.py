"""Who came without signing up."""

from typing import Any

from django.test import Client

from meetings import tables, tasks
from meetings.actions import attendance as acts
from meetings.models import Meeting, Registration, Session
from members.models import User
from tests import factories as make
from tests.factories import DAY, HOUR, LINK
from tests.meetings.desk.attending import at, came
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry
from vsn.outbox.models import Delivery


def take_back(desk: Client, session: Session, place: Registration) -> None:
    desk.post(at(session, "mark_attendance"), {"mark": f"{place.handle}:back"})


def test_somebody_without_address_is_counted_and_takes_nobodys_place(
    meeting: Meeting, ben: User, chidi: User
) -> None:
    small = make.session(meeting, starts_in=-HOUR / 2, capacity=2)
    make.sign_up(chidi, small)
    desk = visitor(ben)
    for fields in ({"name": "Fay Walked", "country": "Ghana"}, {}):
        assert desk.post(at(small, "walk_in"), fields).status_code == 302
    assert came(small) == 2
    # No sign-up, no place, and on no page for others.
    assert Session.objects.with_counts().get(pk=small.pk).signed_up == 1
    waits = make.sign_up(make.person(), small)
    assert not waits.was_waiting
    assert "Fay Walked" not in text(visitor(chidi).get(meeting.get_absolute_url()))
    page = text(desk.get(at(small)))
    assert "Fay Walked" in page and "Ghana" in page and "Somebody" in page
    assert Entry.objects.filter(action=Action.WALKED_IN).count() == 2
    assert not Delivery.objects.filter(about_type="meetings.registration").exclude(
        recipient__in=[chidi.pk, waits.person_id]
    )


def test_in_a_table_nobody_signed_up_who_did_not(
    running: Session, danas: Registration, ben: User
) -> None:
    fay = acts.walk_in(session=running, who=acts.WalkIn(name="Fay"), by=ben, now=make.now())
    head, first, second = tables.for_the_desk([danas, fay], running)
    at = head.index("Signed up (UTC)")
    assert first[at] == f"{danas.created_at:%Y-%m-%d %H:%M}" and second[at] == ""


def test_a_walk_in_noted_by_mistake_is_taken_back(running: Session, ben: User) -> None:
    visitor(ben).post(at(running, "walk_in"), {"name": "Fay"})
    fay = Registration.objects.get(name="Fay")
    take_back(visitor(ben), running, fay)
    assert not Registration.objects.filter(name="Fay").exists()


def test_nobody_on_the_list_is_taken_back_that_way(
    running: Session, danas: Registration, ben: User
) -> None:
    take_back(visitor(ben), running, danas)
    assert Registration.objects.filter(pk=danas.pk).exists()


def test_with_an_address_they_are_on_the_list_and_asked_to_read_the_policy(
    running: Session, ben: User
) -> None:
    sent = {"name": "Fay", "reach": "fay@example.org", "country": "Ghana"}
    page = text(visitor(ben).post(at(running, "walk_in"), sent, follow=True))
    assert "They are on the list now" in page and "fay@example.org" not in page
    fay = Registration.objects.get(person__email="fay@example.org")
    assert (fay.status, fay.source, fay.attended) == ("registered", "walk_in", True)
    assert (fay.visibility, fay.country) == ("hidden", "Ghana")
    make.tick()
    [mail] = make.mails("fay@example.org")
    assert "The facilitator put you on the list" in mail.body and LINK not in mail.body


def test_who_is_on_the_list_already_is_marked(
    running: Session, danas: Registration, ben: User
) -> None:
    home = make.affiliate("Wikimedia Somewhere")
    Registration.objects.update(affiliate=home, country="Peru")
    sent = {"name": "D.", "reach": "dana@example.org", "country": "Chile"}
    sent["affiliate"] = str(make.affiliate("Another one").pk)
    visitor(ben).post(at(running, "walk_in"), sent)
    danas.refresh_from_db()
    assert (danas.name, danas.source, danas.attended) == ("Dana", "self", True)
    # What they said of themselves holds.
    assert (danas.affiliate, danas.country) == (home, "Peru")


def test_who_came_without_signing_up_cannot_be_marked_as_away(running: Session, ben: User) -> None:
    desk = visitor(ben)
    desk.post(at(running, "walk_in"), {"name": "Fay"})
    fay = Registration.objects.get(name="Fay")
    for word in ("no", "clear"):
        sent = {"mark": f"{fay.handle}:{word}"}
        assert desk.post(at(running, "mark_attendance"), sent).status_code == 409
    assert came(running) == 1


def test_who_is_excluded_is_refused_in_neutral_words(running: Session, ben: User) -> None:
    make.exclude("mallory@example.org")
    sent = {"name": "Mallory", "reach": "mallory@example.org"}
    answer = visitor(ben).post(at(running, "walk_in"), sent)
    page = text(answer)
    assert answer.status_code == 422 and "We cannot sign you up" in page
    assert "exclu" not in page.lower() and not Registration.objects.exists()


def test_after_the_end_nobody_is_invited_any_more(meeting: Meeting, ben: User) -> None:
    over = make.session(meeting, starts_in=-5 * HOUR)
    desk = visitor(ben)
    answer = desk.post(at(over, "walk_in"), {"name": "Fay", "reach": "fay@example.org"})
    assert answer.status_code == 422 and "This session is over." in text(answer)
    assert not User.objects.filter(email="fay@example.org").exists()
    assert desk.post(at(over, "walk_in"), {"name": "Fay"}).status_code == 302 and came(over) == 1


def test_the_names_of_walk_ins_are_forgotten_like_all_others(
    running: Session, ben: User, settings: Any
) -> None:
    acts.walk_in(session=running, who=acts.WalkIn(name="Fay"), by=ben, now=make.now())
    tasks.keep()
    assert Registration.objects.get().name == "Fay"
    end = make.now() - (settings.RETENTION_DAYS + 1) * DAY
    Session.objects.filter(pk=running.pk).update(starts_at=end - HOUR, ends_at=end)
    tasks.keep()
    assert Registration.objects.get().name == "" and came(running) == 1
