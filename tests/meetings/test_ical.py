"""Calendar files: accepted by two parsers, the same entry everywhere, no link in public."""

import datetime as dt
import re
import warnings

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from meetings import actions
from meetings.ical import Entry, calendar, put_in
from meetings.models import Meeting, Session
from members.models import User
from tests import factories as make
from tests.factories import HOUR, LINK

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what the second parser's own dependencies say
    import ics

HOSTILE = [
    "Comma, semicolon; backslash\\ and slash/",
    "Zeile 1\r\nATTENDEE:mailto:eve@example.org\r\nX-EVIL:1",
    "BEGIN:VEVENT\nEND:VCALENDAR",
    'Quotes " and : colons = equals',
    "Ünïcödé " + "ф" * 120,
    "👩🏽‍💻" * 60,
    "x" * 500,
]


def entry(session: Session, **fields: object) -> Entry:
    fields.setdefault("address", "https://portal.example.org/meetings/x/")
    return Entry(session=session, **fields)  # type: ignore[arg-type]


def parsed(content: bytes) -> Event:
    """The one event in it. Both parsers have to take it, and agree on what they find."""
    [event] = Calendar.from_ical(content).walk("VEVENT")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        [other] = ics.Calendar(content.decode()).events
    assert other.uid == event["uid"]
    assert other.name == event["summary"]
    if isinstance(event["dtstart"].dt, dt.datetime):
        assert other.begin.datetime == event["dtstart"].dt
    return event


def file_of(session: Session, **fields: object) -> bytes:
    return calendar([entry(session, **fields)], now=timezone.now())


def test_a_public_entry(session: Session) -> None:
    event = parsed(file_of(session))
    assert event["uid"] == f"{session.uid}@testserver"
    assert event["summary"] == "Supporting volunteers"
    assert event["dtstart"].dt == session.starts_at
    assert event["dtend"].dt == session.ends_at
    assert event["status"] == "CONFIRMED"
    assert event["location"] == "Zoom"
    assert event["organizer"] == "mailto:contact@testserver"
    assert "https://portal.example.org/meetings/x/" in event["description"]


def test_the_file_says_what_it_is(session: Session) -> None:
    content = calendar([entry(session)], name="Your sessions", now=timezone.now())
    top = Calendar.from_ical(content)
    assert (top["version"], top["method"]) == ("2.0", "PUBLISH")
    assert top["x-wr-calname"] == "Your sessions"
    assert top["prodid"]


def test_no_entries_is_a_calendar_all_the_same() -> None:
    content = calendar([], now=timezone.now())
    assert Calendar.from_ical(content).walk("VEVENT") == []


def test_a_personal_entry_holds_the_link(session: Session) -> None:
    event = parsed(file_of(session, link=LINK, sequence=7))
    assert event["location"] == LINK
    assert LINK in event["description"]
    assert event["sequence"] == 7


def test_a_cancelled_entry_holds_no_link(session: Session) -> None:
    content = calendar(
        [entry(session, link=LINK, cancelled=True)], method="CANCEL", now=timezone.now()
    )
    event = parsed(content)
    assert Calendar.from_ical(content)["method"] == "CANCEL"
    assert event["status"] == "CANCELLED"
    assert LINK not in content.decode()


@pytest.mark.parametrize("model", [Session, Meeting])
def test_cancelled_by_its_state(session: Session, model: type) -> None:
    model.objects.update(status="cancelled")
    session = Session.objects.select_related("meeting").get(pk=session.pk)
    assert parsed(file_of(session))["status"] == "CANCELLED"


def test_a_session_without_an_hour_is_whole_days(meeting: Meeting) -> None:
    start = dt.datetime(2027, 3, 5, tzinfo=dt.UTC)
    session = make.session(
        meeting, starts_at=start, ends_at=start + dt.timedelta(days=3), precision="day"
    )
    event = parsed(file_of(session))
    assert (event["dtstart"].dt, event["dtend"].dt) == (dt.date(2027, 3, 5), dt.date(2027, 3, 8))


def test_a_session_whose_end_is_not_known(meeting: Meeting) -> None:
    session = make.session(meeting, precision="start")
    assert "dtend" not in parsed(file_of(session))


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles(session: Session, title: str) -> None:
    """What somebody typed stays text: no line, property or component of theirs."""
    session.meeting.title = title
    session.meeting.summary = title
    content = file_of(session)
    event = parsed(content)
    assert str(event["summary"]).replace("\r\n", "\n") == title.replace("\r\n", "\n")
    assert set(re.findall(r"^(\w+)[;:]", content.decode(), re.MULTILINE)) <= {
        "BEGIN", "END", "VERSION", "PRODID", "METHOD", "UID", "DTSTAMP", "DTSTART", "DTEND",
        "SEQUENCE", "SUMMARY", "STATUS", "URL", "ORGANIZER", "LOCATION", "DESCRIPTION",
    }  # fmt: skip
    assert content.count(b"BEGIN:VEVENT\r\n") == 1


def test_a_backslash_is_no_line_break(session: Session) -> None:
    """Typed as backslash and n; the second parser gets this one wrong, the standard is clear."""
    session.meeting.title = "Backslash \\n that is none"
    content = file_of(session)
    assert b"SUMMARY:Backslash \\\\n that is none\r\n" in content


