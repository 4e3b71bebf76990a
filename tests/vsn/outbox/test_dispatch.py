"""The life of a row: each step changes what it says, and only for who owns the row."""

import datetime as dt

import pytest

from members.models import User
from tests import factories as make
from tests.vsn.outbox.conftest import Clock, owe, owe_some
from vsn.outbox import dispatch
from vsn.outbox.models import Delivery

pytestmark = pytest.mark.django_db
State = Delivery.State


def again(row: Delivery) -> Delivery:
    return Delivery.objects.get(pk=row.pk)


# --- enqueue -------------------------------------------------------------------------------------


def test_a_cause_is_stored_once(dana: User) -> None:
    [row] = owe(dana)
    owe(dana)
    assert Delivery.objects.count() == 1
    assert again(row).uid == row.uid


def test_a_cause_that_was_sent_is_not_stored_again(dana: User, clock: Clock) -> None:
    owe(dana, at=clock())
    [claimed] = dispatch.claim(clock(), 1)
    dispatch.settle(claimed, State.SENT, clock())
    owe(dana)
    assert [r.state for r in Delivery.objects.all()] == [State.SENT]


@pytest.mark.parametrize("other", ["cause", "person"])
def test_what_differs_is_another_row(dana: User, other: str) -> None:
    owe(dana)
    if other == "cause":
        owe(dana, cause="twice")
    else:
        owe(make.person())
    assert Delivery.objects.count() == 2


def test_message_id_stays_the_same_and_is_of_the_row_alone(dana: User) -> None:
    [row] = owe(dana)
    [other] = owe(dana, cause="other")
    assert row.message_id == again(row).message_id != other.message_id
    assert row.message_id.startswith("<") and row.message_id.endswith("@testserver>")


# --- claim ---------------------------------------------------------------------------------------


def test_claim_takes_the_oldest_and_no_more_than_asked(clock: Clock) -> None:
    late, early = owe_some(2, clock())
    Delivery.objects.filter(pk=early.pk).update(next_at=clock() - dt.timedelta(hours=1))
    assert [r.pk for r in dispatch.claim(clock(), 1)] == [early.pk]
    assert [r.pk for r in dispatch.claim(clock(), 5)] == [late.pk]
    assert dispatch.claim(clock(), 5) == []


def test_claim_leaves_what_is_not_due(dana: User, clock: Clock) -> None:
    [row] = owe(dana, at=clock())
    Delivery.objects.update(next_at=clock() + dt.timedelta(seconds=1))
    assert dispatch.claim(clock(), 1) == []
    assert [r.pk for r in dispatch.claim(clock.move(seconds=1), 1)] == [row.pk]


@pytest.mark.parametrize("state", [s for s in State if s != State.QUEUED])
def test_claim_takes_queued_rows_only(dana: User, clock: Clock, state: str) -> None:
    owe(dana, at=clock())
    Delivery.objects.update(state=state)
    assert dispatch.claim(clock(), 1) == []


# --- hand_over, settle, put_back -----------------------------------------------------------------


def test_hand_over_notes_the_attempt_and_prolongs_the_lease(dana: User, clock: Clock) -> None:
    owe(dana, at=clock())
    [row] = dispatch.claim(clock(), 1)
    assert dispatch.hand_over(row, clock.move(seconds=30))
    assert (row.attempts, again(row).attempts) == (1, 1)
    assert again(row).handed_over_at == clock()
    assert again(row).lease_until == clock() + dispatch.lease()


def test_settle_ends_the_row(dana: User, clock: Clock) -> None:
    owe(dana, at=clock())
    [row] = dispatch.claim(clock(), 1)
    assert dispatch.settle(row, State.SENT, clock(), channel="email")
    ended = again(row)
    assert (ended.state, ended.channel, ended.settled_at) == (State.SENT, "email", clock())
    assert (ended.lease_token, ended.lease_until) == (None, None)


