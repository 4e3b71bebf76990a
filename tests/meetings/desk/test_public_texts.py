"""The link to a call never stands where everyone can read it, whichever of the two comes first;
what is called off before it was public stays unseen."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings import actions, vault
from meetings.models import CallLink, Meeting, Session
from members.models import User
from members.rules import Refused
from tests import factories as make
from tests.factories import DAY, HOUR, LINK, NEW_LINK
from tests.meetings.admin import act
from tests.meetings.desk.setting_up import NEW, fingerprint, form, open_page
from tests.visitors import text, visitor

ZOOM = "https://zoom.us/j/86219374655"
STANDS_HERE = "The link to a call stands here"


def edit(client: Client, thing: Meeting | Session, **fields: Any) -> Any:
    name, args = "meetings:edit_meeting", [thing.meeting.slug, thing.number] if isinstance(
        thing, Session
    ) else [thing.slug]  # fmt: skip
    address = reverse("meetings:edit_session" if len(args) == 2 else name, args=args)
    return client.post(address, open_page(client, address) | fields)


# --- The link was there first --------------------------------------------------------------------


@pytest.mark.parametrize("name", ["title", "summary", "description", "platform", "questions"])
def test_a_text_with_the_link_is_not_stored(name: str, desk: Client, meeting: Meeting) -> None:
    make.session(make.meeting(), link=NEW_LINK)  # of another meeting: no place there either
    for link in (LINK, NEW_LINK):
        make.session(meeting, link=LINK)
        typed = link if name != "platform" else link.removeprefix("https://")
        answer = edit(desk, meeting, **{name: f"At {typed}"})
        assert answer.status_code == 422 and STANDS_HERE in text(answer)
        assert f'href="#id_{name}"' in text(answer)  # beside the field
    meeting.refresh_from_db()
    assert "call-platform" not in str(vars(meeting))


def test_the_place_and_what_is_said_of_the_recording_are_looked_at_too(
    desk: Client, session: Session
) -> None:
    make.give_link(session)
    assert edit(desk, session.meeting, form="both", place=LINK).status_code == 422
    answer = edit(desk, session, recording="audio", recording_purpose=LINK)
    assert answer.status_code == 422 and STANDS_HERE in text(answer)


@pytest.mark.parametrize("which", ["meeting", "session"])
def test_no_reason_holds_the_link(which: str, desk: Client, session: Session) -> None:
    make.give_link(session)
    args = [session.meeting.slug, session.number][: 1 + (which == "session")]
    answer = desk.post(reverse(f"meetings:cancel_{which}", args=args), {"reason": f"See {LINK}"})
    assert answer.status_code == 422 and STANDS_HERE in text(answer)
    assert Session.objects.get().status == "published"


@pytest.mark.parametrize("which", ["meeting", "session"])
def test_nor_one_that_is_given_in_the_administration(
    which: str, ada: User, session: Session
) -> None:
    make.give_link(session)
    thing = session if which == "session" else session.meeting
    answer = act(visitor(ada), which, "cancel", thing, answered="1", reason=LINK)
    assert STANDS_HERE in text(answer)
    assert Session.objects.get().status == "published"


def test_other_texts_are_stored(desk: Client, session: Session) -> None:
    make.give_link(session)
    answer = edit(desk, session.meeting, description="[Notes](https://etherpad.example-host.org/p)")
    assert answer.status_code == 302
    assert "etherpad" in Meeting.objects.get(pk=session.meeting_id).description


# --- The text was there first --------------------------------------------------------------------


@pytest.mark.parametrize("where", ["description", "questions", "recording", "digest"])
def test_what_everyone_can_read_does_not_become_the_link(
    where: str, desk: Client, meeting: Meeting, ben: User
) -> None:
    session = make.session(meeting)
    if where == "digest":
        over = make.session(meeting, starts_in=-3 * HOUR)
        make.digest(over, by=ben, text=f"Next time: {LINK}", published=True)
    elif where == "recording":
        Session.objects.update(recording="audio", recording_purpose=LINK)
    else:
        Meeting.objects.update(**{where: [LINK] if where == "questions" else f"Come to {LINK}"})
    answer = desk.post(
        reverse("meetings:room", args=[meeting.slug, session.number]), {"link": LINK, "seen": 0}
    )
    assert answer.status_code == 422 and "Everyone can read this link already" in text(answer)
    assert not CallLink.objects.filter(session=session).exclude(ciphertext="").exists()
    actions.set_link(session=session, link=NEW_LINK, by=ben, now=make.now())
    assert vault.unlock(CallLink.objects.get(session=session)) == NEW_LINK


def test_both_in_one_form_are_found_out(desk: Client, meeting: Meeting) -> None:
    sent = form(description=f"We meet at {LINK}", link=LINK)
    sent["seen_dates"] = fingerprint(text(desk.post(NEW, sent)))
    answer = desk.post(NEW, sent | {"save": "1"})
    assert answer.status_code == 422 and "Everyone can read this link already" in text(answer)
    assert Meeting.objects.count() == 1


# --- A link that may be meant --------------------------------------------------------------------


def test_a_room_in_a_public_text_is_pointed_out(desk: Client, meeting: Meeting) -> None:
    answer = edit(desk, meeting, description=f"Office hours: {ZOOM}")
    assert answer.status_code == 302
    page = text(desk.get(answer.headers["Location"]))
    assert "A link into a call stands in what everyone reads" in page
    Meeting.objects.update(status="draft")
    address = reverse("meetings:publish_meeting", args=[meeting.slug])
    assert "Is that meant?" in text(desk.get(address))
    Meeting.objects.update(description="Office hours: on Mondays")
    assert "Is that meant?" not in text(desk.get(address))


# --- What was called off -------------------------------------------------------------------------


def test_a_cancelled_session_gets_no_new_link(session: Session, desk: Client, ben: User) -> None:
    make.give_link(session)
    actions.cancel_session(session=session, reason="Ill", by=ben, now=make.now())
    answer = edit(desk, session, link=NEW_LINK)
    assert answer.status_code == 422 and "A cancelled session cannot be changed." in text(answer)
    with pytest.raises(Refused):
        actions.set_link(session=session, link=NEW_LINK, by=ben, now=make.now())
    assert vault.unlock(CallLink.objects.get()) == LINK
    actions.set_link(session=session, link="", by=ben, now=make.now())
    assert vault.unlock(CallLink.objects.get()) == ""


@pytest.mark.parametrize("whole", [False, True])
def test_a_draft_that_is_called_off_stays_unseen(
    whole: bool, meeting: Meeting, ben: User, chidi: User
) -> None:
    shown = make.session(meeting)
    draft = make.session(meeting, status="draft", starts_in=9 * DAY)
    about = {"reason": "Between us", "by": ben, "now": make.now()}
    if whole:
        actions.cancel_meeting(meeting=meeting, **about)
        Meeting.objects.update(cancel_reason="")
        Session.objects.filter(pk=shown.pk).update(cancel_reason="")
    else:
        actions.cancel_session(session=draft, **about)
    public, args = meeting.get_absolute_url(), [meeting.slug, draft.number]
    calendar = reverse("meetings:session_calendar", args=args)
    for who in (None, chidi):
        assert "Between us" not in text(visitor(who).get(public))
        assert visitor(who).get(calendar).status_code == 404
        assert visitor(who).get(reverse("meetings:sign_up", args=args)).status_code == 404
    assert "Between us" in text(visitor(ben).get(public))
    assert set(Session.objects.visible_to(None)) == {shown}


def test_what_was_public_is_seen_when_it_is_called_off(session: Session, ben: User) -> None:
    actions.cancel_session(session=session, reason="Ben is ill", by=ben, now=make.now())
    assert "Ben is ill" in text(visitor().get(session.meeting.get_absolute_url()))
