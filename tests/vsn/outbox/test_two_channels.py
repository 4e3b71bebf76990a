"""E-mail and wiki mail side by side: what is slow, refuses or is down on one is nothing to the
other."""

import datetime as dt
import logging
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vsn.outbox.conftest import CHANNELS, TOPIC, Clock, FakeChannel, Ways
from tests.vsn.outbox.mail_server import Server
from vsn.outbox import dispatch, drain, registry
from vsn.outbox.channels import Message, Transient
from vsn.outbox.drain import BATCH, Drain
from vsn.outbox.models import Delivery
from vsn.outbox.ways import CHANNEL_PAUSE

pytestmark = pytest.mark.django_db
State = Delivery.State
LATER = dt.timedelta(minutes=5)


def fetch(state: str) -> list[Delivery]:
    return list(Delivery.objects.filter(state=state).order_by("pk"))


def address(row: Delivery) -> str:
    return row.recipient.email


# --- One is down ---------------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["email", "wiki_mail"])
def test_one_is_down_and_all_of_the_others_messages_go(
    channel: FakeChannel, wiki: FakeChannel, ways: Ways, clock: Clock, which: str
) -> None:
    """In the same run, more than a batch, taking turns. Nobody's attempt counts; one knock."""
    ways.owe("ew" * (BATCH + 10), clock)
    broken, works = (channel, wiki) if which == "email" else (wiki, channel)
    broken.down = LATER
    assert Drain(clock).run() == BATCH + 10 == len(works.sent)
    assert {(row.channel, row.attempts) for row in fetch(State.SENT)} == {(works.name, 1)}
    waiting = {(row.channel, row.attempts, row.next_at) for row in fetch(State.QUEUED)}
    assert waiting == {(which, 0, clock() + LATER)}
    assert broken.knocks == 1
    assert Drain(clock).run() == 0
    assert broken.knocks == 1, "it asked for five minutes"
    clock.move(minutes=5)
    broken.down = None
    assert Drain(clock).run() == BATCH + 10
    assert {row.attempts for row in fetch(State.SENT)} == {1}


def test_a_mail_server_that_is_not_there(
    server: Server, wiki: FakeChannel, ways: Ways, clock: Clock, settings: Any, unused_port: int
) -> None:
    """The real thing."""
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, unused_port
    mails = [address(row) for row in ways.owe("ewewe", clock)][::2]
    assert Drain(clock).run() == 2
    assert {(row.channel, row.attempts) for row in fetch(State.QUEUED)} == {("email", 0)}
    settings.EMAIL_PORT = port
    clock.move(minutes=1)
    assert Drain(clock).run() == 3
    assert sorted(to for [to] in server.recipients) == sorted(mails)


def test_a_wiki_that_is_not_there(
    server: Server, wiki: FakeChannel, ways: Ways, clock: Clock
) -> None:
    wiki.down = LATER
    mails = [address(row) for row in ways.owe("wewew", clock)][1::2]
    assert Drain(clock).run() == 2
    assert [to for [to] in server.recipients] == mails
    assert server.connections == 1


@given(
    wanted=st.lists(st.sampled_from(["e", "w", "ew", "we", ""]), max_size=60),
    broken=st.sampled_from(["", "e", "w", "ew"]),
    hours=st.sampled_from([3, 24]),
)
def test_whatever_is_down(wanted: list[str], broken: str, hours: int) -> None:
    """Who has a way that works is told now, unless a better one is down and there is time."""
    Delivery.objects.all().delete()
    clock, ways = Clock(), Ways()
    both = {"e": FakeChannel("email"), "w": FakeChannel("wiki_mail")}
    for way in broken:
        both[way].down = CHANNEL_PAUSE
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drain, "configured_channels", lambda: list(both.values()))
        patch.setitem(registry.renderers, TOPIC, ways.render)
        ways.owe(wanted, clock, hours=hours)
        Drain(clock).run()
    assert all(channel.knocks <= 1 for channel in both.values())
    for row in Delivery.objects.all():
        mine = ways.of[row.recipient_id]
        up = [way for way in mine if way not in broken]
        if up and (mine[0] in up or hours < 6):
            assert (row.state, row.channel, row.attempts) == (State.SENT, CHANNELS[up[0]], 1)
        elif mine:
            assert (row.state, row.attempts) == (State.QUEUED, 0)
        else:
            assert row.state == State.FAILED or broken == "ew"


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (dt.timedelta(), CHANNEL_PAUSE),
        (None, CHANNEL_PAUSE),
        (LATER, LATER),
        (dt.timedelta(days=1), dispatch.LONGEST_PAUSE),
    ],
)
def test_how_long_a_channel_is_left_alone(
    channel: FakeChannel, clock: Clock, ways: Ways, asked: dt.timedelta | None, kept: dt.timedelta
) -> None:
    """No busy loop, and no link lost because a server named a day."""
    [row] = ways.owe("e", clock)
    channel.answers[address(row)] = [Transient("down", asked, everyone=True)]
    Drain(clock).run()
    assert Delivery.objects.get().next_at == clock() + kept


