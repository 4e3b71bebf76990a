"""Setting a meeting up: one form, a look at the dates, a draft."""

import datetime as dt
import re
from typing import Any

import pytest
from django.urls import reverse

from meetings import vault
from meetings.models import CallLink, Meeting, Session
from members.models import User
from tests import factories as make
from tests.meetings.desk.setting_up import NEW, form, store
from tests.test_queries import queries
from tests.visitors import text, visitor


def test_first_the_dates_are_looked_at_then_a_draft_is_stored(ben: User, meeting: Meeting) -> None:
    client = visitor(ben)
    looked = client.post(NEW, form(rhythm="fortnightly"))
    assert looked.status_code == 200 and text(looked).count(">Vienna · ") == 3
    assert Meeting.objects.count() == 1
    made = store(client, rhythm="fortnightly")
    assert (made.slug, made.status, made.proposal) == ("peer-support-in-spring", "draft", "")
    sessions = list(made.sessions.order_by("starts_at"))
    assert [s.status for s in sessions] == ["draft"] * 3
    assert sessions[1].starts_at - sessions[0].starts_at == 14 * make.DAY
    assert list(made.facilitators.all()) == [ben]


def test_dates_that_nobody_looked_at_are_not_stored(ben: User, meeting: Meeting) -> None:
    answer = visitor(ben).post(NEW, form(save="1", seen_dates="other"))
    assert answer.status_code == 422 and "not those that you looked at" in text(answer)
    assert Meeting.objects.count() == 1


def test_what_everything_means_is_stored(ada: User) -> None:
    host = make.affiliate("Wikimedia Somewhere")
    programme = make.programme()
    made = store(
        visitor(ada),
        slug="spring",
        summary="We talk.",
        description="**Come**",
        form="both",
        place="Vienna",
        interpretation="Spanish, Français, pt-br",
        hosts=[str(host.pk)],
        programme=str(programme.pk),
        platform="Zoom",
        platform_affiliate=str(host.pk),
        leads=["10080", "60"],
        own_lead="5",
        own_unit="1440",
        warning_hours="72",
        personal_addresses_only="on",
        questions="What do you bring?\n\n  What do you bring?  ",
        suggested=["0"],
        follow_up_months="3",
        capacity="12",
        recording="audio",
        recording_purpose="For those who cannot come.",
        link=make.LINK,
    )
    assert made.slug == "spring" and made.place == "Vienna" and made.programme == programme
    assert made.interpretation == ["es", "fr", "pt-br"]
    assert made.lead_minutes == [10080, 7200, 60] and made.warning_hours == 72
    assert made.questions[0] == "What do you bring?" and "captions" in made.questions[1]
    assert made.personal_addresses_only and made.asks_feedback and made.follow_up_months == 3
    assert list(made.hosts.all()) == [host] and made.platform_affiliate == host
    session = made.sessions.get()
    assert (session.capacity, session.recording) == (12, "audio")
    assert CallLink.objects.get(session=session).version == 1


def test_the_page_never_holds_a_link_that_is_stored(ben: User, meeting: Meeting) -> None:
    session = make.session(meeting, link=make.LINK)
    client = visitor(ben)
    for name, args in [
        ("edit_session", [meeting.slug, session.number]),
        ("edit_meeting", [meeting.slug]),
        ("add_sessions", [meeting.slug]),
    ]:
        assert make.LINK not in text(client.get(reverse(f"meetings:{name}", args=args)))
    assert make.LINK not in text(client.get(f"{NEW}?copy={meeting.slug}"))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": ""}, "Please give it a title."),
        ({"slug": "new"}, "taken by a page of the portal"),
        ({"slug": "supporting-volunteers"}, "Another meeting has this address."),
        ({"link": "https://example.com/room"}, "looks like a placeholder"),
        ({"link": "http://meet.call-platform.org/x"}, "has to begin with https://"),
        ({"recording": "video"}, "Say why it is recorded"),
        ({"first": ""}, "Please give the date."),
        ({"first": "9999-12-31"}, "too far away"),
        ({"time_zone": "Europe/Vien"}, "no time zone of that name"),
        ({"rhythm": "list", "listed": "3/4/2027 16:00\nhello"}, "Line 2: We find no date"),
        ({"rhythm": "list", "listed": ""}, "Please give at least one date."),
        ({"rhythm": "weekly", "count": "27"}, "less than or equal to 26"),
        ({"leads": []}, "Please choose at least one time."),
        ({"own_lead": "10", "own_unit": "10080"}, "At most sixty days"),
        ({"questions": "a\nb\nc\nd\ne\nf"}, "At most five questions"),
        ({"interpretation": "Klingonese"}, "We know no language"),
    ],
)
def test_what_will_not_do_is_said_beside_the_field(
    fields: dict[str, Any], words: str, ben: User, meeting: Meeting
) -> None:
    answer = visitor(ben).post(NEW, form(**fields))
    assert answer.status_code == 422 and words in text(answer)
    assert Meeting.objects.count() == 1


def test_a_field_that_is_not_asked_for_is_not_complained_about(ben: User, meeting: Meeting) -> None:
    made = store(
        visitor(ben), rhythm="list", first="never", count="x",
        listed="2027-03-27 16:00–17:00\n25.11.2026 4 pm",
    )  # fmt: skip
    assert [s.ends_at - s.starts_at for s in made.sessions.order_by("starts_at")] == [
        1.5 * make.HOUR,
        make.HOUR,
    ]


