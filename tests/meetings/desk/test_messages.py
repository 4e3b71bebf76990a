"""A facilitator writes to the people on a list."""

from functools import partial
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from meetings import actions, tasks
from meetings.actions import announcements as acts
from meetings.models import Announcement, Meeting, Registration, Session
from members.models import User
from members.rules import Refused
from tests import factories as make
from tests.factories import DAY, HOUR, LINK
from tests.meetings.actions.side_by_side import while_held
from tests.test_queries import queries
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry
from vsn.outbox.models import Delivery

SPANISH_DAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
TEXT = "Please bring a question.\n\nYour page: {place}"


def at(session: Session) -> str:
    return reverse("meetings:message_list", args=[session.meeting.slug, session.number])


def fill_in(**fields: str) -> dict[str, str]:
    known = {"audience": "everyone", "where": "session", "subject": "About tomorrow"}
    return {**known, "text": "Please bring a question.", "handle": "abcdefghijklm", **fields}


def send(client: Client, session: Session, **fields: str) -> HttpResponse:
    return client.post(at(session), fill_in(send="yes", **fields))


def announce(session: Session, by: User, later: Any = 0 * HOUR, **fields: Any) -> Announcement:
    fields = {"subject": "Hello", "text": f"Text {Announcement.objects.count()}", **fields}
    return acts.announce(
        session=session, written=acts.Written(**fields), by=by, now=make.now() + later
    )


@pytest.fixture
def chidis(session: Session, chidi: User) -> Registration:
    chidi.language, chidi.time_zone = "es", "Asia/Kolkata"
    chidi.save()
    return make.sign_up(chidi, session, name="Chidi O.")


@pytest.fixture
def danas(session: Session, dana: User) -> Registration:
    return make.sign_up(dana, session)


# --- Looked at first -----------------------------------------------------------------------------


def test_the_preview_is_what_one_of_them_reads(
    session: Session, danas: Registration, chidis: Registration, ben: User
) -> None:
    make.sign_up(make.unreachable("Una"), session, name="Una")
    desk = visitor(ben)
    first = text(desk.post(at(session), fill_in(text="Dear {name}, {session}: {place}")))
    assert "As Dana reads it" in first and "Dear Dana, " in first
    assert "Send it to 2 people" in first and "cannot be reached by a message:" in first
    assert "Una" in first
    sent = fill_in(text="Dear {name}, {session}: {place}", eyes=chidis.handle)
    second = text(desk.post(at(session), sent))
    assert "Dear Chidi O., " in second and "(Kolkata, UTC+5:30)" in second
    assert any(f"{day} " in second for day in SPANISH_DAYS)
    assert not any(f"{day} " in first for day in SPANISH_DAYS)
    # The address of a place is its person's alone.
    for page in (first, second):
        assert danas.key not in page and chidis.key not in page and "/place/…/" in page
    assert not Announcement.objects.exists() and not Delivery.objects.filter(topic=acts.TOPIC)


def test_the_form_keeps_what_was_written_on_the_way_back(
    session: Session, danas: Registration, ben: User
) -> None:
    page = text(visitor(ben).post(at(session), fill_in(change="yes")))
    assert "Please bring a question." in page and 'value="About tomorrow"' in page


def test_the_link_of_another_call_is_pointed_out(
    session: Session, danas: Registration, ben: User
) -> None:
    sent = fill_in(text="https://zoom.us/j/86219374655?pwd=a1")
    assert "Your text holds the link of a call." in text(visitor(ben).post(at(session), sent))


# --- Sent ----------------------------------------------------------------------------------------


def test_each_gets_it_alone_with_their_own_name_and_page(
    session: Session, danas: Registration, chidis: Registration, ben: User
) -> None:
    answer = send(visitor(ben), session, subject="For {name}", text=TEXT)
    assert answer.status_code == 302
    make.tick()
    make.tick()
    for place, who in ((danas, "dana@example.org"), (chidis, "chidi@example.org")):
        [mail] = [m for m in make.mails(who) if "bring a question" in m.body]
        assert mail.to == [who] and mail.cc == mail.bcc == []
        assert mail.subject == f"For {place.name} (Supporting volunteers)"
        assert f"/place/{place.key}/" in mail.body and "Ben" in mail.body
        html = str(mail.alternatives[0].content)
        assert '<div lang="en" dir="auto"><p>Please bring a question.</p>' in html
        assert f'lang="{place.person.language or "en"}"' in html
        others = {"ben@example.org", "dana@example.org", "chidi@example.org"} - {who}
        assert not any(other in mail.body + html for other in others)
    page = text(visitor(ben).get(at(session)))
    assert "2 of 2 sent" in page and "by Ben" in page
    [entry] = Entry.objects.filter(action=Action.ANNOUNCED)
    assert entry.data["people"] == 2 and "question" not in str(entry.data)


def test_markup_in_a_text_stays_text(session: Session, danas: Registration, ben: User) -> None:
    send(visitor(ben), session, text="<b>{name}</b> {{x}}")
    assert not Announcement.objects.exists()  # {x} is none of ours
    send(visitor(ben), session, text="<b>{name}</b>")
    make.tick()
    [mail] = make.mails_with("<b>Dana</b>")
    assert "&lt;b&gt;Dana&lt;/b&gt;" in str(mail.alternatives[0].content)


def test_pressed_twice_it_is_one_message(session: Session, danas: Registration, ben: User) -> None:
    desk = visitor(ben)
    assert [send(desk, session).status_code for _ in range(2)] == [302, 302]
    make.tick()
    assert Announcement.objects.count() == 1 and len(make.mails_with("bring a question")) == 1


