"""The figures for grant reports: what is counted, for whom, and that they outlive the people."""

import csv
import io
from typing import Any

import pytest
from django.urls import reverse

from meetings import actions, reporting
from meetings.actions import attendance
from meetings.models import Meeting, Programme, Registration, Session
from members.models import User
from tests import factories as make
from tests.test_queries import queries
from tests.visitors import text, visitor
from tests.world import HIDDEN, HIDDEN_ADDRESS, NOTE, SHY, SHY_ADDRESS, World
from vsn.demo.facts import load_affiliates, load_meetings

WALK_IN = Registration.Status.WALK_IN
NAMES = ("meeting_report", "programme_report")


@pytest.fixture
def season() -> Programme:
    return make.programme(name="VSN 2026", slug="vsn-2026")


@pytest.fixture
def held(meeting: Meeting, season: Programme) -> Meeting:
    """Two sessions took place: three and two signed up, two and two came, one of them twice, and
    one walked in whom nobody knows."""
    Meeting.objects.filter(pk=meeting.pk).update(programme=season)
    meeting.refresh_from_db()
    first = make.session(meeting, starts_in=-9 * make.DAY)
    second = make.session(meeting, starts_in=-2 * make.DAY)
    ghana = make.affiliate("Ghana Community", country="Ghana")
    ana, bo, cem, dev = (make.person(name=name) for name in ("Ana A", "Bo B", "Cem C", "Dev D"))
    make.registration(first, ana, attended=True, affiliate=ghana, language="es")
    make.registration(first, bo, attended=True, country="ghana", language="en")
    make.registration(first, cem, attended=False, country="Chile", language="en")
    make.registration(second, ana, attended=True, affiliate=ghana, language="es")
    make.registration(second, dev, attended=True)
    walked_in(second)
    return meeting


def walked_in(to: Session, who: User | None = None, **fields: Any) -> Registration:
    fields.setdefault("name", "")
    return make.registration(
        to, who, status=WALK_IN, source=Registration.Source.WALK_IN, attended=True, **fields
    )


def counted(thing: Meeting | Programme) -> tuple[int | None, ...]:
    """Signed up, came, share, different people, different ones who came, affiliates, countries."""
    thing.refresh_from_db()
    of = reporting.of_meeting if isinstance(thing, Meeting) else reporting.of_programme
    total = of(thing, make.now()).total
    return (
        total.signed_up, total.came, total.share, total.people, total.attendees,
        total.from_affiliates, total.from_countries,
    )  # fmt: skip


# --- What is counted -----------------------------------------------------------------------------


def test_each_session_and_all_of_them(held: Meeting, season: Programme) -> None:
    report = reporting.of_meeting(held, make.now())
    lines = [
        (f.signed_up, f.came, f.share, f.people) for f in (line.figures for line in report.lines)
    ]
    assert lines == [(3, 2, 67, 3), (2, 3, 100, 3)]
    # Ana is one; who walked in is one more; of the five who signed up four came.
    assert counted(held) == (5, 5, 80, 5, 4, 1, 2)
    assert counted(season) == counted(held)
    assert report.total.countries == {"Ghana": 3, "Chile": 1}
    assert report.total.tongues == {"es": 2, "en": 2} and report.total.languages == {"en": 2}


def test_only_what_took_place_is_counted(held: Meeting, season: Programme) -> None:
    before = counted(held)
    for fields in ({"starts_in": make.DAY}, {"status": "draft"}, {"status": "cancelled"}):
        fields = {"starts_in": -make.DAY, **fields}
        make.registration(make.session(held, **fields), make.person(), attended=True)
    last = held.sessions.get(number=2)
    for status in ("cancelled", "removed", "unconfirmed"):
        make.registration(last, make.person(), status=status)
    assert counted(held) == before
    assert reporting.of_meeting(held, make.now()).to_come == 1
    draft = make.meeting(status="draft", programme=season)
    make.registration(make.session(draft, starts_in=-make.DAY), make.person())
    assert counted(season) == before
    assert [line.thing for line in reporting.of_programme(season, make.now()).lines] == [held]


def test_sign_ups_are_not_attendance_and_what_nobody_noted_is_no_zero(meeting: Meeting) -> None:
    make.session(meeting, starts_in=-3 * make.DAY, attendance=43)
    total = reporting.of_meeting(meeting, make.now()).total
    assert (total.signed_up, total.came, total.share, total.people) == (None, 43, None, None)
    noted_by_nobody = make.session(meeting, starts_in=-2 * make.DAY)
    make.registration(noted_by_nobody, make.person())
    total = reporting.of_meeting(meeting, make.now()).total
    assert (total.signed_up, total.came, total.share, total.people) == (1, 43, None, 1)


