"""The messages: each topic as one person reads it, and what must never stand in it."""

import re

import pytest
from django.utils import timezone, translation
from django.utils.translation import gettext
from icalendar import Calendar

from meetings import actions, notices
from meetings.models import Meeting, Registration, Session
from members.models import User
from tests import factories as make
from tests.factories import HOUR, LINK, NEW_LINK
from tests.meetings.provoking import Mail, latest, move, provoke, record

EVERYONE = sorted(notices.RENDERERS)
# What leads from the place to one of its pages.
OF_ANOTHER_PAGE = {"confirm", "acknowledge", "digest", "feedback", "follow_up"}
# About a meeting as such, to those who run it or decide; who asks them is named.
OF_WHO_RUNS_IT = {
    "facilitate", "facilitate_answer", "facilitator_removed", "proposal", "proposal_answer",
}  # fmt: skip
NO_MEETING, NO_DATE = {"report", "report_waits"}, {"report", "report_waits"} | OF_WHO_RUNS_IT
MONTHS = "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"


def everything_in(message: Mail) -> str:
    files = [part.get_payload(decode=True).decode() for part in message.attachments]
    html = [str(part.content) for part in message.alternatives]
    return "\n".join([message.subject, message.body, *html, *files]).replace("\r\n ", "")


# --- Every topic ---------------------------------------------------------------------------------


@pytest.mark.parametrize("topic", EVERYONE)
def test_each_topic_reads_well(topic: str, session: Session, dana: User, ben: User) -> None:
    message = provoke(topic, session, dana, ben)
    assert message.to == ["dana@example.org"]
    assert message.cc == message.bcc == []
    assert message.subject and "\n" not in message.subject and message.subject.isprintable()
    for marks in ("{{", "}}", "{%", "None", "&amp;", "&#x", "  \n"):
        assert marks not in message.body
    assert not re.search(r"\n{3,}", message.body), "more than one empty line"
    if topic not in NO_MEETING:
        assert "Supporting volunteers" in message.subject
        assert "Supporting volunteers" in message.body
    if topic not in NO_DATE:
        assert "UTC" in message.body
    [html] = message.alternatives
    assert html.mimetype == "text/html"
    for address in re.findall(r"https?://\S+", message.body):
        assert f'<a href="{address}">' in html.content


@pytest.mark.parametrize("topic", EVERYONE)
def test_each_topic_in_the_readers_language(
    topic: str, session: Session, dana: User, ben: User
) -> None:
    """Whoever caused it and whatever language they read."""
    User.objects.filter(pk=dana.pk).update(language="es", time_zone="Europe/Madrid")
    dana.refresh_from_db()
    with translation.override("en"):
        message = provoke(topic, session, dana, ben)
    assert '<html lang="es"' in message.alternatives[0].content
    if topic not in NO_DATE:
        assert re.search(rf"\b({MONTHS})\b", message.body.lower())
        assert "(Madrid, UTC+" in message.body
        with translation.override("es"):
            words = gettext("Your place, with everything you can change, or to cancel:")
        if "/place/" in message.body and topic not in OF_ANOTHER_PAGE:
            assert words in message.body


@pytest.mark.parametrize("topic", sorted(set(EVERYONE) - {"link", "moved"}))
def test_no_call_link_in_any_other_topic(
    topic: str, session: Session, dana: User, ben: User
) -> None:
    if topic != "no_link":
        make.give_link(session)
        Meeting.objects.update(lead_minutes=[60 * 24 * 30])  # released long ago
        session.refresh_from_db()
    assert LINK not in everything_in(provoke(topic, session, dana, ben))


@pytest.mark.parametrize("topic", EVERYONE)
def test_nobody_else_is_named(topic: str, session: Session, dana: User, ben: User) -> None:
    others = [make.person(f"{n}@example.org", name=n.title()) for n in ("zuzanna", "yannick")]
    for who in others:
        make.sign_up(who, session)
    text = everything_in(provoke(topic, session, dana, ben))
    for who in (*others, ben):
        assert who.email not in text
        own = text.replace("Ben is ill.", "").replace("Ben writes to you", "")
        own = own.replace("Ben would like to hand this meeting", "")
        assert not re.search(rf"\b{who.name}\b", own)


# --- What a stranger typed -----------------------------------------------------------------------


