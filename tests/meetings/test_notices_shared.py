"""Words are written once for all who read the same. Nobody ever reads what is another's."""

import datetime as dt
import itertools
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext
from hypothesis import given
from hypothesis import strategies as st

from meetings import links, notices
from meetings.models import Meeting, Registration, Session
from meetings.notices import letters
from meetings.notices.facts import Release
from meetings.notices.letters import ANY_PLACE, Words, write
from members.models import User
from tests import factories as make
from tests.factories import HOUR, LINK, NEW_LINK
from vsn.outbox.channels import Message, Route
from vsn.outbox.models import Delivery

pytestmark = pytest.mark.django_db
KEY = re.compile(r"/place/([\w-]+)/")
READERS = list(itertools.product(["en", "es"], ["Europe/Vienna", "Asia/Kolkata", ""]))
WIKI = (Route("wiki_mail", "Dana|42"),)


def render(topic: str, state: str = "queued") -> dict[int, Message]:
    """The messages of that topic, written in one go, by the id of the registration."""
    rows = list(Delivery.objects.filter(topic=topic, state=state))
    found = notices.render_registrations(rows, timezone.now())
    return {row.about_id: m for row in rows if isinstance(m := found[row.pk], Message)}


def everything_in(message: Message) -> str:
    """As it is read: with the lines of the calendar file put together."""
    files = [file.content.decode().replace("\r\n ", "") for file in message.attachments]
    return "\n".join([message.subject, message.text, message.html, message.text_alone, *files])


def people() -> Iterator[User]:
    """Two for each language and time zone, in turn, each known by name only."""
    for number, (language, zone) in enumerate(READERS * 2):
        yield make.person(f"reader{number}@example.org", name=f"Reader{number:02}",
                          language=language, time_zone=zone)  # fmt: skip


def crowd(meeting: Meeting) -> list[Session]:
    """Three sessions whose link is due: one like any other, one with a waiting list, one of a
    meeting with personal addresses only. Everyone is on each of them."""
    quiet = make.meeting(personal_addresses_only=True)
    plain = make.session(meeting, starts_in=HOUR / 2)
    short = make.session(meeting, starts_in=HOUR / 2, capacity=5)
    private = make.session(quiet, starts_in=HOUR / 2)
    everyone = list(people())
    for session in (plain, short, private):
        for who in everyone:
            make.sign_up(who, session)
    return [plain, short, private]


def give_links(sessions: list[Session]) -> dict[int, str]:
    given = {session.pk: f"{LINK}{session.pk}room{session.pk}" for session in sessions}
    for session in sessions:
        make.give_link(session, given[session.pk])
    links.plan(timezone.now())
    return given


# --- Nobody reads what is another's --------------------------------------------------------------


@pytest.mark.parametrize("topic", ["signed_up", "link"])
def test_nobody_reads_what_is_anothers(meeting: Meeting, topic: str) -> None:
    """In one chunk: languages, time zones, waiting or not, link in the mail or on the page."""
    sessions = crowd(meeting)
    given = give_links(sessions)
    places = Registration.objects.select_related("person", "session__meeting").in_bulk()
    messages = render(topic)
    assert len(messages) == (36 if topic == "signed_up" else 29)  # seven wait on the short list
    for key, message in messages.items():
        mine, text = places[key], everything_in(message)
        assert set(KEY.findall(text)) == {mine.key}
        assert ANY_PLACE not in text
        assert [route.address for route in message.routes] == [mine.person.email]
        for other in places.values():
            if other.person_id != mine.person_id:
                assert other.person.name not in text and other.person.email not in text
        shown = topic == "link" and not mine.session.meeting.personal_addresses_only
        for session in sessions:
            assert (given[session.pk] in text) is (shown and session.pk == mine.session_id)


def test_everyone_reads_their_language_and_time(meeting: Meeting) -> None:
    crowd(meeting)
    for key, message in render("signed_up").items():
        person = Registration.objects.select_related("person").get(pk=key).person
        assert f'<html lang="{person.language}"' in message.html
        zone = {"Europe/Vienna": "(Vienna, UTC", "Asia/Kolkata": "(Kolkata, UTC", "": "(UTC)"}
        assert zone[person.time_zone] in message.text
        with translation.override(person.language):
            words = gettext("Your place, with everything you can change, or to cancel:")
        assert words in message.text


def test_who_had_a_link_before_and_who_had_not(soon: Session) -> None:
    before, after = make.people(2)
    make.sign_up(before, soon)
    make.tick()
    make.give_link(soon, NEW_LINK)
    make.sign_up(after, soon)
    links.plan(timezone.now())
    messages = render("link")
    replaced = {
        Registration.objects.get(pk=key).person_id: "replaces" in message.text
        for key, message in messages.items()
    }
    assert replaced == {before.pk: True, after.pk: False}


# --- Written once is written the same ------------------------------------------------------------


def test_in_a_chunk_and_alone_a_message_is_the_same(meeting: Meeting) -> None:
    give_links(crowd(meeting))
    now = timezone.now()
    for topic in ("signed_up", "link"):
        rows = list(Delivery.objects.filter(topic=topic, state="queued"))
        together = notices.render_registrations(rows, now)
        for row in rows:
            assert notices.render_registrations([row], now)[row.pk] == together[row.pk]


