"""Sending what is due: each row ends as its channel answered, one bad row holds up no other."""

import datetime as dt
import logging
import uuid
from collections.abc import Sequence
from typing import Any

import pytest

from members.models import User
from tests.vsn.outbox.conftest import TOPIC, Clock, FakeChannel, owe, owe_some
from tests.vsn.outbox.mail_server import Server
from vsn.outbox import dispatch, registry
from vsn.outbox.channels import Message, Route, Transient, Undeliverable
from vsn.outbox.channels.email import EmailChannel
from vsn.outbox.drain import BATCH, Drain
from vsn.outbox.models import Delivery
from vsn.outbox.registry import Moot

pytestmark = pytest.mark.django_db
State = Delivery.State


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_everything_due_is_sent_and_settled(channel: FakeChannel, clock: Clock) -> None:
    rows = owe_some(BATCH + 3, clock())
    assert Drain(clock).run() == len(rows)
    assert channel.sent == [(row.recipient.email, row.message_id) for row in rows]
    assert set(states()) == {State.SENT}
    assert Drain(clock).run() == 0


def test_each_row_is_settled_before_the_next_is_sent(channel: FakeChannel, clock: Clock) -> None:
    """At any moment at most one message is in hand: that is what a kill can repeat."""
    rows = owe_some(3, clock())
    seen = []
    for row in rows:
        channel.answers[row.recipient.email] = [lambda: seen.append(states())]
    Drain(clock).run()
    assert seen == [
        [State.CLAIMED] * 3,
        [State.SENT, State.CLAIMED, State.CLAIMED],
        [State.SENT, State.SENT, State.CLAIMED],
    ]


def test_the_row_is_marked_before_the_channel_has_it(channel: FakeChannel, clock: Clock) -> None:
    [row] = owe_some(1, clock())
    marked = []
    channel.answers[row.recipient.email] = [
        lambda: marked.append(Delivery.objects.get().handed_over_at)
    ]
    Drain(clock).run()
    assert marked == [clock()]


def test_who_is_next_is_announced_after_a_yes(channel: FakeChannel, clock: Clock) -> None:
    """Not before the first one, nor after a failure; never a message that is not the next one."""
    rows = owe_some(4, clock())
    channel.answers[rows[1].recipient.email] = [Transient("greylisted")]
    Drain(clock).run()
    ids = [(row.recipient.email, row.message_id) for row in rows]
    assert channel.announced == [ids[1], ids[3]]