def test_changed_after_it_was_sent_it_is_another_message(
    session: Session, danas: Registration, ben: User
) -> None:
    desk = visitor(ben)
    send(desk, session)
    # Back in the browser, and on: the handle is the one that was given out with the form.
    send(desk, session, text="Please bring two questions.")
    make.tick()
    for words in ("bring a question", "bring two questions"):
        assert len(make.mails_with(words)) == 1


def test_somebody_elses_handle_is_not_taken_for_the_same(
    session: Session, danas: Registration, ben: User, ada: User
) -> None:
    send(visitor(ben), session)
    send(visitor(ada), session, text="Something else.")
    assert Announcement.objects.count() == 2


def test_who_gave_the_place_up_meanwhile_hears_nothing(
    session: Session, danas: Registration, chidis: Registration, ben: User, ada: User
) -> None:
    eves = make.sign_up(make.person("mallory@example.org", name="Mallory"), session)
    send(visitor(ben), session)
    actions.cancel(registration=danas, now=make.now())
    make.exclude(eves.person.email)
    make.tick()
    assert [m.to for m in make.mails_with("bring a question")] == [["chidi@example.org"]]


def test_who_is_excluded_counts_as_out_of_reach_and_no_word_says_why(
    session: Session, danas: Registration, ben: User
) -> None:
    make.sign_up(make.person("mallory@example.org", name="Mallory"), session)
    make.exclude("mallory@example.org")
    page = text(visitor(ben).post(at(session), fill_in()))
    assert "Send it to 1 person" in page and "1 person cannot be reached" in page
    assert "exclu" not in page.lower()
    send(visitor(ben), session)
    make.tick()
    assert len(make.mails_with("bring a question")) == 1


# --- What is not sent ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": "Dear {nmae}"}, "We do not know {nmae}."),
        ({"subject": "{place}"}, "{place} cannot stand here."),
        ({"text": f"Come to {LINK}/"}, "The link to the call stands in your text."),
        ({"text": f"Come to {LINK.upper()}?x=1"}, "The link to the call stands in your text."),
        ({"audience": "waiting"}, "There is nobody whom this message could reach."),
        ({"audience": "chosen"}, "Select a valid choice"),
    ],
)
def test_what_cannot_go_out_is_said_and_kept(
    fields: dict[str, str], words: str, session: Session, danas: Registration, ben: User
) -> None:
    make.give_link(session)
    for more in ({"send": "yes"}, {}):
        answer = visitor(ben).post(at(session), fill_in(**fields, **more))
        assert answer.status_code == 422 and words in text(answer)
        assert fields.get("text", "") in text(answer)
    assert not Announcement.objects.exists()


def test_nobody_hears_from_a_meeting_more_than_three_times_a_day(
    session: Session, danas: Registration, chidis: Registration, ben: User
) -> None:
    for _ in range(2):
        announce(session, ben)
    announce(session, ben, audience="chosen", chosen=[danas.handle])
    with pytest.raises(Refused, match="too_many"):
        announce(session, ben)
    # Chidi has heard twice; and tomorrow is another day.
    announce(session, ben, audience="chosen", chosen=[chidis.handle])
    announce(session, ben, later=DAY + HOUR)


def test_the_same_words_are_not_sent_twice_within_the_hour(
    session: Session, danas: Registration, ben: User, chidi: User
) -> None:
    announce(session, ben, text="Same")
    with pytest.raises(Refused, match="same"):
        announce(session, ben, text="Same")
    other = make.session(session.meeting, starts_in=9 * DAY)
    make.sign_up(chidi, other)
    announce(other, ben, text="Same")  # other people
    announce(session, ben, text="Same", later=2 * HOUR)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_counted_one_after_the_other(meeting: Meeting, ben: User) -> None:
    session = make.session(meeting)
    make.sign_up(make.person(), session)
    one = partial(announce, session, ben, text="Same", handle="aaaaaaaaaaaaa")
    two = partial(announce, session, ben, text="Same", handle="bbbbbbbbbbbbb")
    while_held(session, one, two)
    assert Announcement.objects.count() == 1


def test_a_draft_and_one_of_long_ago_have_nobody_to_write_to(meeting: Meeting, ben: User) -> None:
    for session in (
        make.session(meeting, status="draft"),
        make.session(meeting, starts_in=-90 * DAY),
    ):
        make.registration(session, make.person())
        with pytest.raises(Refused):
            announce(session, ben)


# --- Afterwards ----------------------------------------------------------------------------------


def test_the_words_are_forgotten_with_the_deliveries(
    session: Session, danas: Registration, ben: User, settings: Any
) -> None:
    announce(session, ben, text="Private words")
    tasks.keep()
    assert Announcement.objects.get().text == "Private words"
    Announcement.objects.update(at=make.now() - (settings.OUTBOX_RETENTION_DAYS + 1) * DAY)
    tasks.keep()
    kept = Announcement.objects.get()
    assert (kept.subject, kept.text, kept.recipients) == ("", "", 1)
    assert "Its text is forgotten" in text(visitor(ben).get(at(session)))
    # Nor does it say, when the outbox has forgotten who got it, that nobody did.
    Delivery.objects.all().delete()
    assert "0 of 1 sent" not in text(visitor(ben).get(at(session)))


def test_the_page_asks_as_much_for_three_messages_as_for_one(
    session: Session, danas: Registration, ben: User
) -> None:
    desk = visitor(ben)
    announce(session, ben)
    one = queries(desk, at(session))
    announce(session, ben)
    announce(session, ben)
    assert (one, queries(desk, at(session))) == (9, 9)
