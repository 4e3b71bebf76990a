"""The day itself: who came, who walked in, how many there were."""

import pytest
from django.http import HttpResponse
from django.test import Client

from meetings.actions import attendance as acts
from meetings.models import ListAct, Meeting, Registration, Session
from meetings.views.desk.attendance import facilitation
from members.models import User
from members.rules import Refused
from tests import factories as make
from tests.factories import DAY, HOUR
from tests.meetings.desk.attending import at, came
from tests.test_queries import queries
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry
from vsn.outbox.models import Delivery


def mark(client: Client, session: Session, what: str, **headers: str) -> HttpResponse:
    return client.post(at(session, "mark_attendance"), {"mark": what}, headers=headers)


def attended(place: Registration) -> bool | None:
    return Registration.objects.values_list("attended", flat=True).get(pk=place.pk)


def test_the_room_is_one_tap_away_while_there_is_something_to_open(
    running: Session, meeting: Meeting, ben: User
) -> None:
    desk, opened = visitor(ben), at(running, "open_room")
    assert opened in text(desk.get(at(running)))
    bare = make.session(meeting, starts_in=HOUR / 2)
    page = text(desk.get(at(bare)))
    assert "Set the room" in page and at(bare, "open_room") not in page
    over = make.session(meeting, starts_in=-DAY, link=make.LINK)
    page = text(desk.get(at(over)))
    assert at(over, "open_room") not in page and "the room" not in page


# --- One by one ----------------------------------------------------------------------------------


def test_a_tap_marks_and_another_takes_it_back(
    running: Session, danas: Registration, ben: User
) -> None:
    desk = visitor(ben)
    for word, expected in (("yes", True), ("no", False), ("yes", True), ("clear", None)):
        answer = mark(desk, running, f"{danas.handle}:{word}")
        assert answer.status_code == 302 and answer.url.endswith(f"#p-{danas.handle}")
        assert attended(danas) is expected
    page = text(desk.get(at(running)))
    assert f'value="{danas.handle}:yes"' in page and 'aria-pressed="true"' not in page


def test_the_script_gets_the_row_and_the_counts(
    running: Session, danas: Registration, ben: User
) -> None:
    answer = mark(visitor(ben), running, f"{danas.handle}:yes", accept="application/json")
    said = answer.json()
    assert f'value="{danas.handle}:clear"' in said["row"] and 'aria-pressed="true"' in said["row"]
    assert "<dd>1</dd>" in said["counts"]
    for wrong, status in ((f"{danas.handle}:maybe", 400), ("aaaaaaaaaaaaa:yes", 409)):
        answer = mark(visitor(ben), running, wrong, accept="application/json")
        assert answer.status_code == status and answer.json()["said"]


def test_two_facilitators_mark_different_people_and_the_last_word_holds(
    running: Session, danas: Registration, ben: User, ada: User, chidi: User
) -> None:
    chidis = make.sign_up(chidi, running)
    mark(visitor(ben), running, f"{danas.handle}:yes")
    mark(visitor(ada), running, f"{chidis.handle}:yes")
    mark(visitor(ada), running, f"{danas.handle}:no")
    assert (attended(danas), attended(chidis)) == (False, True)
    assert text(visitor(ben).get(at(running))).count("marked by Ada") == 2
    assert "marked by" not in text(visitor(ada).get(at(running)))


def test_who_left_the_list_cannot_be_marked(
    running: Session, danas: Registration, ben: User, dana: User
) -> None:
    other = make.sign_up(dana, make.session(make.meeting()))
    Registration.objects.filter(pk=danas.pk).update(status="cancelled")
    for handle in (danas.handle, other.handle):
        answer = mark(visitor(ben), running, f"{handle}:yes")
        assert answer.status_code == 409 and "not on the list any more" in text(answer)
    assert attended(danas) is None and attended(other) is None


def test_it_is_open_from_an_hour_before_until_sixty_days_after(meeting: Meeting, ben: User) -> None:
    times = {2 * HOUR: False, HOUR / 2: True, -59 * DAY: True, -62 * DAY: False}
    for starts_in, is_open in times.items():
        session = make.session(meeting, starts_in=starts_in)
        place = make.registration(session, make.person(name="Fay Found"))
        answer = mark(visitor(ben), session, f"{place.handle}:yes")
        assert (answer.status_code, attended(place)) == ((302, True) if is_open else (409, None))
        assert ("Fay Found" in text(visitor(ben).get(at(session)))) is is_open


