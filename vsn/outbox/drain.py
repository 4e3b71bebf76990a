"""Sending what is due: each channel in turn, each row settled as soon as it is sent.

A row says in `channel` which way it waits for, once that is known: a row that is queued for one
channel is in nobody's way on another one. The rows of which nothing is known yet are read by the
first channel (e-mail), which hands on what is not its own.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from vsn.outbox import dispatch
from vsn.outbox.channels import Channel, Message
from vsn.outbox.channels.email import EmailChannel
from vsn.outbox.channels.wiki_mail import WikiMailChannel
from vsn.outbox.models import Delivery
from vsn.outbox.ways import Outcome, Ways
from vsn.outbox.writing import write

Clock = Callable[[], dt.datetime]

# Taken, and read, at once; fewer where that would make the facts old.
BATCH = 200
# How long one channel sends while others may be waiting: a slow one holds up nobody.
TURN = dt.timedelta(seconds=5)
# Facts older than this are read again before the next message goes out.
FRESH = dt.timedelta(seconds=1)


def configured_channels() -> list[Channel]:
    """All there are, the quickest first."""
    return [EmailChannel(), WikiMailChannel()] if settings.WIKI_MAIL else [EmailChannel()]


def _nobody() -> None:
    """There is no other worker, or it is awake already."""


class Drain:
    """One worker's turn. `Drain(clock).run()` sends what is due until `budget` is over.

    A backlog of more than one batch is shared: `wake_another` is called, once a run, when the
    first of it has been sent.
    """

    def __init__(
        self,
        clock: Clock,
        budget: dt.timedelta = dt.timedelta(seconds=40),
        *,
        wake_another: Callable[[], object] = _nobody,
    ) -> None:
        self.clock = clock
        self.until = clock() + budget
        self.wake_another = wake_another
        self.sent, self.more_waits = 0, False

    def run(self) -> int:
        """Returns how many messages were sent."""
        with ExitStack() as stack:
            opened = [stack.enter_context(channel) for channel in configured_channels()]
            self.ways = Ways({channel.name: channel for channel in opened}, self.clock)
            # How many rows are read at once for each channel.
            self.chunk = {channel.name: BATCH for channel in opened}
            turns = [True]
            while any(turns):
                turns = [self._take_turn(channel.name) for channel in opened]
        return self.sent

    def _take_turn(self, name: str) -> bool:
        """Sends over one channel for a while. True: it had something to do."""
        until, busy = min(self.until, self.clock() + TURN), False
        while self.clock() < until and not self.ways.all_down:
            rows = dispatch.claim(self.clock(), BATCH, self._waiting_for(name))
            if not rows:
                break
            self.more_waits = len(rows) == BATCH
            self._send_all(rows, name, until)
            busy = True
        return busy

    def _share(self) -> None:
        """More is waiting than one worker takes at once. While nothing gets through, nobody is
        woken: they would only knock at the same door."""
        if self.more_waits and self.sent:
            self.wake_another()
            self.wake_another = _nobody

    def _waiting_for(self, name: str) -> Q:
        """Its rows; the first channel has those of which nothing is known yet as well."""
        first, *others = self.ways.channels
        return ~Q(channel__in=others) if name == first else Q(channel=name)

    def _send_all(self, rows: list[Delivery], name: str, until: dt.datetime) -> None:
        """Sends the rows chunk by chunk; what is left when the time is over is given back.

        Over a slow channel chunks become small, or the same facts would be read over and over.
        """
        while rows and self.clock() < until and not self.ways.all_down:
            rows = self._without_waiting(rows, name)
            size = self.chunk[name]
            chunk, rest = rows[:size], rows[size:]
            left = self._send_chunk(chunk, name)
            sent = len(chunk) - len(left)
            self.chunk[name] = max(1, sent) if left else min(BATCH, 2 * size)
            rows = left + rest
        self._give_back(rows, name)

    def _without_waiting(self, rows: list[Delivery], name: str) -> list[Delivery]:
        """Gives back those that wait for this channel while it is down."""
        if name not in self.ways.down:
            return rows
        waiting = [r for r in rows if r.channel == name and not self.ways.in_a_hurry(r)]
        dispatch.release(waiting, self.clock(), self.ways.pause(name))
        return [row for row in rows if row not in waiting]

    def _give_back(self, rows: list[Delivery], name: str) -> None:
        """What is left. Nothing that is due on another channel stays behind it."""
        if self.ways.all_down or len(self.ways.channels) == 1:
            dispatch.release(rows, self.clock(), self.ways.pause(name))
            return
        known = [row for row in rows if row.channel]
        unknown = [row for row in rows if not row.channel]
        known += self._hand_on(unknown, write(unknown, self.clock()), name)
        dispatch.release(known, self.clock(), channel=name)

    def _hand_on(
        self, rows: Sequence[Delivery], messages: Mapping[int, Message], name: str
    ) -> list[Delivery]:
        """Gives back the rows that wait for another channel, or for one that is down. Returns
        those that go out over this one now, and those that have no way at all."""
        mine: list[Delivery] = []
        others: dict[str, list[Delivery]] = {}
        for row in (row for row in rows if row.pk in messages):
            way = self.ways.way(row, messages[row.pk])
            if way in ("", name) and way not in self.ways.down:
                mine.append(row)
            else:
                others.setdefault(way, []).append(row)
        for way, waiting in others.items():
            dispatch.release(waiting, self.clock(), self.ways.pause(way), channel=way)
        return mine

    def _send_chunk(self, chunk: list[Delivery], name: str) -> list[Delivery]:
        """Returns what is left when the facts have become old, or the channel is down.

        Settling one message and taking the next in hand share a transaction: at any moment at
        most one message is in hand, and it costs one commit. While that is written down, the mail
        server is told to whom the next one goes; the message itself waits for the commit.
        """
        written_at = self.clock()
        messages = write(chunk, written_at)
        mine = self._hand_on(chunk, messages, name)
        last: Outcome | None = None
        try:
            for position, delivery in enumerate(mine):
                old = self.clock() - written_at > FRESH
                if position and (old or name in self.ways.down):
                    return mine[position:]
                if last and last.sent_by == name:
                    self.ways.announce(delivery, messages[delivery.pk])
                ours, last = self._take_in_hand(delivery, last), None
                if ours:
                    last = self.ways.attempt(delivery, messages[delivery.pk])
                    self.sent += bool(last.sent_by)
                    self._share()
        finally:
            if last:
                last.settle(self.clock())
        return []

    def _take_in_hand(self, delivery: Delivery, last: Outcome | None) -> bool:
        now = self.clock()
        if last and last.sent_by:
            return dispatch.pass_on(last.delivery, delivery, now, channel=last.sent_by)
        with transaction.atomic():
            if last:
                last.settle(now)
            return dispatch.hand_over(delivery, now)