def test_announcing_holds_nothing_up(
    channel: FakeChannel, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is a courtesy: whatever goes wrong with it, the row before is settled."""

    def broken(*_: object) -> None:
        raise ValueError("a header cannot hold a line break")

    monkeypatch.setattr(channel, "announce", broken, raising=False)
    rows = owe_some(3, clock())
    assert Drain(clock).run() == len(rows)
    assert set(states()) == {State.SENT}


def test_who_was_announced_and_is_another_workers_by_now_gets_nothing_from_us(
    server: Server, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mail server waits for that message: it is left waiting, and takes no other for it."""
    rows = owe_some(3, clock())
    announce = EmailChannel.announce

    def overtaken(channel: EmailChannel, *about: Any) -> None:
        announce(channel, *about)
        mine = Delivery.objects.filter(uid__in=[rows[1].uid], state=State.CLAIMED)
        mine.update(lease_token=uuid.uuid4())

    monkeypatch.setattr(EmailChannel, "announce", overtaken)
    assert Drain(clock).run() == 2
    assert [m["Message-ID"] for m in server.mails] == [rows[0].message_id, rows[2].message_id]
    assert server.recipients == [[rows[0].recipient.email], [rows[2].recipient.email]]
    assert states() == [State.SENT, State.CLAIMED, State.SENT]


def test_a_temporary_failure_is_tried_again(channel: FakeChannel, clock: Clock) -> None:
    bad, good = owe_some(2, clock())
    channel.answers[bad.recipient.email] = [Transient("greylisted", dt.timedelta(minutes=2))]
    assert Drain(clock).run() == 1
    assert states() == [State.QUEUED, State.SENT]
    assert Drain(clock).run() == 0
    clock.move(minutes=2)
    assert Drain(clock).run() == 1
    assert channel.addresses == [good.recipient.email, bad.recipient.email]


def test_a_permanent_failure_is_kept_with_its_reason(channel: FakeChannel, clock: Clock) -> None:
    bad, _good = owe_some(2, clock())
    channel.answers[bad.recipient.email] = [Undeliverable("refused (550)")]
    assert Drain(clock).run() == 1
    failed = Delivery.objects.get(pk=bad.pk)
    assert (failed.state, failed.reason) == (State.FAILED, "refused (550)")
    assert bad.recipient.email not in failed.reason
    assert Drain(clock).run() == 0


def test_a_channel_that_is_down_costs_nobody_an_attempt(channel: FakeChannel, clock: Clock) -> None:
    first, *_others = owe_some(4, clock())
    channel.answers[first.recipient.email] = [Transient("down", everyone=True)]
    assert Drain(clock).run() == 0
    assert states() == [State.QUEUED] * 4
    assert channel.sent == []
    clock.move(minutes=1)
    assert Drain(clock).run() == 4


def test_the_next_route_is_tried_when_one_is_no_use(
    channel: FakeChannel, clock: Clock, dana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    owe(dana, at=clock())
    routes = (Route("email", "old@example.org"), Route("email", "new@example.org"))

    def render(rows: Sequence[Delivery], now: dt.datetime) -> dict[int, Message]:
        return {row.pk: Message(routes, "Subject", "Text") for row in rows}

    monkeypatch.setitem(registry.renderers, TOPIC, render)
    channel.answers["old@example.org"] = [Undeliverable("gone")]
    assert Drain(clock).run() == 1
    assert channel.addresses == ["new@example.org"]


def test_who_cannot_be_reached_is_shown_as_failed(
    channel: FakeChannel, clock: Clock, dana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    owe(dana, at=clock())
    words = {"render": lambda rows, now: {row.pk: Message((), "S", "T") for row in rows}}
    monkeypatch.setitem(registry.renderers, TOPIC, words["render"])
    assert Drain(clock).run() == 0
    assert Delivery.objects.get().reason == "there is no way to reach this person"
    assert states() == [State.FAILED]


@pytest.mark.parametrize("answer", [{}, "moot"])
def test_nothing_to_say_any_more(
    channel: FakeChannel, clock: Clock, dana: User, monkeypatch: pytest.MonkeyPatch, answer: object
) -> None:
    owe(dana, at=clock())

    def render(rows: Sequence[Delivery], now: dt.datetime) -> dict[int, Moot]:
        return {row.pk: Moot("over") for row in rows} if answer else {}

    monkeypatch.setitem(registry.renderers, TOPIC, render)
    assert Drain(clock).run() == 0
    assert channel.sent == []
    assert states() == [State.MOOT]


def test_one_row_that_cannot_be_written_holds_up_no_other(
    channel: FakeChannel,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    logged_errors: list[logging.LogRecord],
) -> None:
    bad, *good = owe_some(4, clock())
    words = registry.renderers[TOPIC]

    def render(rows: Sequence[Delivery], now: dt.datetime) -> object:
        if any(row.pk == bad.pk for row in rows):
            raise LookupError("a template is broken")
        return words(rows, now)

    monkeypatch.setitem(registry.renderers, TOPIC, render)
    assert Drain(clock).run() == 3
    assert channel.addresses == [row.recipient.email for row in good]
    # It is our error: said aloud each time, and put right as soon as somebody puts it right.
    clock.move(hours=1)
    assert Drain(clock).run() == 0
    assert Delivery.objects.get(pk=bad.pk).state == State.QUEUED
    assert len(logged_errors) == 2
    logged_errors.clear()
    monkeypatch.setitem(registry.renderers, TOPIC, words)
    clock.move(hours=1)
    assert Drain(clock).run() == 1
    assert set(states()) == {State.SENT}


def test_a_header_that_cannot_be_written_holds_up_no_other(
    channel: FakeChannel, clock: Clock, logged_errors: list[logging.LogRecord]
) -> None:
    bad, _good = owe_some(2, clock())
    channel.answers[bad.recipient.email] = [ValueError("newline")]
    assert Drain(clock).run() == 1
    assert states() == [State.QUEUED, State.SENT]
    assert len(logged_errors) == 1
    logged_errors.clear()
    clock.move(hours=25)
    dispatch.expire(clock())
    assert states() == [State.EXPIRED, State.SENT]


def test_facts_are_read_again_when_they_have_become_old(
    channel: FakeChannel, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow server: what changed while the first message was on its way counts for the rest."""
    rows = owe_some(3, clock())
    words, still_owed = registry.renderers[TOPIC], {row.pk for row in rows}

    def render(asked: Sequence[Delivery], now: dt.datetime) -> dict[int, object]:
        written = words(asked, now)
        return {pk: written[pk] if pk in still_owed else Moot("cancelled") for pk in written}

    def slow() -> None:
        clock.move(seconds=5)
        still_owed.discard(rows[2].pk)

    monkeypatch.setitem(registry.renderers, TOPIC, render)
    channel.answers[rows[0].recipient.email] = [slow]
    assert Drain(clock).run() == 2
    assert states() == [State.SENT, State.SENT, State.MOOT]


def test_a_turn_ends_in_time_and_leaves_the_rest_to_the_next(
    channel: FakeChannel, clock: Clock
) -> None:
    rows = owe_some(5, clock())
    for row in rows:
        channel.answers[row.recipient.email] = [lambda: clock.move(seconds=15)]
    assert Drain(clock, budget=dt.timedelta(seconds=40)).run() < 5
    assert State.CLAIMED not in states()
    for row in rows:
        channel.answers[row.recipient.email] = []
    Drain(clock).run()
    assert sorted(channel.addresses) == sorted(row.recipient.email for row in rows)


def test_a_row_that_was_lost_meanwhile_is_not_sent(channel: FakeChannel, clock: Clock) -> None:
    """A worker that slept past its lease finds its rows taken and sends none of them."""
    first, _second = owe_some(2, clock())

    def sleep_past_the_lease() -> None:
        late = clock.now + 2 * dispatch.lease()
        dispatch.recover(late)
        assert len(dispatch.claim(late, 10)) == 2

    channel.answers[first.recipient.email] = [sleep_past_the_lease]
    Drain(clock).run()
    assert channel.addresses == [first.recipient.email]
    assert states() == [State.CLAIMED, State.CLAIMED]


def test_what_was_sent_is_settled_when_the_next_step_fails_once(
    channel: FakeChannel, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database refuses one statement: the message that is out already is not sent again."""
    rows = owe_some(2, clock())

    def fails(*args: object, **kwargs: object) -> bool:
        raise ConnectionError("the database is busy")

    monkeypatch.setattr(dispatch, "pass_on", fails)
    with pytest.raises(ConnectionError):
        Drain(clock).run()
    dispatch.recover(clock.move(hours=1))
    Drain(clock).run()
    assert channel.addresses == [row.recipient.email for row in rows]