@pytest.mark.parametrize("step", ["hand_over", "settle", "put_back"])
def test_who_lost_the_row_changes_nothing(dana: User, clock: Clock, step: str) -> None:
    owe(dana, at=clock())
    [mine] = dispatch.claim(clock(), 1)
    dispatch.recover(clock.move(hours=1))
    [theirs] = dispatch.claim(clock(), 1)
    before = Delivery.objects.values().get()
    if step == "hand_over":
        assert not dispatch.hand_over(mine, clock())
    elif step == "settle":
        assert not dispatch.settle(mine, State.SENT, clock())
    else:
        assert not dispatch.put_back(mine, clock(), reason="late")
    assert Delivery.objects.values().get() == before
    assert dispatch.settle(theirs, State.SENT, clock())


def test_a_moot_row_gives_its_cause_free(dana: User, clock: Clock) -> None:
    owe(dana, at=clock())
    [row] = dispatch.claim(clock(), 1)
    dispatch.settle(row, State.MOOT, clock(), reason="the facts have changed")
    owe(dana, at=clock())
    states = Delivery.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [State.MOOT, State.QUEUED]


def test_pauses_grow(dana: User, clock: Clock) -> None:
    [row] = owe(dana, at=clock(), hours=24 * 30)
    pauses = []
    for _ in range(9):
        [row] = dispatch.claim(clock(), 1)
        dispatch.hand_over(row, clock())
        dispatch.put_back(row, clock(), reason="busy")
        pauses.append(again(row).next_at - clock())
        clock.move(hours=1)
    assert pauses == sorted(pauses)
    assert pauses[0] < dt.timedelta(minutes=1) < dt.timedelta(minutes=10) < pauses[-1]
    assert again(row).reason == "busy"


def test_the_last_pause_leaves_time_for_another_try(dana: User, clock: Clock) -> None:
    owe(dana, at=clock(), hours=1)
    Delivery.objects.update(attempts=20)
    clock.move(minutes=50)
    [row] = dispatch.claim(clock(), 1)
    dispatch.put_back(row, clock(), reason="busy")
    assert again(row).next_at < row.not_after - dt.timedelta(minutes=5)


def test_a_pause_that_the_server_asked_for_is_kept(dana: User, clock: Clock) -> None:
    owe(dana, at=clock())
    [row] = dispatch.claim(clock(), 1)
    dispatch.put_back(row, clock(), reason="busy", pause=dt.timedelta(minutes=7))
    assert again(row).next_at == clock() + dt.timedelta(minutes=7)


def test_release_counts_no_attempt(clock: Clock) -> None:
    owe_some(2, clock())
    rows = dispatch.claim(clock(), 2)
    dispatch.release(rows, clock(), dt.timedelta(seconds=15))
    assert {(r.state, r.attempts) for r in Delivery.objects.all()} == {(State.QUEUED, 0)}


def test_pass_on_settles_one_and_takes_the_next(clock: Clock) -> None:
    owe_some(3, clock())
    first, second, third = dispatch.claim(clock(), 3)
    dispatch.hand_over(first, clock())
    assert dispatch.pass_on(first, second, clock.move(seconds=7), channel="email")
    done, in_hand, left = again(first), again(second), again(third)
    assert (done.state, done.channel, done.settled_at) == (State.SENT, "email", clock())
    assert (done.lease_token, done.lease_until, done.attempts) == (None, None, 1)
    assert (in_hand.state, in_hand.attempts, second.attempts) == (State.CLAIMED, 1, 1)
    assert in_hand.handed_over_at == clock()
    assert in_hand.lease_until == clock() + dispatch.lease()
    assert (left.state, left.attempts, left.handed_over_at) == (State.CLAIMED, 0, None)


