"""Changing what there is: details, dates, publishing, calling off; two people at once."""

import datetime as dt

import pytest

from meetings import actions, vault
from meetings.models import CallLink, Meeting
from members.models import User
from tests import factories as make
from tests.meetings.desk.setting_up import at, fresh, open_page, shown
from tests.visitors import text, visitor
from vsn.audit.models import Action, Entry

# --- Details -------------------------------------------------------------------------------------


def test_nothing_changed_changes_nothing(ben: User, meeting: Meeting) -> None:
    """What the page shows is what is stored, whatever it is."""
    host = make.affiliate(is_former=True)
    Meeting.objects.filter(pk=meeting.pk).update(
        lead_minutes=[240, 7], interpretation=["es", "qu"], language="qu", follow_up_months=5,
        questions=["Why? \"Because\" & so"], description="a\nb", asks_feedback=False,
        platform_affiliate=host, form="both", place="Graz",
    )  # fmt: skip
    meeting.hosts.add(host)
    before, address = actions.details_of(fresh(meeting)), at("edit_meeting", meeting.slug)
    client = visitor(ben)
    answer = client.post(address, open_page(client, address))
    assert answer.status_code == 302, text(answer)
    assert actions.details_of(fresh(meeting)) == before
    assert fresh(meeting).revision == 0
    assert not Entry.objects.about(meeting).filter(action=Action.MEETING_CHANGED).exists()


def test_a_change_is_stored_counted_and_noted(ben: User, meeting: Meeting) -> None:
    client, address = visitor(ben), at("edit_meeting", meeting.slug)
    answer = client.post(address, open_page(client, address) | {"title": "Another title"})
    assert answer.status_code == 302
    assert (fresh(meeting).title, fresh(meeting).revision) == ("Another title", 1)
    noted = Entry.objects.about(meeting).filter(action=Action.MEETING_CHANGED).get()
    assert noted.actor == ben and noted.data == {"fields": "title"}


def test_the_address_changes_while_it_is_a_draft_only(ben: User, meeting: Meeting) -> None:
    client, draft = visitor(ben), make.meeting(status="draft", facilitators=(ben,))
    address = at("edit_meeting", draft.slug)
    sent = open_page(client, address)
    assert client.post(address, sent | {"slug": meeting.slug}).status_code == 422
    assert client.post(address, sent | {"slug": "new"}).status_code == 422
    answer = client.post(address, sent | {"slug": "in-spring"})
    assert answer.headers["Location"] == at("edit_meeting", "in-spring")
    public = at("edit_meeting", meeting.slug)
    client.post(public, open_page(client, public) | {"slug": "elsewhere"})
    assert fresh(meeting).slug == "supporting-volunteers"


def test_a_look_at_the_description_stores_nothing(ben: User, meeting: Meeting) -> None:
    client, address = visitor(ben), at("edit_meeting", meeting.slug)
    answer = client.post(
        address, open_page(client, address) | {"description": "*x*", "preview": "1"}
    )
    assert answer.status_code == 200 and "<em>x</em>" in text(answer)
    assert fresh(meeting).description == ""


# --- Two at once ---------------------------------------------------------------------------------


@pytest.fixture
def fay(meeting: Meeting) -> User:
    """Runs the meeting together with Ben."""
    fay = make.person("fay@example.org", name="Fay")
    meeting.facilitations.create(person=fay)
    return fay


def test_what_two_people_change_in_different_places_is_put_together(
    ben: User, fay: User, meeting: Meeting
) -> None:
    address = at("edit_meeting", meeting.slug)
    bens, fays = visitor(ben), visitor(fay)
    first, second = open_page(bens, address), open_page(fays, address)
    bens.post(address, first | {"title": "By Ben"})
    answer = fays.post(address, second | {"summary": "By Fay"}, follow=True)
    assert "Their changes and yours are both in." in text(answer)
    assert (fresh(meeting).title, fresh(meeting).summary) == ("By Ben", "By Fay")
    assert fresh(meeting).revision == 2


def test_what_two_people_change_in_the_same_place_is_laid_side_by_side(
    ben: User, fay: User, meeting: Meeting
) -> None:
    address = at("edit_meeting", meeting.slug)
    bens, fays = visitor(ben), visitor(fay)
    first, second = open_page(bens, address), open_page(fays, address)
    bens.post(address, first | {"title": "By Ben", "platform": "Jitsi"})
    typed = second | {"title": "By Fay", "summary": "Also by Fay"}
    answer = fays.post(address, typed)
    page = text(answer)
    assert answer.status_code == 409 and "Ben saved while you were typing" in page
    assert "By Ben" in page and "By Fay" in page and "Also by Fay" in page
    assert "choice_title" in page and "choice_platform" not in page and 'value="Jitsi"' in page
    assert (fresh(meeting).title, fresh(meeting).summary) == ("By Ben", "")
    mine = fays.post(address, shown(page))
    assert mine.status_code == 302
    kept = fresh(meeting)
    assert (kept.title, kept.summary, kept.platform) == ("By Fay", "Also by Fay", "Jitsi")