def test_a_meeting_can_do_without_a_date_and_its_runner_sees_it(
    ben: User, eve: User, meeting: Meeting
) -> None:
    made = store(visitor(ben), rhythm="none", minutes="")
    assert not made.sessions.exists()
    assert visitor(ben).get(made.get_absolute_url()).status_code == 200
    assert visitor(eve).get(made.get_absolute_url()).status_code == 404


def test_a_link_without_a_date_is_not_lost(ben: User, meeting: Meeting) -> None:
    answer = visitor(ben).post(NEW, form(rhythm="none", link=make.LINK, save="1", seen_dates=""))
    assert answer.status_code == 422
    assert "Please give at least one date." in text(answer) and make.LINK in text(answer)


def test_titles_in_any_script_get_an_address(ben: User, meeting: Meeting) -> None:
    assert store(visitor(ben), title="مرحبا").slug == "meeting"
    assert store(visitor(ben), title="New").slug == "new-2"
    assert store(visitor(ben), title="New").slug == "new-3"


# --- Rooms ---------------------------------------------------------------------------------------


def test_rooms_are_made_up_one_for_each_session(settings: Any, ben: User, meeting: Meeting) -> None:
    settings.JITSI_URL = "https://meet.call-platform.org/"
    made = store(visitor(ben), rhythm="weekly", make_room="on")
    stored = CallLink.objects.filter(session__meeting=made)
    assert stored.count() == 3 and len({one.ciphertext for one in stored}) == 3
    settings.JITSI_URL = ""
    assert "make_room" not in text(visitor(ben).get(NEW))


def test_one_link_for_all_dates_or_one_for_each(ben: User, meeting: Meeting) -> None:
    both = f"{make.LINK}\n{make.NEW_LINK}"
    weekly = {"rhythm": "weekly", "count": "2"}
    each = store(visitor(ben), link=both, **weekly).sessions.order_by("starts_at")
    assert [vault.unlock(s.call_link) for s in each] == [make.LINK, make.NEW_LINK]
    same = store(visitor(ben), link=make.LINK, **weekly).sessions.order_by("starts_at")
    assert [vault.unlock(s.call_link) for s in same] == [make.LINK] * 2
    page = text(visitor(ben).post(NEW, form(link=both, **weekly | {"count": "3"})))
    assert "2 links for 3 dates" in page
    page = text(visitor(ben).post(NEW, form(link=f"{make.LINK}\nhttp://x.org/y", **weekly)))
    assert "Line 2: The video-call link has to begin with https://." in page


@pytest.mark.parametrize("sessions", [1, 3])
def test_what_the_pages_cost(sessions: int, ben: User, meeting: Meeting) -> None:
    for _n in range(sessions):
        make.session(meeting, link=make.LINK)
    client, first = visitor(ben), [meeting.slug, 1]
    addresses = {
        NEW: 8,
        f"{NEW}?copy={meeting.slug}": 10,
        reverse("meetings:edit_meeting", args=first[:1]): 8,
        reverse("meetings:add_sessions", args=first[:1]): 6,
        reverse("meetings:edit_session", args=first): 8,
        reverse("meetings:publish_meeting", args=first[:1]): 8,
        reverse("meetings:cancel_meeting", args=first[:1]): 6,
    }
    found = {address: queries(client, address) for address in addresses}
    assert found == addresses


# --- What readers see ----------------------------------------------------------------------------


def test_warnings_forbid_nothing(ben: User, chidi: User, meeting: Meeting) -> None:
    chidi.time_zone = "Asia/Kolkata"
    chidi.save()
    saturday = make.now().date() + dt.timedelta(days=30 + (5 - make.now().weekday()) % 7)
    at = dt.datetime.combine(saturday, dt.time(20), tzinfo=dt.UTC)
    other = make.meeting(title="Something else")
    make.session(other, starts_in=at - make.now(), lasts=make.HOUR)
    hidden = make.meeting(title="Not public", status="draft")
    make.session(hidden, starts_in=at - make.now(), lasts=make.HOUR)
    chosen = {"first": saturday.isoformat(), "time": "20:15", "time_zone": "UTC"}
    page = text(visitor(ben).post(NEW, form(**chosen)))
    assert "At the same time: Something else." in page and "Not public" not in page
    assert re.search(r"Night in [^(]*Kolkata[^(]*\(1 member\)", page)
    assert store(visitor(ben), **chosen).sessions.count() == 1
    page = text(visitor(ben).post(NEW, form(first="2026-01-12", rhythm="once")))
    assert "This date has passed." in page


def test_the_preview_shows_the_description_as_it_will_be_read(ben: User, meeting: Meeting) -> None:
    page = text(visitor(ben).post(NEW, form(description="We *talk*.\n\n<script>x</script>")))
    assert "We <em>talk</em>." in page and "<script>x" not in page


def test_sessions_of_a_series_keep_their_hour(ben: User, meeting: Meeting) -> None:
    year = make.now().year + 1
    made = store(
        visitor(ben), rhythm="list",
        listed=f"{year}-03-01 16:00\n{year}-04-20 16:00", time_zone="Europe/Vienna",
    )  # fmt: skip
    hours = [s.starts_at.hour for s in Session.objects.filter(meeting=made).order_by("starts_at")]
    assert hours == [15, 14]