@pytest.mark.parametrize("lost", ["both", "the next", "the one sent"])
def test_pass_on_leaves_what_another_worker_has(clock: Clock, lost: str) -> None:
    owe_some(2, clock())
    first, second = dispatch.claim(clock(), 2)
    gone = {"both": [first, second], "the next": [second], "the one sent": [first]}[lost]
    pks = [row.pk for row in gone]
    late = clock() + 2 * dispatch.lease()
    Delivery.objects.filter(pk__in=pks).update(lease_until=clock() - dt.timedelta(seconds=1))
    dispatch.recover(clock())
    theirs = dispatch.claim(clock(), 2)
    assert [row.pk for row in theirs] == pks
    before = {row.pk: row for row in Delivery.objects.filter(pk__in=pks)}
    assert dispatch.pass_on(first, second, late, channel="email") is (second not in gone)
    for row in Delivery.objects.filter(pk__in=pks):
        assert (row.state, row.lease_token, row.attempts) == (
            State.CLAIMED, before[row.pk].lease_token, 0,
        )  # fmt: skip


@pytest.mark.parametrize(("hours", "again_"), [(1, 1), (-1, 0)])
def test_try_again(dana: User, clock: Clock, hours: int, again_: int) -> None:
    """The address was put right: what failed for good is queued anew, unless it is too late."""
    owe(dana, at=clock(), hours=hours)
    Delivery.objects.update(state=State.FAILED, attempts=5, settled_at=clock())
    assert dispatch.try_again(Delivery.objects.all(), clock()) == again_
    row = Delivery.objects.get()
    assert row.state == (State.QUEUED if again_ else State.FAILED)
    assert len(dispatch.claim(clock(), 1)) == again_


def test_what_was_sent_is_not_tried_again(dana: User, clock: Clock) -> None:
    owe(dana, at=clock())
    Delivery.objects.update(state=State.SENT)
    assert dispatch.try_again(Delivery.objects.all(), clock()) == 0


def test_keep_until_prolongs_and_never_shortens(dana: User, chidi: User, clock: Clock) -> None:
    [row], [other] = owe(dana, at=clock(), hours=1), owe(chidi, at=clock(), cause="other", hours=1)
    later = clock() + dt.timedelta(hours=5)
    dispatch.keep_until(later, row.about_type, [row.about_id])
    dispatch.keep_until(clock(), row.about_type, [row.about_id])
    assert again(row).not_after == later
    assert again(other).not_after == other.not_after


# --- recover, expire, forget ---------------------------------------------------------------------


def test_recover_waits_for_the_end_of_the_lease(dana: User, clock: Clock) -> None:
    owe(dana, at=clock())
    [row] = dispatch.claim(clock(), 1)
    clock.now += dispatch.lease()
    assert dispatch.recover(clock()) == 0
    assert dispatch.recover(clock.move(seconds=1)) == 1
    assert again(row).state == State.QUEUED
    assert [r.pk for r in dispatch.claim(clock(), 1)] == [row.pk]


def test_expire_ends_what_would_come_too_late(dana: User, clock: Clock) -> None:
    [row] = owe(dana, at=clock(), hours=1)
    assert dispatch.expire(clock.move(minutes=59)) == 0
    assert dispatch.expire(clock.move(minutes=1)) == 1
    assert (again(row).state, again(row).settled_at) == (State.EXPIRED, clock())
    assert dispatch.claim(clock(), 1) == []


def test_expire_leaves_what_a_worker_holds(dana: User, clock: Clock) -> None:
    owe(dana, at=clock(), hours=1)
    dispatch.claim(clock(), 1)
    assert dispatch.expire(clock.move(hours=2)) == 0


@pytest.mark.parametrize(
    ("settled_days_ago", "over_days_ago", "forgotten"),
    [(31, 31, 1), (29, 31, 0), (31, 29, 0), (31, -5, 0)],
)
def test_forget_old(
    dana: User, clock: Clock, settled_days_ago: int, over_days_ago: int, forgotten: int
) -> None:
    """While a cause can still come up its row stays, or it would be told twice."""
    owe(dana, at=clock())
    Delivery.objects.update(
        state=State.SENT,
        settled_at=clock() - dt.timedelta(days=settled_days_ago),
        not_after=clock() - dt.timedelta(days=over_days_ago),
    )
    assert dispatch.forget_old(clock()) == forgotten


def test_forget_old_leaves_open_rows(dana: User, clock: Clock) -> None:
    owe(dana, at=clock(), hours=-24 * 60)
    assert dispatch.forget_old(clock()) == 0
