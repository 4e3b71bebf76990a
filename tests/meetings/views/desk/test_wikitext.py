"""Lists that leave as wikitext: only what people chose to show, and nothing that does anything."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from meetings import exporter
from meetings.actions.attendance import WalkIn, walk_in
from meetings.models import Meeting, Registration, Session
from members.models import User
from tests import factories as make
from tests.factories import DAY, HOUR
from tests.visitors import text, visitor

pytestmark = pytest.mark.django_db
START = dt.datetime(2024, 2, 14, 15, tzinfo=dt.UTC)
Source, Visibility = Registration.Source, Registration.Visibility


def proved(user_name: str, **fields: Any) -> User:
    """Somebody with a user name that is known to be theirs."""
    fields.setdefault("name", user_name)
    return make.person(wikimedia_name=user_name, wikimedia_proved_at=make.now(), **fields)


def file_of(meeting: Meeting, name: str) -> str:
    return reverse("meetings:wikitext_file", args=[meeting.slug, name])


def test_the_layout_of_the_networks_pages(session: Session) -> None:
    Session.objects.filter(pk=session.pk).update(starts_at=START, ends_at=START + 1.5 * HOUR)
    session.refresh_from_db()
    make.registration(
        session, proved("Zoë (WMAT)"), placed_at=dt.datetime(2024, 1, 29, 17, 18, 44, tzinfo=dt.UTC)
    )
    assert exporter.lists([session])[session.pk] == (
        "'''Wednesday 14 February 2024, 15:00 UTC'''\n\n"
        "# [[User:Zoë (WMAT)|Zoë (WMAT)]] ([[User talk:Zoë (WMAT)|talk]])"
        " 17:18, 29 January 2024 (UTC)\n"
    )


def test_everyone_appears_as_they_chose(session: Session) -> None:
    make.sign_up(proved("Ana"), session)
    make.sign_up(proved("Known Elsewhere", name="Bo"), session, name="Bo")
    make.sign_up(make.person(name="Cy", wikimedia_name="Claimed"), session)
    make.sign_up(make.person(name="Shy"), session, visibility=Visibility.ANONYMOUS)
    make.sign_up(make.person(name="Hidden"), session, visibility=Visibility.HIDDEN)
    written = exporter.lists([session])[session.pk]
    assert "[[User:Ana|Ana]]" in written and "# Bo " in written and "# Cy " in written
    assert written.count("# a participant\n") == 1
    for word in ("Known Elsewhere", "Claimed", "Shy", "Hidden", "@"):
        assert word not in written


def test_who_stood_on_the_page_under_their_account_stands_there_again(session: Session) -> None:
    make.registration(session, proved("Ana (WMAR)"), name="Ana", source=Source.IMPORT)
    assert (
        "[[User:Ana (WMAR)|Ana]] ([[User talk:Ana (WMAR)|talk]])"
        in (exporter.lists([session])[session.pk])
    )


def test_who_does_not_want_to_be_named_gives_no_time_away(session: Session) -> None:
    make.sign_up(make.person(), session, visibility=Visibility.ANONYMOUS)
    assert exporter.lists([session])[session.pk].endswith("\n# a participant\n")


def test_the_waiting_list_says_so(meeting: Meeting) -> None:
    session = make.session(meeting, capacity=1)
    for name in ("Ana", "Bo"):
        make.sign_up(make.person(name=name), session)
    first, second = exporter.lists([session])[session.pk].splitlines()[2:]
    assert "waiting" not in first
    assert second.startswith("# Bo ") and second.endswith(" (UTC) (waiting list)")


def test_nobodys_address_note_or_link_is_in_it(world: Any) -> None:
    for name in ("header", "lists", f"session-{world.soon.number}"):
        answer = visitor(world.ben).get(file_of(world.meeting, name))
        assert answer.status_code == 200
        for word in ("@", "canary", world.place.key):
            assert word not in answer.content.decode()


def test_only_published_sessions_are_in_it(meeting: Meeting, ben: User) -> None:
    days = {"published": 3, "draft": 4, "cancelled": 5}
    made = {k: make.session(meeting, status=k, starts_in=d * DAY) for k, d in days.items()}
    client = visitor(ben)
    written = client.get(file_of(meeting, "lists")).content.decode()
    for status, session in made.items():
        assert (f"{session.starts_at:%-d %B %Y}" in written) is (status == "published")
        assert client.get(file_of(meeting, f"session-{session.number}")).status_code == 404


def test_a_file_is_saved_and_not_shown(world: Any) -> None:
    answer = visitor(world.ben).get(file_of(world.meeting, "lists"))
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    disposition = 'attachment; filename="supporting-volunteers-lists.txt"'
    assert answer["Content-Disposition"] == disposition
    assert "no-store" in answer["Cache-Control"]


def test_the_header_says_where_to_sign_up(meeting: Meeting, ben: User, settings: Any) -> None:
    affiliate = make.affiliate("Wikimedia Somewhere", code="WMSW")
    meeting.facilitations.update(affiliate=affiliate)
    session = make.session(
        meeting, starts_at=START, recording="audio", recording_purpose="For those who cannot come"
    )
    written = exporter.header(meeting, [session])
    assert "'''Supporting volunteers'''" in written
    assert "; Facilitator\n: Ben (WMSW)\n" in written
    assert "; Date\n: Wednesday 14 February 2024, 15:00–16:30 UTC\n" in written
    assert "; Recording\n: Sound is recorded&#58; For those who cannot come\n" in written
    assert f"[{settings.SITE_URL}/meetings/supporting-volunteers/ Sign up" in written


def test_the_page_shows_what_the_files_hold(world: Any) -> None:
    shown = text(visitor(world.ben).get(reverse("meetings:wikitext", args=[world.meeting.slug])))
    assert "I want to take part in the meeting" in shown and "a participant" in shown
    assert reverse("meetings:programme_wikitext", args=[world.programme.slug]) in shown


def test_a_programme_as_a_table(world: Any) -> None:
    address = reverse("meetings:programme_wikitext", args=[world.programme.slug])
    world.meeting.hosts.add(make.affiliate("Wikimedia Somewhere", code="WMSW"))
    table = visitor().get(f"{address}?download").content.decode()
    assert table.startswith('{| class="wikitable sortable"\n|+ ')
    assert "! Topic !! Date !! Language !! Host !! Participants\n" in table
    assert table.count("|-\n") == 3  # soon, later, past: no draft and none that was called off
    assert "|| English || WMSW || 7\n" in table and "|| 4 signed up\n" in table
    assert "canary" not in table and "A plan" not in table


def test_who_was_marked_counts_in_the_table_as_everywhere(meeting: Meeting, ben: User) -> None:
    meeting.programme = make.programme()
    meeting.save()
    past = make.session(meeting, starts_in=-DAY)
    for number, who in enumerate(make.people(4)):
        make.registration(past, who, attended=number < 2)
    walk_in(session=past, who=WalkIn(), by=ben, now=make.now())
    assert "|| 3\n" in exporter.programme(meeting.programme)


def test_the_table_costs_the_same_for_many(
    meeting: Meeting, django_assert_num_queries: Any
) -> None:
    meeting.programme = make.programme()
    meeting.save()
    for number in range(5):
        make.session(meeting, starts_in=number * DAY)
    with django_assert_num_queries(2):
        exporter.programme(meeting.programme)
    with django_assert_num_queries(2):
        exporter.lists(exporter.open_sessions(meeting))