def test_people_are_found_by_name_whatever_the_accents(running: Session, ben: User) -> None:
    make.sign_up(make.person(name="Żofia"), running)
    make.sign_up(make.person(name="Bo"), running, affiliate=make.affiliate("Wikimedia Somewhere"))
    desk = visitor(ben)
    for asked, found, other in (("zofi", "Żofia", ">Bo<"), ("somewh", ">Bo<", "Żofia")):
        page = text(desk.get(at(running), {"q": asked}))
        assert found in page and other not in page
    assert "Nobody of that name" in text(desk.get(at(running), {"q": "xyz"}))


# --- The rest ------------------------------------------------------------------------------------


def test_the_rest_did_not_come_and_that_can_be_taken_back(
    running: Session, danas: Registration, ben: User
) -> None:
    late, other = (make.sign_up(who, running) for who in make.people(2))
    desk = visitor(ben)
    mark(desk, running, f"{danas.handle}:yes")
    page = text(desk.post(at(running, "mark_rest"), follow=True))
    assert "2 people are marked as not having come." in page
    assert (attended(danas), attended(late), attended(other)) == (True, False, False)
    [act] = ListAct.objects.all()
    assert set(act.before) == {str(late.pk), str(other.pk)}
    mark(desk, running, f"{late.handle}:yes")  # came after all
    undo = {"act": act.handle}
    assert "1 person is not marked" in text(
        desk.post(at(running, "unmark_rest"), undo, follow=True)
    )
    assert (attended(danas), attended(late), attended(other)) == (True, True, None)
    assert desk.post(at(running, "unmark_rest"), undo).status_code == 409


# --- How many ------------------------------------------------------------------------------------


def test_a_number_counts_where_it_is_higher_than_the_marks(
    running: Session, danas: Registration, ben: User
) -> None:
    desk = visitor(ben)
    assert came(running) is None
    mark(desk, running, f"{danas.handle}:no")
    assert came(running) == 0
    mark(desk, running, f"{danas.handle}:yes")
    assert came(running) == 1
    desk.post(at(running, "count_people"), {"number": "12"})
    assert came(running) == 12 and Entry.objects.filter(action=Action.COUNTED).count() == 1
    desk.post(at(running, "count_people"), {"number": ""})
    assert came(running) == 1
    answer = desk.post(at(running, "count_people"), {"number": "-3"})
    assert answer.status_code == 422 and "error-summary" in text(answer)


def test_nobody_hears_or_gets_anything_for_having_come(
    running: Session, danas: Registration, ben: User
) -> None:
    make.tick()
    before = list(Delivery.objects.values())
    mark(visitor(ben), running, f"{danas.handle}:yes")
    make.tick()
    assert list(Delivery.objects.values()) == before


# --- At hand -------------------------------------------------------------------------------------


def test_the_part_of_the_policy_for_facilitators_is_at_hand(running: Session, ben: User) -> None:
    page = text(visitor(ben).get(at(running)))
    assert "What the policy asks of facilitators" in page
    assert "The call shows who facilitates" in page
    assert "Say nothing that frightens" not in page
    make.new_policy(text="# Rules\n\nBe kind to volunteers.")
    page = text(visitor(ben).get(at(running)))
    assert "What the policy asks" not in page and "Be kind to volunteers." in page


def test_the_part_ends_where_the_next_one_begins() -> None:
    body = "# P\n\n## A\n\na\n\n## Facilitation\n\n### B\n\nb\n\n## C\n\nc"
    assert facilitation(body) == "### B\n\nb"
    assert facilitation("## Facilitadoras\n\nhola") == "hola"
    assert facilitation("## A\n\nfacilitators") == ""


def test_reports_are_at_hand_for_those_they_are_addressed_to(
    running: Session, ben: User, ada: User
) -> None:
    theirs = make.report(session=running, addressee="facilitator", text="secret words")
    about = make.report(session=running, addressee="facilitator", about_facilitators=True)
    page = text(visitor(ben).get(at(running)))
    assert theirs.handle in page and about.handle not in page and "secret words" not in page
    page = text(visitor(ada).get(at(running)))
    assert theirs.handle not in page and about.handle in page


def test_the_page_asks_as_much_for_three_people_as_for_one(running: Session, ben: User) -> None:
    desk = visitor(ben)
    make.sign_up(make.person(), running)
    one = queries(desk, at(running))
    for who in make.people(2):
        place = make.sign_up(who, running, affiliate=make.affiliate())
        mark(desk, running, f"{place.handle}:no")
    assert (one, queries(desk, at(running))) == (10, 10)


def test_a_draft_has_no_attendance(meeting: Meeting, ben: User) -> None:
    draft = make.session(meeting, status="draft", starts_in=-HOUR / 2)
    with pytest.raises(Refused, match="draft"):
        acts.count_people(session=draft, number=3, by=ben, now=make.now())
