"""What links tell about themselves, and rooms that are made up."""

import math
from typing import Any

import pytest

from meetings import rooms

KNOWN = {
    "https://us02web.zoom.us/j/86219374655?pwd=SkJ2ZEZsUT09": "Zoom",
    "https://wikimedia.zoom.us/my/volunteers": "Zoom",
    "https://wikimedia.zoom.us/meeting/register/tZIqdu6vqDku": "Zoom",
    "https://zoom.us/wc/86219374655/join": "Zoom",
    "https://calls.volunteers.net/j/86219374655": "Zoom",  # under a name of its own
    "https://bbb.host.net/b/ana-x7d-q2w": "BigBlueButton",
    "https://bbb.host.net/rooms/ana-x7d-q2w-9kk/join": "BigBlueButton",
    "https://meet.google.com/kqv-bmzd-wrx": "Google Meet",
    "https://meet.jit.si/VolunteerSupporters2027": "Jitsi",
    "https://teams.microsoft.com/l/meetup-join/19%3ameeting_Zm9v%40thread.v2/0": "Microsoft Teams",
    "https://teams.live.com/meet/9361248570?p=k": "Microsoft Teams",
    "https://meet.webex.com/meet/pr2648120593": "Webex",
    "https://host.webex.com/host/j.php?MTID=m8f3a2c": "Webex",
    "https://whereby.com/volunteers": "Whereby",
}
NO_ROOMS = {
    "https://zoom.us/": "placeholder",
    "https://zoom.us/profile": "no_room",
    "https://zoom.us/j/862": "no_room",
    "https://zoom.us/rec/share/k3v982mqx7": "no_room",
    "https://us02web.zoom.us/s/86219374655": "host_link",
    "https://zoom.us/wc/86219374655/start": "host_link",
    "https://us02web.zoom.us/j/86219374655?zak=eyJ0": "host_link",
    "https://bbb.host.net/bigbluebutton/api/join?meetingID=7&checksum=a1": "host_link",
    "https://bbb.host.net/b/ana-x7d-q2w?moderatorPW=secret": "host_link",
    "https://bbb.host.net/html5client/join?sessionToken=k3v9": "host_link",
    "https://whereby.com/volunteers?roomKey=eyJ0": "host_link",
    "https://meet.google.com/new": "no_room",
    "https://meet.google.com/landing": "no_room",
    "https://meet.jit.si/": "placeholder",
    "https://teams.microsoft.com/v2/": "no_room",
    "https://meet.webex.com/webappng": "no_room",
}


@pytest.mark.parametrize("link", KNOWN)
def test_a_room_of_a_known_service_is_known(link: str) -> None:
    assert rooms.link_refusal(link) is None
    assert rooms.service(link) == KNOWN[link] and not rooms.warning(link)


@pytest.mark.parametrize("link", NO_ROOMS)
def test_what_is_no_room_for_participants_is_refused_in_words(link: str) -> None:
    no = rooms.link_refusal(link)
    assert no and no.code == NO_ROOMS[link] and str(no.sentence)


def test_another_service_passes_with_a_word_of_warning() -> None:
    link = "https://talk.volunteers.net/k3v982mq"
    assert rooms.link_refusal(link) is None
    assert "We do not know this service" in str(rooms.warning(link))


def test_a_link_is_shown_without_the_way_in() -> None:
    shown = rooms.shown("https://us02web.zoom.us/j/86219374655?pwd=SkJ2ZEZsUT09")
    assert shown == "https://us02web.zoom.us/…"
    assert rooms.shown("https://[::1/room") == "…"


@pytest.mark.parametrize(
    ("link", "text"),
    [
        ("https://us02web.zoom.us/j/86219374655?pwd=a1", "US02web.zoom.us/j/86219374655"),
        ("https://us02web.zoom.us/j/86219374655?pwd=a1", "Meeting ID: 862 1937 4655, code 7"),
        ("https://us02web.zoom.us/j/86219374655?pwd=a1", "https://zoom.us/j/86219374655"),
        (
            "https://meet.host.net/Volunteers#config.startWithAudioMuted=true",
            "meet.host.net/volunteers",
        ),
        ("https://meet.host.net/Volunteers/", "https://meet.host.net/volunteers."),
        ("https://call.host.net/#/room/k3v9", "https://call.host.net/#/room/k3v9"),
        ("https://call.host.net/?room=k3v9", "https://call.host.net/?room=k3v9"),
        ("https://films.host.net/watch?v=k3v9", "https://films.host.net/watch?v=K3v9."),
        ("https://films.host.net/watch?v=k3v9", "films.host.net/watch?v=k3v9#t=10s"),
        (
            "https://meet.google.com/abc-defg-hij?authuser=0",
            "meet.google.com/abc-defg-hij?authuser=1",
        ),
        ("https://meet.host.net/volunteers", "_https://meet.host.net/volunteers_"),
        ("https://meet.host.net/ana-bo", '[here](HTTPS://Meet.Host.net/ana-bo "Our room")'),
        ("https://meet.host.net/ana-bo", "https://meet.host.net/ana%2Dbo"),
        ("https://meet.host.net/ana%2Dbo", "https://meet.host.net/ana-bo"),
        ("https://meet.host.net/ana-bo", "https&colon;//meet.host.net/ana&#45;bo"),
        ("https://meet.host.net/ana_bo", r"https://meet.host.net/ana\_bo"),
        ("https://meet.host.net/ana-bo", "https://meet.host.net:443/ana-bo"),
        ("https://meet.host.net/ana-bo", "meet.host\u200b.net/ana\u00ad-bo"),
        ("https://call.host.net/?room=k3v9&x=1", "https://call.host.net/?room=k3v9&amp;x=1"),
    ],
)
def test_a_room_is_found_in_a_text_however_it_is_written(link: str, text: str) -> None:
    assert rooms.stands_in(link, f"We meet here: {text} Bring a question.")


ELSEWHERE = "https://call.host.net/ zoom.us/my/anabel 1 862 193 https://films.host.net/watch?v=p5t2"


@pytest.mark.parametrize(
    "link",
    [
        "",
        "https://call.host.net/?room=k3v9",
        "https://zoom.us/my/ana",
        "https://films.host.net/watch?v=k3v9",
    ],
)
def test_no_room_is_found_where_only_the_service_is_named(link: str) -> None:
    assert not rooms.stands_in(link, ELSEWHERE)


def test_a_room_that_is_made_up_can_be_guessed_by_nobody(settings: Any) -> None:
    settings.JITSI_URL = "https://meet.volunteers.net/calls/"
    made = {rooms.new_room() for _ in range(200)}
    assert len(made) == 200
    for link in made:
        name = link.removeprefix("https://meet.volunteers.net/calls/")
        letters = name.replace("-", "")
        # Lower case only: Jitsi does not tell capitals apart, so they would be worth nothing.
        assert name == name.lower() and set(letters) <= set(rooms._LETTERS)
        assert len(letters) * math.log2(len(set(rooms._LETTERS))) >= 128
        assert rooms.link_refusal(link) is None and rooms.service(link) == "Jitsi"


@pytest.mark.parametrize("base", ["", "http://meet.volunteers.net", "https://meet", "https://[x"])
def test_without_a_server_no_room_is_made_up(base: str, settings: Any) -> None:
    settings.JITSI_URL = base
    assert not rooms.can_make_rooms()
