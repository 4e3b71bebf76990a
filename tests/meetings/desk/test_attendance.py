"""The day itself: who came, who walked in, how many there were."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from meetings.actions import attendance as acts
from meetings.models import ListAct, Meeting, Registration, Session
from meetings.views.desk.attendance import facilitation
from members.models import User
from members.rules import Refused
from tests import factories as make
from tests.factories import DAY, HOUR, LINK
from tests.test_queries import queries
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry
from vsn.outbox.models import Delivery


@pytest.fixture
def today(meeting: Meeting) -> Session:
    """It began half an hour ago."""
    return make.session(meeting, starts_in=-HOUR / 2, link=LINK)


@pytest.fixture
def danas(today: Session, dana: User) -> Registration:
    return make.sign_up(dana, today)


def at(session: Session, name: str = "attendance") -> str:
    return reverse(f"meetings:{name}", args=[session.meeting.slug, session.number])


def mark(client: Client, session: Session, what: str, **headers: str) -> HttpResponse:
    return client.post(at(session, "mark_attendance"), {"mark": what}, headers=headers)


def came(session: Session) -> int | None:
    return Session.objects.with_attendance().get(pk=session.pk).came


def attended(place: Registration) -> bool | None:
    return Registration.objects.values_list("attended", flat=True).get(pk=place.pk)


# --- One by one ----------------------------------------------------------------------------------


def test_a_tap_marks_and_another_takes_it_back(
    today: Session, danas: Registration, ben: User
) -> None:
    desk = visitor(ben)
    for word, expected in (("yes", True), ("no", False), ("yes", True), ("clear", None)):
        answer = mark(desk, today, f"{danas.handle}:{word}")
        assert answer.status_code == 302 and answer.url.endswith(f"#p-{danas.handle}")
        assert attended(danas) is expected
    page = text(desk.get(at(today)))
    assert f'value="{danas.handle}:yes"' in page and 'aria-pressed="true"' not in page


def test_the_script_gets_the_row_and_the_counts(
    today: Session, danas: Registration, ben: User
) -> None:
    answer = mark(visitor(ben), today, f"{danas.handle}:yes", accept="application/json")
    said = answer.json()
    assert f'value="{danas.handle}:clear"' in said["row"] and 'aria-pressed="true"' in said["row"]
    assert "<dd>1</dd>" in said["counts"]
    for wrong, status in ((f"{danas.handle}:maybe", 400), ("aaaaaaaaaaaaa:yes", 409)):
        answer = mark(visitor(ben), today, wrong, accept="application/json")
        assert answer.status_code == status and answer.json()["said"]


def test_two_facilitators_mark_different_people_and_the_last_word_holds(
    today: Session, danas: Registration, ben: User, ada: User, chidi: User
) -> None:
    chidis = make.sign_up(chidi, today)
    mark(visitor(ben), today, f"{danas.handle}:yes")
    mark(visitor(ada), today, f"{chidis.handle}:yes")
    mark(visitor(ada), today, f"{danas.handle}:no")
    assert (attended(danas), attended(chidis)) == (False, True)
    assert text(visitor(ben).get(at(today))).count("marked by Ada") == 2
    assert "marked by" not in text(visitor(ada).get(at(today)))


def test_who_left_the_list_cannot_be_marked(
    today: Session, danas: Registration, ben: User, dana: User
) -> None:
    other = make.sign_up(dana, make.session(make.meeting()))
    Registration.objects.filter(pk=danas.pk).update(status="cancelled")
    for handle in (danas.handle, other.handle):
        answer = mark(visitor(ben), today, f"{handle}:yes")
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


def test_people_are_found_by_name_whatever_the_accents(today: Session, ben: User) -> None:
    make.sign_up(make.person(name="Żofia"), today)
    make.sign_up(make.person(name="Bo"), today, affiliate=make.affiliate("Wikimedia Somewhere"))
    desk = visitor(ben)
    for asked, found, other in (("zofi", "Żofia", ">Bo<"), ("somewh", ">Bo<", "Żofia")):
        page = text(desk.get(at(today), {"q": asked}))
        assert found in page and other not in page
    assert "Nobody of that name" in text(desk.get(at(today), {"q": "xyz"}))


# --- The rest ------------------------------------------------------------------------------------


def test_the_rest_did_not_come_and_that_can_be_taken_back(
    today: Session, danas: Registration, ben: User
) -> None:
    late, other = (make.sign_up(who, today) for who in make.people(2))
    desk = visitor(ben)
    mark(desk, today, f"{danas.handle}:yes")
    page = text(desk.post(at(today, "mark_rest"), follow=True))
    assert "2 people are marked as not having come." in page
    assert (attended(danas), attended(late), attended(other)) == (True, False, False)
    [act] = ListAct.objects.all()
    assert set(act.before) == {str(late.pk), str(other.pk)}
    mark(desk, today, f"{late.handle}:yes")  # came after all
    undo = {"act": act.handle}
    assert "1 person is not marked" in text(desk.post(at(today, "unmark_rest"), undo, follow=True))
    assert (attended(danas), attended(late), attended(other)) == (True, True, None)
    assert desk.post(at(today, "unmark_rest"), undo).status_code == 409


# --- How many ------------------------------------------------------------------------------------


def test_a_number_counts_where_it_is_higher_than_the_marks(
    today: Session, danas: Registration, ben: User
) -> None:
    desk = visitor(ben)
    assert came(today) is None
    mark(desk, today, f"{danas.handle}:no")
    assert came(today) == 0
    mark(desk, today, f"{danas.handle}:yes")
    assert came(today) == 1
    desk.post(at(today, "count_people"), {"number": "12"})
    assert came(today) == 12 and Entry.objects.filter(action=Action.COUNTED).count() == 1
    desk.post(at(today, "count_people"), {"number": ""})
    assert came(today) == 1
    answer = desk.post(at(today, "count_people"), {"number": "-3"})
    assert answer.status_code == 422 and "error-summary" in text(answer)


def test_nobody_hears_or_gets_anything_for_having_come(
    today: Session, danas: Registration, ben: User
) -> None:
    make.tick()
    before = list(Delivery.objects.values())
    mark(visitor(ben), today, f"{danas.handle}:yes")
    make.tick()
    assert list(Delivery.objects.values()) == before


# --- At hand -------------------------------------------------------------------------------------


def test_the_part_of_the_policy_for_facilitators_is_at_hand(today: Session, ben: User) -> None:
    page = text(visitor(ben).get(at(today)))
    assert "What the policy asks of facilitators" in page
    assert "The call shows who facilitates" in page
    assert "Say nothing that frightens" not in page
    make.new_policy(text="# Rules\n\nBe kind to volunteers.")
    page = text(visitor(ben).get(at(today)))
    assert "What the policy asks" not in page and "Be kind to volunteers." in page


def test_the_part_ends_where_the_next_one_begins() -> None:
    body = "# P\n\n## A\n\na\n\n## Facilitation\n\n### B\n\nb\n\n## C\n\nc"
    assert facilitation(body) == "### B\n\nb"
    assert facilitation("## Facilitadoras\n\nhola") == "hola"
    assert facilitation("## A\n\nfacilitators") == ""


def test_reports_are_at_hand_for_those_they_are_addressed_to(
    today: Session, ben: User, ada: User
) -> None:
    theirs = make.report(session=today, addressee="facilitator", text="secret words")
    about = make.report(session=today, addressee="facilitator", about_facilitators=True)
    page = text(visitor(ben).get(at(today)))
    assert theirs.handle in page and about.handle not in page and "secret words" not in page
    page = text(visitor(ada).get(at(today)))
    assert theirs.handle not in page and about.handle in page


def test_the_page_asks_as_much_for_three_people_as_for_one(today: Session, ben: User) -> None:
    desk = visitor(ben)
    make.sign_up(make.person(), today)
    one = queries(desk, at(today))
    for who in make.people(2):
        place = make.sign_up(who, today, affiliate=make.affiliate())
        mark(desk, today, f"{place.handle}:no")
    assert (one, queries(desk, at(today))) == (10, 10)


def test_a_draft_has_no_attendance(meeting: Meeting, ben: User) -> None:
    draft = make.session(meeting, status="draft", starts_in=-HOUR / 2)
    with pytest.raises(Refused, match="draft"):
        acts.count_people(session=draft, number=3, by=ben, now=make.now())