@pytest.mark.parametrize("title", HOSTILE)
def test_lines_are_folded_between_characters(session: Session, title: str) -> None:
    """RFC 5545, 3.1: no line longer than 75 octets; each line is valid UTF-8 on its own."""
    session.meeting.title = title
    content = file_of(session)
    assert content.endswith(b"END:VCALENDAR\r\n")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line and b"\r" not in line
        line.decode()


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_any_title_comes_back(session: Session, title: str) -> None:
    session.meeting.title = title
    [event] = Calendar.from_ical(file_of(session)).walk("VEVENT")
    assert str(event["summary"]) == title


@given(
    st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=200),
    st.integers(1, 120),
)
def test_what_is_put_in_is_folded_as_if_it_had_been_there(
    session: Session, title: str, length: int
) -> None:
    """Also where the placeholder itself was folded, and what is put in is longer or shorter."""
    session.meeting.title, now = title, timezone.now()
    address = "https://portal.example.org/place/{}/"

    def written(key: str) -> bytes:
        return calendar([entry(session, address=address.format(key))], now=now)

    key = "k" * length
    assert put_in(written("placeholder"), key, instead_of="placeholder") == written(key)


@pytest.mark.parametrize("title", ["\\" * 300, "^" * 300, ";" * 200, "," * 37 + "é" * 99])
def test_no_escaped_character_is_torn(session: Session, title: str) -> None:
    """Some calendars read the two halves as two characters."""
    session.meeting.title = title
    content = file_of(session)
    assert str(parsed(content)["summary"]) == title
    if title[0] in ";,":
        assert b"\\\r\n " not in content


# --- The same entry in mail, file and feed -------------------------------------------------------


def event_at(client: Client, address: str) -> Event:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/calendar")
    return parsed(response.content)


def attached(message: mail.EmailMultiAlternatives) -> tuple[Event, str]:
    [part] = message.attachments
    assert part.get_content_type() == "text/calendar"
    content = part.get_payload(decode=True)
    assert Calendar.from_ical(content)["method"] == part.get_param("method")
    return parsed(content), part.get_param("method")


def test_one_uid_in_mail_file_and_feed(client: Client, session: Session, dana: User) -> None:
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    place = make.sign_up(dana, soon)
    make.tick()
    page = soon.meeting.get_absolute_url()
    session.delete()
    personal = [
        attached(make.mails_with(LINK)[0])[0],
        event_at(client, f"{place.place_path}calendar.ics"),
        event_at(client, f"/feed/{dana.feed_key}/calendar.ics"),
    ]
    public = [
        event_at(client, f"{page}{soon.number}/calendar.ics"),
        event_at(client, f"{page}calendar.ics"),
        event_at(client, "/meetings/calendar.ics"),
    ]
    assert {event["uid"] for event in personal + public} == {soon.calendar_uid}
    assert len({event["sequence"] for event in personal}) == 1
    for event in personal:
        assert event["location"] == LINK
    for event in public:
        assert LINK not in event.to_ical().decode().replace("\r\n ", "")


def test_personal_addresses_only_keeps_the_link_out_of_every_file(
    client: Client, session: Session, dana: User
) -> None:
    Meeting.objects.update(personal_addresses_only=True)
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    place = make.sign_up(dana, soon)
    make.tick()
    for address in (f"{place.place_path}calendar.ics", f"/feed/{dana.feed_key}/calendar.ics"):
        assert LINK not in client.get(address).content.decode().replace("\r\n ", "")
    for message in make.mails("dana@example.org"):
        source = message.message().as_string()
        assert LINK not in source
        assert LINK not in attached(message)[0].to_ical().decode().replace("\r\n ", "")


def test_a_revoked_feed_is_gone(client: Client, dana: User, session: Session) -> None:
    make.sign_up(dana, session)
    old = f"/feed/{dana.feed_key}/calendar.ics"
    assert client.get(old).status_code == 200
    actions.renew_feed(person=dana)
    assert client.get(old).status_code == 404
    dana.refresh_from_db()
    assert client.get(f"/feed/{dana.feed_key}/calendar.ics").status_code == 200


def test_sequence_in_the_mails_rises_through_a_whole_story(
    session: Session, dana: User, ben: User
) -> None:
    """Signed up, moved, cancelled, signed up again, called off: no calendar keeps an old entry."""
    now = timezone.now()
    place = make.sign_up(dana, session)
    make.tick()
    starts = session.starts_at + HOUR
    actions.change_session(
        session=session, by=ben, now=now, starts_at=starts, ends_at=starts + HOUR
    )
    make.tick()
    actions.cancel(registration=place, now=now)
    make.tick()
    make.sign_up(dana, session)
    make.tick()
    actions.cancel_session(session=session, reason="Ben is ill.", by=ben, now=now)
    make.tick()
    story = [attached(message) for message in make.mails("dana@example.org")]
    methods = [method for _event, method in story]
    assert methods == ["PUBLISH", "PUBLISH", "CANCEL", "PUBLISH", "CANCEL"]
    sequences = [int(event["sequence"]) for event, _method in story]
    assert sequences == sorted(set(sequences))
    assert len({event["uid"] for event, _method in story}) == 1
    statuses = [event["status"] for event, _method in story]
    assert statuses == ["CONFIRMED", "CONFIRMED", "CANCELLED", "CONFIRMED", "CANCELLED"]