def test_one_can_take_the_others_version(ben: User, fay: User, meeting: Meeting) -> None:
    address = at("edit_meeting", meeting.slug)
    bens, fays = visitor(ben), visitor(fay)
    first, second = open_page(bens, address), open_page(fays, address)
    bens.post(address, first | {"title": "By Ben"})
    page = text(fays.post(address, second | {"title": "By Fay", "summary": "Also by Fay"}))
    assert fays.post(address, shown(page) | {"choice_title": "theirs"}).status_code == 302
    assert (fresh(meeting).title, fresh(meeting).summary) == ("By Ben", "Also by Fay")


def test_without_this_the_second_one_would_win(ben: User, fay: User, meeting: Meeting) -> None:
    """The control: stored as it was sent, Ben's title is gone."""
    meeting.title = "By Ben"
    stale = fresh(meeting)
    actions.save_meeting(meeting=meeting, changed={"title"}, by=ben, now=make.now())
    stale.title, stale.summary = "Supporting volunteers", "By Fay"
    actions.save_meeting(meeting=stale, changed={"title", "summary"}, by=fay, now=make.now())
    assert fresh(meeting).title == "Supporting volunteers"


@pytest.mark.parametrize("seen", ["", "no-seal", "a:b:c"])
def test_a_form_that_does_not_say_what_it_saw_overwrites_nothing(
    seen: str, ben: User, meeting: Meeting
) -> None:
    client, address = visitor(ben), at("edit_meeting", meeting.slug)
    sent = open_page(client, address) | {"title": "Blind", "seen": seen}
    assert client.post(address, sent).status_code == 409
    assert fresh(meeting).title == "Supporting volunteers"


# --- A date --------------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "America/Santiago", "UTC"])
def test_a_session_that_is_not_changed_stays_as_it_is(
    zone: str, ben: User, meeting: Meeting
) -> None:
    session = make.session(
        meeting, time_zone=zone, capacity=3, recording="audio", recording_purpose="Notes.",
        starts_in=3 * make.DAY + make.HOUR / 3600, link=make.LINK,
    )  # fmt: skip
    before, client = actions.facts_of(fresh(session)), visitor(ben)
    address = at("edit_session", meeting.slug, session.number)
    assert client.post(address, open_page(client, address)).status_code == 302
    assert actions.facts_of(fresh(session)) == before
    assert fresh(session).revision == 1  # the link, set above


@pytest.mark.parametrize("lasts", [10 * make.DAY, make.HOUR / 30])
def test_what_lasts_as_nobody_would_set_it_here_can_be_changed(
    lasts: dt.timedelta, ben: User, meeting: Meeting
) -> None:
    session = make.session(meeting, lasts=lasts)
    client, address = visitor(ben), at("edit_session", meeting.slug, session.number)
    assert client.post(address, open_page(client, address) | {"capacity": "5"}).status_code == 302
    kept = fresh(session)
    assert (kept.capacity, kept.ends_at - kept.starts_at) == (5, lasts)


def test_a_move_says_how_many_are_told_and_tells_them(
    ben: User, dana: User, meeting: Meeting
) -> None:
    session = make.session(meeting, time_zone="Europe/Vienna")
    make.sign_up(dana, session)
    client, address = visitor(ben), at("edit_session", meeting.slug, session.number)
    assert "1 person is told" in text(client.get(address))
    answer = client.post(address, open_page(client, address) | {"time": "03:33"}, follow=True)
    assert "Saved. 1 person is told of the new time." in text(answer)
    assert fresh(session).schedule == 1
    make.tick()
    assert make.mails_with("03:33", to=dana.email) or make.mails(to=dana.email)


def test_the_link_of_one_session_is_set_checked_and_taken_away(ben: User, meeting: Meeting) -> None:
    session = make.session(meeting)
    client, address = visitor(ben), at("edit_session", meeting.slug, session.number)
    sent = open_page(client, address)
    bad = client.post(address, sent | {"link": "https://zoom.us/s/123?zak=1"})
    assert bad.status_code == 422 and "own start link" in text(bad)
    assert client.post(address, sent | {"link": make.LINK}).status_code == 302
    stored = CallLink.objects.get(session=session)
    assert vault.unlock(stored) == make.LINK
    assert make.LINK not in text(client.get(address))
    gone = open_page(client, address) | {"remove_link": "on"}
    assert client.post(address, gone).status_code == 302
    assert vault.unlock(fresh(stored)) == ""


