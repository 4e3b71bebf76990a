"""One person, two ways: the next is tried when one refuses, and waited for when it is down."""

import datetime as dt
from typing import Any

import pytest

from tests.vsn.outbox.conftest import Clock, FakeChannel, Ways
from vsn.outbox import drain
from vsn.outbox.channels import Transient, Undeliverable
from vsn.outbox.drain import Drain
from vsn.outbox.models import Delivery
from vsn.outbox.ways import CHANNEL_PAUSE

pytestmark = pytest.mark.django_db
State = Delivery.State
LATER = dt.timedelta(minutes=5)


def address(row: Delivery) -> str:
    return row.recipient.email


@pytest.mark.parametrize(("way", "second"), [("ew", "wiki_mail"), ("we", "email")])
def test_refused_on_one_way_the_next_is_tried_at_once(
    channel: FakeChannel, wiki: FakeChannel, ways: Ways, clock: Clock, way: str, second: str
) -> None:
    [row] = ways.owe([way], clock)
    first = channel if second == "wiki_mail" else wiki
    first.answers[address(row)] = [Undeliverable("no")]
    assert Drain(clock).run() == 1
    sent = Delivery.objects.get()
    assert (sent.state, sent.channel, sent.attempts) == (State.SENT, second, 1)


def test_refused_on_every_way_it_has_failed(
    channel: FakeChannel, wiki: FakeChannel, ways: Ways, clock: Clock
) -> None:
    [row] = ways.owe(["ew"], clock)
    channel.answers[address(row)] = [Undeliverable("refused (550)")]
    wiki.answers[address(row)] = [Undeliverable("takes no wiki mail")]
    assert Drain(clock).run() == 0
    failed = Delivery.objects.get()
    assert (failed.state, failed.reason) == (State.FAILED, "takes no wiki mail")


@pytest.mark.parametrize(("hours", "sent"), [(24, 0), (3, 1)])
def test_for_a_way_that_is_down_it_waits_while_there_is_time(
    channel: FakeChannel, wiki: FakeChannel, ways: Ways, clock: Clock, hours: float, sent: int
) -> None:
    ways.owe(["ew"], clock, hours=hours)
    channel.down = CHANNEL_PAUSE
    assert Drain(clock).run() == len(wiki.sent) == sent
    clock.move(minutes=1)
    channel.down = None
    Drain(clock).run()
    assert (len(wiki.sent), len(channel.sent)) == (sent, 1 - sent)


def test_who_waited_goes_by_the_next_way_when_time_becomes_short(
    channel: FakeChannel, wiki: FakeChannel, ways: Ways, clock: Clock
) -> None:
    ways.owe(["ew", "e", "ew"], clock, hours=7)
    channel.down = CHANNEL_PAUSE
    assert Drain(clock).run() == 0
    clock.move(hours=1, minutes=1)
    assert Drain(clock).run() == len(wiki.sent) == 2
    assert channel.knocks == 2


def test_refused_on_the_first_and_down_on_the_second(
    channel: FakeChannel, wiki: FakeChannel, ways: Ways, clock: Clock
) -> None:
    """The dead mailbox is not asked again each time the wiki is."""
    [row] = ways.owe(["ew"], clock)
    channel.answers[address(row)] = [Undeliverable("refused (550)")]
    wiki.down = CHANNEL_PAUSE
    assert Drain(clock).run() == 0
    waiting = Delivery.objects.get()
    assert (waiting.state, waiting.channel, waiting.attempts) == (State.QUEUED, "wiki_mail", 0)
    clock.move(minutes=1)
    wiki.down = None
    assert Drain(clock).run() == 1
    assert (len(channel.sent), len(wiki.sent)) == (0, 1)


def test_a_way_that_came_later_is_found(
    channel: FakeChannel, wiki: FakeChannel, ways: Ways, clock: Clock
) -> None:
    """Waiting for the wiki, which then refuses: meanwhile there is an address."""
    [row] = ways.owe(["w"], clock)
    wiki.answers[address(row)] = [Transient("busy", LATER), Undeliverable("switched off")]
    assert Drain(clock).run() == 0
    ways.of[row.recipient_id] = "ew"
    clock.move(minutes=5)
    assert Drain(clock).run() == len(channel.sent) == 1


def test_wiki_mail_is_switched_off_while_a_row_waits_for_it(
    channel: FakeChannel, ways: Ways, clock: Clock
) -> None:
    ways.owe(["we", "w"], clock)
    Delivery.objects.update(channel="wiki_mail")
    assert Drain(clock).run() == 1
    assert [row.state for row in Delivery.objects.order_by("pk")] == [State.SENT, State.FAILED]


@pytest.mark.parametrize(
    ("wiki_mail", "names"), [(False, ["email"]), (True, ["email", "wiki_mail"])]
)
def test_which_channels_there_are(settings: Any, wiki_mail: bool, names: list[str]) -> None:
    settings.WIKI_API_URL, settings.WIKI_MAIL = "http://127.0.0.1:1/api.php", wiki_mail
    assert [channel.name for channel in drain.configured_channels()] == names