def test_confirmation_repeats_nothing_that_a_stranger_typed(session: Session) -> None:
    """Or the portal would send anybody's advertising to anybody."""
    typed = {
        "name": "Buy gold at evil-shop.com", "country": "Eviland", "note": "Visit evil-shop.com",
    }  # fmt: skip
    make.sign_up_stranger("victim@example.org", session, **typed)
    make.tick()
    [message] = make.mails("victim@example.org")
    for words in ("gold", "evil", "Eviland", "Visit"):
        assert words not in everything_in(message)


def test_subject_is_one_line_whatever_the_title(session: Session, dana: User) -> None:
    Meeting.objects.update(title="Two\r\nlines\tand a tab")
    make.sign_up(dana, session)
    make.tick()
    [message] = make.mails()
    assert "Two lines and a tab" in message.subject


def test_a_title_stays_text_in_the_html(session: Session, dana: User) -> None:
    Meeting.objects.update(title="<script>alert(1)</script> & co")
    make.sign_up(dana, session)
    make.tick()
    [message] = make.mails()
    assert "<script>alert(1)</script> & co" in message.body
    assert "<script" not in message.alternatives[0].content
    assert "&lt;script&gt;" in message.alternatives[0].content


# --- The link ------------------------------------------------------------------------------------


def test_link_mail_holds_all_that_is_needed(session: Session, dana: User, ben: User) -> None:
    place_of = Registration.objects
    message = provoke("link", session, dana, ben)
    place = place_of.get(person=dana)
    assert message.subject.startswith("Your link")
    for needed in (LINK, place.place_path, "cancel", "UTC"):
        assert needed in message.body
    assert "replaces" not in message.body
    [part] = message.attachments
    [event] = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")
    assert event["location"] == LINK


def test_no_tracking(session: Session, dana: User, ben: User) -> None:
    """No pictures, no redirects: each address in the HTML stands in the text as it is."""
    message = provoke("link", session, dana, ben)
    html = message.alternatives[0].content
    assert "<img" not in html and "<link" not in html and "src=" not in html
    assert set(re.findall(r'href="([^"]+)"', html)) <= set(
        re.findall(r"https?://\S+", message.body)
    )


def test_personal_addresses_only(session: Session, dana: User, ben: User) -> None:
    Meeting.objects.update(personal_addresses_only=True)
    message = provoke("link", session, dana, ben)
    assert LINK not in everything_in(message)
    place = Registration.objects.get(person=dana)
    assert message.body.count(place.place_path) >= 1
    assert "on your personal page" in message.body


def test_the_link_of_a_moved_session_comes_once(session: Session, dana: User, ben: User) -> None:
    """In its own message, for the new time; the news of the move does not bring it again."""
    soon = make.session(session.meeting, starts_in=2 * HOUR, link=LINK)
    make.sign_up(dana, soon)
    move(soon, ben)
    make.tick()
    assert LINK not in latest("moved").body
    assert len(make.mails_with(LINK, "dana@example.org")) == 1


@pytest.mark.parametrize("topic", ["moved", "recording", "session_cancelled"])
def test_waiting_people_are_told_too_and_get_no_link(
    session: Session, dana: User, ben: User, topic: str
) -> None:
    small = make.session(session.meeting, starts_in=HOUR / 2, link=LINK, capacity=1)
    make.full(small)
    make.sign_up(dana, small)
    if topic == "moved":
        move(small, ben)
    elif topic == "recording":
        record(small, ben)
    else:
        actions.cancel_session(session=small, reason="", by=ben, now=timezone.now())
    make.tick()
    assert LINK not in everything_in(latest(topic))


def test_only_the_last_of_several_moves_is_told(session: Session, dana: User, ben: User) -> None:
    make.sign_up(dana, session)
    make.tick()
    for _ in range(3):
        move(session, ben)
        session.refresh_from_db()
    make.tick()
    moved = [m for m in make.mails("dana@example.org") if m.subject.startswith("New time")]
    assert len(moved) == 1


def test_a_link_replaces_the_one_before_only_if_there_was_one(
    session: Session, dana: User, chidi: User
) -> None:
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    make.sign_up(dana, soon)
    make.tick()
    make.give_link(soon, NEW_LINK)
    make.sign_up(chidi, soon)
    make.tick()
    [to_dana] = make.mails_with(NEW_LINK, "dana@example.org")
    [to_chidi] = make.mails_with(NEW_LINK, "chidi@example.org")
    assert "replaces" in to_dana.body and to_dana.subject.startswith("New link")
    assert "replaces" not in to_chidi.body and to_chidi.subject.startswith("Your link")
