"""Nobody is left without the link; nobody gets an old one, or none of a kind."""

import pytest
from django.core import mail

from meetings import links, vault
from meetings.models import CallLink, Registration, Session
from members.models import User
from members.rules import Refused
from tests import factories as make
from tests.factories import HOUR, LINK, NEW_LINK
from vsn.outbox.models import Delivery

Status = Registration.Status


def test_late_sign_up(session: Session, dana: User, chidi: User) -> None:
    """Signed up after the mailing ran: still gets the link"""
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    make.sign_up(chidi, soon)
    make.tick()
    assert len(make.mails_with(LINK, "chidi@example.org")) == 1
    make.sign_up(dana, soon)
    make.tick()
    assert len(make.mails_with(LINK, "dana@example.org")) == 1
    assert len(make.mails_with(LINK, "chidi@example.org")) == 1


def test_link_edited_after_sending(session: Session, dana: User) -> None:
    """link edited after sending: only the new version goes out, once"""
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    make.sign_up(dana, soon)
    make.tick()
    mail.outbox.clear()
    make.give_link(soon, "https://meet.call-platform.org/room/never-told-to-anyone")
    make.give_link(soon, NEW_LINK)
    for _ in range(3):
        make.tick()
    [told] = make.mails("dana@example.org")
    assert NEW_LINK in told.body
    assert told.subject.startswith("New link")
    assert "replaces" in told.body
    assert "never-told" not in told.body and LINK not in told.body


def test_link_edited_while_the_old_one_waits(session: Session, dana: User) -> None:
    """link edited after sending: only the new version goes out, once"""
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    make.sign_up(dana, soon)
    links.plan(make.now())  # owed, and the worker was away
    make.give_link(soon, NEW_LINK)
    make.tick()
    assert len(make.mails_with(NEW_LINK)) == 1
    assert not make.mails_with(LINK)


@pytest.mark.parametrize(
    "link", ["", "https://example.org/link-here", "TBA", "https://zoom.us/j/123456789"]
)
def test_placeholder(session: Session, dana: User, link: str) -> None:
    """a placeholder or empty link is never sent out"""
    soon = make.session(session.meeting, starts_in=HOUR / 2)
    place = make.sign_up(dana, soon)
    if link:
        with pytest.raises(Refused):
            make.give_link(soon, link)
    else:
        make.give_link(soon, "  ")
    make.tick()
    assert not Delivery.objects.filter(topic="link").exists()
    assert links.link_for(place, make.now()) == ""


def test_placeholder_stored_past_the_check(session: Session, dana: User) -> None:
    """a placeholder or empty link is never sent out"""
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    CallLink.objects.update(ciphertext=vault.lock("https://example.org/placeholder"))
    place = make.sign_up(dana, soon)
    make.tick()
    assert not make.mails_with("placeholder")
    assert links.link_for(place, make.now()) == ""
    # The facilitator hears that there is no link that could go out.
    [warning] = make.mails("ben@example.org")
    assert warning.subject.startswith("No video-call link")