def test_the_real_programme_of_2022(chidi: User) -> None:
    load_affiliates()
    load_meetings()
    page = text(visitor(chidi).get(reverse("meetings:programme_report", args=["vsn-2022"])))
    flat = " ".join(page.split())
    assert "<dt>meetings</dt><dd>11</dd>" in flat
    assert "<dt>participants</dt> <dd>329</dd>" in flat


# --- Kept when people are forgotten --------------------------------------------------------------


def forget_everyone() -> None:
    people = User.objects.filter(registrations__isnull=False, is_staff=False).distinct()
    for person in people:
        actions.forget_person(person=person, now=make.now())
    assert not Registration.objects.filter(person__isnull=False).exists()


def one_by_one(meeting: Meeting, season: Programme) -> list[reporting.Figures]:
    """Of each session of the meeting and each meeting of the programme."""
    meeting.refresh_from_db()
    now = make.now()
    reports = (reporting.of_meeting(meeting, now), reporting.of_programme(season, now))
    return [line.figures for report in reports for line in report.lines]


def test_forgetting_everyone_changes_no_figure(held: Meeting, season: Programme) -> None:
    other = make.meeting(programme=season)
    session = make.session(other, starts_in=-make.DAY)
    for person in User.objects.filter(name__in=("Ana A", "Cem C")):
        make.registration(session, person, attended=True)
    walked_in(session, make.person(name="Wim W"), name="Wim W")
    at_the_door = make.person(name="Xia X")  # and left an address
    make.registration(session, at_the_door, source="walk_in", attended=True)
    before = counted(held), counted(other), counted(season)
    assert before[1][:2] == (2, 4)
    assert before[2][3] == 7  # Ana, Bo, Cem, Dev, Wim, Xia and nobody-knows-who
    rows = one_by_one(held, season)
    forget_everyone()
    assert (counted(held), counted(other), counted(season)) == before
    assert one_by_one(held, season) == rows


def test_a_meeting_takes_its_former_people_to_another_programme(
    held: Meeting, season: Programme
) -> None:
    before = counted(held)
    forget_everyone()
    other = make.programme(name="Another season", slug="another")
    Meeting.objects.filter(pk=held.pk).update(programme=other)
    make.registration(make.session(make.meeting(programme=season), starts_in=-make.DAY), None)
    assert counted(other) == before and counted(season)[3] == 1


def test_who_is_marked_after_being_forgotten_came(meeting: Meeting, dana: User, ben: User) -> None:
    session = make.session(meeting, starts_in=-2 * make.HOUR, lasts=make.HOUR)
    place = make.registration(session, dana)
    actions.forget_person(person=dana, now=make.now())
    attendance.mark(session=session, handle=place.handle, attended=True, by=ben, now=make.now())
    meeting.refresh_from_db()
    assert reporting.of_meeting(meeting, make.now()).total.attendees == 1


def test_two_who_were_one_are_one_before_and_after(held: Meeting, season: Programme) -> None:
    """Ana signed up a second time under another address, for the same session and another one."""
    first, second = held.sessions.order_by("number")
    ana = User.objects.get(name="Ana A")
    again = make.person(name="Ana")
    make.registration(first, again, attended=True)
    walked_in(second, again)
    assert counted(season)[3] == 6
    actions.adopt(owner=ana, light=again, now=make.now())
    before = counted(held), counted(season)
    assert before[1][3] == 5
    forget_everyone()
    assert (counted(held), counted(season)) == before


def test_who_is_forgotten_later_does_not_count_what_was_still_to_come(held: Meeting) -> None:
    late = make.person(name="Late L")
    make.sign_up(late, make.session(held))
    before = counted(held)
    actions.forget_person(person=late, now=make.now())
    assert counted(held) == before and held.former_people == 0


def test_forgetting_keeps_the_language_and_nothing_that_was_written(held: Meeting) -> None:
    dev = User.objects.get(name="Dev D")
    User.objects.filter(pk=dev.pk).update(language="fr")
    mine = Registration.objects.filter(person=dev)
    mine.update(note="captions", answers=[["Which topic?", "Burnout"]])
    key = mine.get().pk
    actions.forget_person(person=User.objects.get(pk=dev.pk), now=make.now())
    left = Registration.objects.get(pk=key)
    assert (left.language, left.note, left.answers, left.name) == ("fr", "", [], "")
    assert left.former and left.person is None