TITLES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=120)


def directly(words: Words, now: dt.datetime, place: str) -> Message:
    """Nothing shared: written for this place from the beginning."""
    return write(words, now, place=place).to(WIKI, place)


@given(title=TITLES, summary=TITLES, language=st.sampled_from(["en", "es"]), link=st.booleans(),
       topic=st.sampled_from(sorted(notices.TOPICS)))  # fmt: skip
def test_shared_or_not_it_is_the_same_byte_for_byte(
    session: Session, title: str, summary: str, language: str, link: bool, topic: str
) -> None:
    session.meeting.title, session.meeting.summary = title, summary
    words = Words(
        topic=topic, session=session, language=language, time_zone="Europe/Vienna",
        link=LINK if link else "", method=notices.TOPICS[topic][1], sequence=3,
    )  # fmt: skip
    now, place = timezone.now(), Registration(session=session).key
    shared = write(words, now)
    assert shared.to(WIKI, place) == directly(words, now, place)
    if topic in {"confirm", "signed_up", "link"}:
        # The control: with nothing put in, it is nobody's.
        assert shared.to(WIKI) != directly(words, now, place)
        assert ANY_PLACE in everything_in(shared.to(WIKI))


def test_the_placeholder_cannot_be_guessed_from_what_was_sent(place: Registration) -> None:
    """Or a title with it in would become a trap that hands out personal addresses."""
    Meeting.objects.update(title=f"Trap {'0' * len(ANY_PLACE)}")
    [message] = render("signed_up").values()
    assert ANY_PLACE not in everything_in(message)
    assert len(set(ANY_PLACE)) > 4


def test_words_hold_nothing_of_a_person() -> None:
    """What a template sees is what people are grouped by. A new field is looked at here first."""
    assert {field.name for field in fields(Words)} == {
        "topic", "session", "language", "time_zone", "waiting", "removed", "source", "link",
        "link_on_page", "replaces", "why", "changes", "method", "sequence",
    }  # fmt: skip


def test_no_link_in_what_a_log_could_show(session: Session) -> None:
    words = Words("link", session, language="en", time_zone="", link=LINK)
    assert LINK not in repr(words) + repr(Release(link=LINK))


@pytest.mark.parametrize(
    "other",
    [
        {"waiting": True}, {"replaces": True}, {"link": LINK}, {"link_on_page": True},
        {"language": "es"}, {"time_zone": "Asia/Kolkata"}, {"method": ""}, {"sequence": 9},
        {"why": "moved"}, {"changes": "Breaks"},
    ],
)  # fmt: skip
def test_what_differs_is_written_apart(
    session: Session, monkeypatch: pytest.MonkeyPatch, other: dict[str, Any]
) -> None:
    """Each of them changes what is read, so none of them may be left out."""
    words = Words(
        topic=(
            "acknowledge" if "changes" in other
            else "signed_up" if {"waiting", "why"} & other.keys()
            else "link"
        ),
        session=session, language="en",
        time_zone="Europe/Vienna", method="PUBLISH",
    )  # fmt: skip
    now = timezone.now()
    assert write(words, now) == write(replace(words), now)
    assert write(words, now) != write(replace(words, **other), now)


def test_words_are_written_once_for_all(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    monkeypatch.setattr(
        notices, "write", lambda words, now: written.append(words) or letters.write(words, now)
    )
    for who in make.people(10):
        make.sign_up(who, session)
    assert len(render("signed_up")) == 10
    assert len(written) == 1


# --- Where no file can go along ------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("topic", sorted(notices.TOPICS))
def test_the_text_alone_says_where_the_calendar_entry_is(
    session: Session, topic: str, language: str
) -> None:
    method = notices.TOPICS[topic][1]
    words = Words(topic=topic, session=session, language=language, time_zone="", method=method)
    letter, key = write(words, timezone.now()), Registration(session=session).key
    by_mail, by_wiki = letter.to((Route("email", "x@example.org"),), key), letter.to(WIKI, key)
    assert by_mail.text_alone == ""
    assert by_mail.text == by_wiki.text
    if not method or topic == "place_cancelled":
        assert by_wiki.text_alone == ""
        return
    with translation.override(language):
        said = gettext("The entry for your calendar:")
    address = f"http://testserver/place/{key}/calendar.ics"
    assert by_wiki.text_alone == f"{by_wiki.text}\n{said}\n{address}\n"


@pytest.mark.parametrize("topic", sorted(notices.RENDERERS))
def test_nothing_is_said_that_is_true_of_mail_only(session: Session, topic: str) -> None:
    """The same words go out as wiki mail, to people of whom we know no address."""
    for source in ("self", "facilitator", "import"):
        words = Words(topic=topic, session=session, language="en", time_zone="", source=source)
        text = everything_in(write(words, timezone.now()).to(WIKI, "key")).lower()
        for claim in ("e-mail", "email", "attach", "this address", "inbox", "mailbox"):
            assert claim not in text.replace("mailto:", "")


def test_from_a_sign_up_page(session: Session) -> None:
    words = Words(
        topic="acknowledge", session=session, language="en", time_zone="", source="import"
    )
    text = write(words, timezone.now()).text
    assert "page on the wiki" in text and "facilitator" not in text