def test_an_error_in_one_channel_is_nothing_to_the_other(
    channel: FakeChannel,
    wiki: FakeChannel,
    ways: Ways,
    clock: Clock,
    logged_errors: list[logging.LogRecord],
) -> None:
    bad, *good = ways.owe("wewe", clock)
    wiki.answers[address(bad)] = [LookupError("a bug")]
    assert Drain(clock).run() == 3
    assert [row.pk for row in fetch(State.QUEUED)] == [bad.pk]
    assert {row.pk for row in fetch(State.SENT)} == {row.pk for row in good}
    assert len(logged_errors) == 1
    logged_errors.clear()


# --- One is slow ---------------------------------------------------------------------------------


def slow(channel: FakeChannel, clock: Clock, seconds: float, rows: Sequence[Delivery]) -> None:
    for row in rows:
        channel.answers[address(row)] = [lambda: clock.move(seconds=seconds)]


def test_a_slow_wiki_keeps_no_mail_waiting(
    channel: FakeChannel, wiki: FakeChannel, ways: Ways, clock: Clock
) -> None:
    """The wiki's messages are the oldest, and more than fit into a turn. Those of e-mail go
    first, and one that is owed meanwhile goes before the wiki's are done."""
    slow(wiki, clock, 2, ways.owe("w" * 60, clock))
    clock.move(seconds=1)
    mails, gone = ways.owe("e" * 30, clock), []

    def another_is_owed() -> None:
        gone.extend(channel.addresses)
        ways.owe("e", clock)

    wiki.answers[address(Delivery.objects.earliest("pk"))] = [another_is_owed]
    began = clock()
    Drain(clock).run()
    assert gone == [address(row) for row in mails]
    [late] = Delivery.objects.filter(state=State.SENT).order_by("-pk")[:1]
    assert len(channel.sent) == 31 and late.settled_at - late.created_at < dt.timedelta(seconds=8)
    assert 15 <= len(wiki.sent) < 60
    assert dt.timedelta(seconds=40) <= clock() - began < dt.timedelta(seconds=43)
    assert {row.attempts for row in fetch(State.QUEUED)} == {0}
    assert not fetch(State.CLAIMED)


def test_a_hanging_mail_server_keeps_no_wiki_mail_waiting(
    channel: FakeChannel, wiki: FakeChannel, ways: Ways, clock: Clock
) -> None:
    rows = ways.owe("e" * 40 + "w" * 5, clock)
    slow(channel, clock, 15, rows[:40])
    Drain(clock).run()
    assert len(wiki.sent) == 5
    assert 0 < len(channel.sent) < 40


def test_over_a_slow_channel_facts_are_fresh_and_not_read_over_and_over(
    channel: FakeChannel, wiki: FakeChannel, ways: Ways, clock: Clock
) -> None:
    rows = ways.owe("w" * 40, clock)
    rendered_at: list[dt.datetime] = []

    def render(asked: Sequence[Delivery], now: dt.datetime) -> dict[int, Message]:
        rendered_at.append(now)
        return ways.render(asked, now)

    def look() -> None:
        assert clock() - rendered_at[-1] <= drain.FRESH
        clock.move(seconds=2)

    registry.renderers[TOPIC] = render
    for row in rows:
        wiki.answers[address(row)] = [look]
    Drain(clock, budget=dt.timedelta(minutes=5)).run()
    assert len(wiki.sent) == 40
    assert ways.rendered < 4 * 40


def test_a_lease_never_runs_out_over_a_slow_channel(
    channel: FakeChannel, wiki: FakeChannel, ways: Ways, clock: Clock
) -> None:
    rows = ways.owe("w" * 30, clock)
    left: list[dt.timedelta] = []

    def look() -> None:
        clock.move(seconds=9)
        left.extend(row.lease_until - clock() for row in fetch(State.CLAIMED))

    for row in rows:
        wiki.answers[address(row)] = [look]
    Drain(clock).run()
    assert len(wiki.sent) >= 4
    assert min(left) > dt.timedelta()