# --- Who reads it --------------------------------------------------------------------------------


def files(thing: Meeting | Programme, client: Any) -> dict[str, str]:
    """The report in every form that it has."""
    name = "meeting_report" if isinstance(thing, Meeting) else "programme_report"
    return {
        form: text(client.get(reverse(f"meetings:{name}{form}", args=[thing.slug])))
        for form in ("", "_csv", "_text")
    }


def test_no_form_of_it_names_anybody(world: World) -> None:
    """Every name and every address that there is, but for the reader's own account."""
    meeting = world.meeting
    Registration.objects.filter(session=world.soon).update(session=world.past, attended=True)
    Session.objects.filter(pk=world.past.pk).update(attendance=None)
    told = {HIDDEN, SHY, HIDDEN_ADDRESS, SHY_ADDRESS, NOTE}
    for person in User.objects.exclude(pk=world.ben.pk):
        told |= {person.name, person.email or "", person.wikimedia_name or ""}
    told |= set(Registration.objects.values_list("name", flat=True))
    told |= set(Registration.objects.values_list("note", flat=True))
    for thing in (meeting, world.programme):
        for form, page in files(thing, visitor(world.ben)).items():
            assert str(Registration.objects.filter(session=world.past).count()) in page
            assert not [word for word in told - {""} if word in page], form


def test_small_groups_are_named_only_to_who_runs_the_meeting(
    held: Meeting, season: Programme, ben: User
) -> None:
    for _ in range(3):
        make.registration(held.sessions.first(), make.person(), country="Peru")
    of_meeting = files(held, visitor(ben))
    of_programme = files(season, visitor(ben))
    assert "Chile" in of_meeting[""] and "Chile" in of_meeting["_csv"]
    for page in (of_meeting["_text"], *of_programme.values()):
        assert "Chile" not in page and "Peru" in page and "others" in page


@pytest.mark.parametrize("name", NAMES)
def test_the_tables_say_what_the_page_says(
    name: str, held: Meeting, season: Programme, ben: User
) -> None:
    Meeting.objects.update(title="=cmd|'/c calc'!A0 || [[x]]")
    thing = Meeting.objects.get(pk=held.pk) if name == "meeting_report" else season
    found = files(thing, visitor(ben))
    body = found["_csv"].partition("\n\n")[2]
    assert body.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(body.removeprefix("\ufeff"))))
    assert rows[0][0] == "What" and rows[1][0].startswith("'=cmd")
    [total] = [row for row in rows if row and row[0] == "all together"]
    assert total[2:9] == ["2", "5", "5", "80", "5", "4", "1"]
    assert "|| [[x]]" not in found["_text"] and "{| class=" in found["_text"]
    assert "|| 5 || 5 || 80 || 5 || 4 || 1 || 2 ||" in found["_text"]


def test_members_facilitators_and_admins_read_the_programme_and_nobody_else(
    held: Meeting, season: Programme, ada: User, ben: User, chidi: User, eve: User
) -> None:
    path = reverse("meetings:programme_report", args=[season.slug])
    for who, status in ((None, 404), (eve, 404), (ben, 200), (chidi, 200), (ada, 200)):
        assert visitor(who).get(path).status_code == status
    make.meeting(programme=season, status="draft", facilitators=(eve,))  # anybody can say so
    assert visitor(eve).get(path).status_code == 404
    chidi.membership.status = "inactive"
    chidi.membership.save()
    assert visitor(chidi).get(path).status_code == 404
    without_factor = visitor()
    without_factor.force_login(ada)
    assert without_factor.get(path)["Location"] == reverse("mfa_index")


def test_it_asks_as_much_for_three_as_for_one(ben: User, season: Programme) -> None:
    found = []
    for count in (1, 2):  # one, then three
        for _ in range(count):
            meeting = make.meeting(facilitators=(ben,), programme=season)
            many = Meeting.objects.order_by("pk").first()
            assert many
            for to in {meeting, many}:
                session = make.session(to, starts_in=-make.DAY)
                who = make.person(name="Fay")
                make.registration(session, who, affiliate=make.affiliate(), attended=True)
        client = visitor(ben)
        found.append(
            [
                queries(client, reverse("meetings:meeting_report", args=[many.slug])),
                queries(client, reverse("meetings:programme_report", args=[season.slug])),
            ]
        )
    assert found[0] == found[1] and max(found[0]) <= 10