def test_two_people_move_one_session(ben: User, fay: User, meeting: Meeting) -> None:
    session = make.session(meeting, time_zone="Europe/Vienna", capacity=5)
    address = at("edit_session", meeting.slug, session.number)
    bens, fays = visitor(ben), visitor(fay)
    first, second = open_page(bens, address), open_page(fays, address)
    bens.post(address, first | {"time": "08:00"})
    answer = fays.post(address, second | {"time": "09:00", "capacity": "7"})
    assert answer.status_code == 409 and "08:00" in text(answer) and "09:00" in text(answer)
    assert fresh(session).capacity == 5
    assert fays.post(address, shown(text(answer)) | {"choice_when": "theirs"}).status_code == 302
    assert (fresh(session).schedule, fresh(session).capacity) == (1, 7)


def test_two_people_set_the_link(ben: User, fay: User, meeting: Meeting) -> None:
    session = make.session(meeting, link=make.LINK)
    address = at("edit_session", meeting.slug, session.number)
    bens, fays = visitor(ben), visitor(fay)
    first, second = open_page(bens, address), open_page(fays, address)
    bens.post(address, first | {"link": make.NEW_LINK})
    same = fays.post(address, second | {"link": make.NEW_LINK})
    assert same.status_code == 302  # both meant the same
    answer = fays.post(address, second | {"link": make.LINK})
    assert answer.status_code == 409 and make.NEW_LINK not in text(answer)
    assert make.LINK in text(answer)  # what was typed stays
    assert fays.post(address, shown(text(answer))).status_code == 302
    assert vault.unlock(CallLink.objects.get(session=session)) == make.LINK


def test_who_wanted_the_link_away_still_does_after_a_conflict(
    ben: User, fay: User, meeting: Meeting
) -> None:
    session = make.session(meeting, link=make.LINK)
    address = at("edit_session", meeting.slug, session.number)
    bens, fays = visitor(ben), visitor(fay)
    first, second = open_page(bens, address), open_page(fays, address)
    bens.post(address, first | {"link": make.NEW_LINK})
    answer = fays.post(address, second | {"remove_link": "on"})
    assert answer.status_code == 409
    assert fays.post(address, shown(text(answer))).status_code == 302
    assert vault.unlock(CallLink.objects.get(session=session)) == ""


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"date": "2027-03-28", "time": "02:30"}, "put forward then"),
        ({"date": "2027-10-31", "time": "02:30"}, "this time comes twice"),
        ({"time_zone": "Vienna"}, "no time zone of that name"),
        ({"time_zone": "Factory"}, "no time zone of that name"),
        ({"minutes": "0"}, "greater than or equal to 5"),
        ({"recording": "video"}, "Say why it is recorded"),
    ],
)
def test_what_a_date_cannot_be(
    fields: dict[str, str], words: str, ben: User, meeting: Meeting
) -> None:
    session = make.session(meeting, time_zone="Europe/Vienna")
    client, address = visitor(ben), at("edit_session", meeting.slug, session.number)
    answer = client.post(address, open_page(client, address) | fields)
    assert answer.status_code == 422 and words in text(answer)


def test_a_capacity_takes_no_place_away(ben: User, meeting: Meeting) -> None:
    session = make.session(meeting)
    for who in make.people(2):
        make.sign_up(who, session)
    client, address = visitor(ben), at("edit_session", meeting.slug, session.number)
    answer = client.post(address, open_page(client, address) | {"capacity": "1"})
    assert answer.status_code == 422 and "have a place already" in text(answer)


def test_more_dates_are_one_at_least(ben: User, meeting: Meeting) -> None:
    client, address = visitor(ben), at("add_sessions", meeting.slug)
    sent = open_page(client, address) | {"rhythm": "none", "save": "1", "seen_dates": ""}
    assert client.post(address, sent).status_code == 422


def test_more_dates_begin_like_the_last_one(ben: User, meeting: Meeting) -> None:
    make.session(meeting, time_zone="Asia/Kathmandu", capacity=8)
    client, address = visitor(ben), at("add_sessions", meeting.slug)
    sent = open_page(client, address)
    assert sent["time_zone"] == ["Asia/Kathmandu"] and sent["capacity"] == ["8"]
    day = (make.now() + 40 * make.DAY).date().isoformat()
    sent |= {"rhythm": "weekly", "count": "2", "first": day}
    looked = text(client.post(address, sent | {"preview": "1"}))
    seen = shown(looked)["seen_dates"]
    assert client.post(address, sent | {"save": "1"}).status_code == 422
    assert client.post(address, sent | {"save": "1", "seen_dates": seen}).status_code == 302
    assert list(meeting.sessions.order_by("pk").values_list("number", "status")) == [
        (1, "published"),
        (2, "draft"),
        (3, "draft"),
    ]
