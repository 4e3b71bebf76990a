"""What must hold whatever broke in between; each fault is followed by the same questions."""

from collections.abc import Iterable

from tests.faults.portal import Portal
from tests.faults.servers import until
from tests.faults.sink import Sink

PEOPLE = 40
IN_HAND = 7  # the message at which the mail server holds the worker
EVERYONE = {f"person{n:04}@example.org" for n in range(PEOPLE)}


def all_have_it_once(sink: Sink, people: Iterable[str], *, repeated: Iterable[str] = ()) -> None:
    """Each of `people` was sent exactly one message; only those with an id in `repeated` came
    twice, as the very same message."""
    reached = {each.recipient for each in sink.accepted}
    lost = set(people) - reached
    assert not lost, f"lost: {sorted(lost)}"
    assert reached == set(people), f"sent to others: {sorted(reached - set(people))}"
    copies = sink.copies()
    twice = {message_id for message_id, count in copies.items() if count > 1}
    assert twice <= set(repeated), f"twice: {sorted(twice)}"
    assert max(copies.values()) <= 2, "more often than twice"
    assert len(copies) == len(reached), "a person got two different messages"


def kept(
    portal: Portal,
    sink: Sink,
    *,
    people: Iterable[str] = EVERYONE,
    repeated: Iterable[str] = (),
) -> None:
    """Waits until the outbox is settled, and asks whether the promise was kept."""
    until(portal.database.settled, f"everything is settled\n{portal.said()}")
    all_have_it_once(sink, people, repeated=repeated)
    in_rows = portal.database.value("SELECT count(*) FROM outbox_delivery WHERE topic = 'link'")
    assert in_rows == PEOPLE
    assert portal.database.count("sent") == len(set(people))


def kept_in_time(
    portal: Portal,
    sink: Sink,
    *,
    people: Iterable[str] = EVERYONE,
    repeated: Iterable[str] = (),
) -> None:
    """Like `kept`, where what failed is tried again after a pause: here the pauses are over at
    once."""

    def settled() -> bool:
        portal.database.let_time_pass()
        return portal.database.settled()

    until(settled, f"everything is settled\n{portal.said()}", pause=0.3)
    kept(portal, sink, people=people, repeated=repeated)


def kept_but_for(portal: Portal, sink: Sink, *, faults: int) -> None:
    """Like `kept`, after that many faults at moments nobody chose: each may have caught one
    message in hand, and only that one came again."""
    until(portal.database.settled, f"everything is settled\n{portal.said()}")
    repeated = [message_id for message_id, count in sink.copies().items() if count > 1]
    assert len(repeated) <= faults, f"twice: {repeated}"
    kept(portal, sink, repeated=repeated)
