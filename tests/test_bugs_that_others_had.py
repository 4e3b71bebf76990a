"""Every bug of this kind that other tools had: once each, from the act to the mailbox.

Each docstring is the line of the design it proves, in its own words. Where the promise is "never
twice", a naive version stands beside the test and must fail, so that the test is known to notice.
"""

import datetime as dt
import threading
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection, connections
from django.test import Client
from icalendar import Calendar

from meetings import actions, links
from meetings.figures import figures
from meetings.models import Registration, Session
from members.models import Acknowledgement, User
from members.rules import Refused
from tests import factories as make
from tests.factories import DAY, HOUR, LINK, NEW_LINK
from vsn.outbox import dispatch
from vsn.outbox.drain import Drain
from vsn.outbox.models import Delivery

Status = Registration.Status


class Killed(BaseException):
    """What SIGKILL is to the code that runs: nothing below catches it."""


def status(registration: Registration) -> str:
    return Registration.objects.get(pk=registration.pk).status


# --- Links -----------------------------------------------------------------------------------------


def test_late_sign_up(session: Session, dana: User, chidi: User) -> None:
    """Signed up after the mailing ran: still gets the link"""
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    make.sign_up(chidi, soon)
    make.tick()
    assert len(make.mails_with(LINK, "chidi@example.org")) == 1
    make.sign_up(dana, soon)
    make.tick()
    assert len(make.mails_with(LINK, "dana@example.org")) == 1
    assert len(make.mails_with(LINK, "chidi@example.org")) == 1


def test_link_edited_after_sending(session: Session, dana: User) -> None:
    """link edited after sending: only the new version goes out, once"""
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    make.sign_up(dana, soon)
    make.tick()
    mail.outbox.clear()
    make.give_link(soon, "https://meet.call-platform.org/room/never-told-to-anyone")
    make.give_link(soon, NEW_LINK)
    for _ in range(3):
        make.tick()
    [told] = make.mails("dana@example.org")
    assert NEW_LINK in told.body
    assert told.subject.startswith("New link")
    assert "replaces" in told.body
    assert "never-told" not in told.body and LINK not in told.body


def test_link_edited_while_the_old_one_waits(session: Session, dana: User) -> None:
    """link edited after sending: only the new version goes out, once"""
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    make.sign_up(dana, soon)
    links.plan(make.now())  # owed, and the worker was away
    make.give_link(soon, NEW_LINK)
    make.tick()
    assert len(make.mails_with(NEW_LINK)) == 1
    assert not make.mails_with(LINK)


@pytest.mark.parametrize("link", ["", "https://example.org/link-here", "TBA", "https://zoom.us/j/123456789"])
def test_placeholder(session: Session, dana: User, link: str) -> None:
    """a placeholder or empty link is never sent out"""
    soon = make.session(session.meeting, starts_in=HOUR / 2)
    place = make.sign_up(dana, soon)
    if link:
        with pytest.raises(Refused):
            make.give_link(soon, link)
    else:
        make.give_link(soon, "  ")
    make.tick()
    assert not Delivery.objects.filter(topic="link").exists()
    assert links.link_for(place, make.now()) == ""


def test_placeholder_stored_past_the_check(session: Session, dana: User) -> None:
    """a placeholder or empty link is never sent out"""
    from meetings import vault
    from meetings.models import CallLink

    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    CallLink.objects.update(ciphertext=vault.lock("https://example.org/placeholder"))
    place = make.sign_up(dana, soon)
    make.tick()
    assert not make.mails_with("placeholder")
    assert links.link_for(place, make.now()) == ""
    # The facilitator hears that there is no link that could go out.
    assert [m.subject for m in make.mails("ben@example.org")][0].startswith("No video-call link")


# --- Workers ---------------------------------------------------------------------------------------


@pytest.fixture
def mailing(session: Session) -> list[str]:
    """Seven people who are owed the link, and nothing else. Returns their addresses."""
    soon = make.session(session.meeting, starts_in=HOUR / 2)
    people = make.people(7)
    for who in people:
        make.sign_up(who, soon)
    make.tick()
    mail.outbox.clear()
    make.give_link(soon)
    links.plan(make.now())
    return [who.email for who in people]


def kill_at(n: int, monkeypatch: pytest.MonkeyPatch, *, before: bool) -> None:
    """The worker dies at its nth message: before the server has it, or just after its yes."""
    from vsn.outbox.channels.email import EmailChannel

    real, seen = EmailChannel.send, []

    def send(self: EmailChannel, *args: object) -> None:
        seen.append(args)
        if len(seen) == n and before:
            raise Killed
        real(self, *args)  # type: ignore[arg-type]
        if len(seen) == n:
            raise Killed

    monkeypatch.setattr(EmailChannel, "send", send)


def told_twice(addresses: list[str]) -> int:
    for address in addresses:
        assert len(make.mails_with(LINK, address)) >= 1, "somebody was skipped"
    return len(make.mails_with(LINK)) - len(addresses)


def die_and_recover(run: Callable[[dt.datetime], object]) -> None:
    """The worker dies; after its lease another one takes over what it held."""
    began = make.now()
    with pytest.raises(Killed):
        run(began)
    later = began + 2 * dispatch.lease()
    dispatch.recover(later)
    run(later)


def drain(at: dt.datetime) -> None:
    """A worker's turn; for it the clock stands still."""
    Drain(lambda: at).run()


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("n", [1, 4, 7])
def test_killed_worker(
    mailing: list[str], monkeypatch: pytest.MonkeyPatch, n: int, before: bool
) -> None:
    """worker killed in the middle of a batch: nobody skipped, nobody told twice but the one in hand"""
    kill_at(n, monkeypatch, before=before)
    die_and_recover(drain)
    assert told_twice(mailing) == (0 if before else 1)
    ids = [m.extra_headers["Message-ID"] for m in make.mails_with(LINK)]
    assert len(set(ids)) == len(mailing)  # the one that was repeated is recognised as one


def test_killed_worker_control(mailing: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """worker killed in the middle of a batch: a worker that settles its batch at the end fails"""
    from vsn.outbox.channels.email import EmailChannel
    from vsn.outbox.registry import renderers

    def naive(at: dt.datetime) -> None:
        rows = list(Delivery.objects.filter(state="queued").order_by("pk"))
        written = renderers["link"](rows, at)
        with EmailChannel() as channel:
            for row in rows:
                message = written[row.pk]
                channel.send(message.routes[0].address, message, row.message_id)  # type: ignore[union-attr]
        Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(state="sent")

    kill_at(4, monkeypatch, before=False)
    die_and_recover(naive)
    assert told_twice(mailing) == 4


def test_two_workers_one_row(session: Session, dana: User) -> None:
    """two workers, one row: one message"""
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    make.sign_up(dana, soon)
    links.plan(make.now())
    now = make.now()
    first, second = dispatch.claim(now, 10), dispatch.claim(now, 10)
    assert first and not second
    # A slow worker whose lease ran out finds out that the row is not its own any more.
    late = now + 2 * dispatch.lease()
    assert dispatch.recover(late) == len(first)
    again = dispatch.claim(late, 10)
    assert [row.pk for row in again] == [row.pk for row in first]
    assert not dispatch.hand_over(first[0], late)
    assert dispatch.hand_over(again[0], late)
    assert not dispatch.settle(first[0], Delivery.State.SENT, late)


@pytest.mark.django_db(transaction=True)
def test_two_workers_side_by_side(session: Session) -> None:
    """two workers, one row: one message"""
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    people = make.people(30)
    for who in people:
        make.sign_up(who, soon)
    links.plan(make.now())
    owed = Delivery.objects.count()
    claimed: list[int] = []

    def work(start: threading.Barrier) -> None:
        start.wait()
        try:
            while rows := dispatch.claim(make.now(), 4):
                claimed.extend(row.pk for row in rows)
        finally:
            connections.close_all()

    side_by_side(work, 4)
    assert sorted(claimed) == sorted(Delivery.objects.values_list("pk", flat=True))
    assert len(claimed) == owed == 60


@pytest.mark.django_db(transaction=True)
def test_two_workers_control(session: Session) -> None:
    """two workers, one row: workers that look first and write afterwards both take the row"""
    make.sign_up(make.person(), session)
    looked = threading.Barrier(2)
    taken: list[int] = []

    def naive(start: threading.Barrier) -> None:
        start.wait()
        try:
            row = Delivery.objects.filter(state="queued").first()
            looked.wait()
            assert row is not None
            row.state = Delivery.State.CLAIMED
            row.save()
            taken.append(row.pk)
        finally:
            connections.close_all()

    side_by_side(naive, 2)
    assert len(taken) == 2 and len(set(taken)) == 1


def side_by_side(work: Callable[[threading.Barrier], None], count: int) -> None:
    """Runs `work` in that many threads that begin together; what one raises is raised here."""
    start, errors = threading.Barrier(count), []

    def run() -> None:
        try:
            work(start)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if errors:
        raise errors[0]


# --- Times -----------------------------------------------------------------------------------------

AT_SIX = dt.time(18)


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        # Vienna's clocks change on 28 March 2027; those of the others do not.
        ("Europe/Vienna", "18:00–19:30 (Vienna, UTC+1)", "18:00–19:30 (Vienna, UTC+2)"),
        ("America/Sao_Paulo", "14:00–15:30 (Sao Paulo, UTC−3)", "13:00–14:30 (Sao Paulo, UTC−3)"),
        ("Asia/Kolkata", "22:30–00:00 (Kolkata, UTC+5:30)", "21:30–23:00 (Kolkata, UTC+5:30)"),
    ],
)
def test_moved_across_a_clock_change(
    session: Session, ben: User, zone: str, before: str, after: str
) -> None:
    """session moved across a daylight-saving change: right in three zones"""
    vienna = ZoneInfo("Europe/Vienna")
    thursday = dt.datetime.combine(dt.date(2027, 3, 25), AT_SIX, vienna)
    week_later = dt.datetime.combine(dt.date(2027, 4, 1), AT_SIX, vienna)
    actions.change_session(
        session=session, by=ben, now=make.now(), starts_at=thursday, ends_at=thursday + 1.5 * HOUR
    )
    reader = make.person("reader@example.org", time_zone=zone, name="Reader")
    make.sign_up(reader, session)
    make.tick()
    actions.change_session(
        session=session, by=ben, now=make.now(), starts_at=week_later,
        ends_at=week_later + 1.5 * HOUR,
    )  # fmt: skip
    make.tick()
    signed_up, moved = make.mails("reader@example.org")
    assert before in signed_up.body and "17:00–18:30 UTC" in signed_up.body
    assert after in moved.body and "16:00–17:30 UTC" in moved.body
    [event] = calendar_of(moved).walk("VEVENT")
    assert event["dtstart"].dt == dt.datetime(2027, 4, 1, 16, tzinfo=dt.UTC)


def calendar_of(message: mail.EmailMultiAlternatives) -> Calendar:
    [part] = message.attachments
    return Calendar.from_ical(part.get_payload(decode=True))


# --- People ----------------------------------------------------------------------------------------


def test_cancelled(client: Client, session: Session, dana: User) -> None:
    """cancelled: no link, and the old personal address stops"""
    soon = make.session(session.meeting, starts_in=HOUR / 2)
    place = make.sign_up(dana, soon)
    address = place.place_path
    assert client.get(address).status_code == 200
    actions.cancel(registration=place, now=make.now())
    make.give_link(soon)
    make.tick()
    assert not make.mails_with(LINK)
    assert links.link_for(place, make.now()) == ""
    assert client.get(address).status_code == 410
    assert client.get(f"{address}calendar.ics").status_code == 410
    assert client.post(f"{address}move/").status_code == 410


def test_cancelled_while_the_link_waits(session: Session, dana: User) -> None:
    """cancelled: no link, and the old personal address stops"""
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    place = make.sign_up(dana, soon)
    links.plan(make.now())
    actions.cancel(registration=place, now=make.now())
    make.tick()
    assert not make.mails_with(LINK)


def test_no_address(client: Client, session: Session) -> None:
    """no address: sees the link on the page and is counted as unreachable"""
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    una = make.unreachable()
    place = make.sign_up(una, soon)
    make.sign_up(make.person(), soon)
    make.tick()
    assert not Delivery.objects.filter(recipient=una).exists()
    assert LINK in client.get(place.place_path).content.decode()
    counted = figures(soon)
    assert (counted.signed_up, counted.reachable) == (2, 1)


@pytest.mark.parametrize("when", ["before sign-up", "after sign-up"])
def test_excluded(client: Client, session: Session, dana: User, when: str) -> None:
    """excluded: sees neither"""
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    if when == "before sign-up":
        make.exclude("Dana@example.org")
        with pytest.raises(Refused) as no:
            make.sign_up(dana, soon)
        assert no.value.refusal.code == "excluded"
        # The next day, from a stranger's form: the answer is in the mail, and says nothing.
        actions.sign_up_by_email(
            session=soon, email="dana+x@example.org", details=make.details(), now=make.now()
        )
        make.tick()
        [refused] = make.mails()
        assert "We cannot sign you up" in refused.body
        assert not Registration.objects.exists()
    else:
        place = make.sign_up(dana, soon)
        make.exclude("dana@example.org")
        make.tick()
        assert LINK not in client.get(place.place_path).content.decode()
    assert not make.mails_with(LINK)
    assert not Delivery.objects.filter(topic="link").exists()


def test_deleted_person(client: Client, session: Session, dana: User) -> None:
    """deleted person: leaves an anonymous count"""
    place = make.sign_up(dana, session, name="Dana of the deleted")
    Registration.objects.update(attended=True)
    over = Session.objects.filter(pk=session.pk)
    over.update(starts_at=make.now() - 3 * HOUR, ends_at=make.now() - HOUR)
    page = session.meeting.get_absolute_url()
    assert "Dana of the deleted" in client.get(page).content.decode()
    actions.forget_person(person=dana, now=make.now())
    row = Registration.objects.get(pk=place.pk)
    assert (row.person, row.name, row.attended) == (None, "", True)
    assert Acknowledgement.objects.get().person is None
    assert "Dana of the deleted" not in client.get(page).content.decode()
    assert client.get(place.place_path).status_code == 404


# --- Places ----------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_last_place(session: Session) -> None:
    """last place taken by two at once: one is on the waiting list"""
    small = make.session(session.meeting, capacity=3)
    for who in make.people(2):
        make.sign_up(who, small)
    rivals = make.people(2)

    def work(start: threading.Barrier) -> None:
        mine = rivals.pop()
        start.wait()
        try:
            make.sign_up(mine, small)
        finally:
            connections.close_all()

    side_by_side(work, 2)
    listed = list(Registration.objects.registered().in_order())
    assert len(listed) == 4
    assert Registration.objects.holding_a_place([small]).count() == 3
    assert [r.was_waiting for r in listed] == [False, False, False, True]


@pytest.mark.django_db(transaction=True)
def test_last_place_control(session: Session) -> None:
    """last place taken by two at once: who counts without a lock gives it to both"""
    small = make.session(session.meeting, capacity=1)
    counted = threading.Barrier(2)
    people = make.people(2)

    def naive(start: threading.Barrier) -> None:
        mine = people.pop()
        start.wait()
        try:
            free = Registration.objects.filter(session=small).count() < 1
            counted.wait()
            make.registration(small, mine, was_waiting=not free)
        finally:
            connections.close_all()

    side_by_side(naive, 2)
    assert Registration.objects.filter(session=small, was_waiting=False).count() == 2


def test_move_to_a_full_session(client: Client, session: Session, dana: User) -> None:
    """move to a full session: keeps the old place"""
    small = make.session(session.meeting, capacity=1)
    make.full(small)
    place = make.sign_up(dana, session)
    make.tick()
    mail.outbox.clear()
    with pytest.raises(Refused) as no:
        actions.move(registration=place, to=small, now=make.now())
    assert no.value.refusal.code == "full"
    assert status(place) == Status.REGISTERED
    assert client.get(place.place_path).status_code == 200
    assert not Registration.objects.filter(session=small, person=dana).exists()
    make.tick()
    assert not make.mails("dana@example.org")


def test_move_that_fails_half_way(
    session: Session, dana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """move to a full session: keeps the old place"""
    other = make.session(session.meeting)
    place = make.sign_up(dana, session)

    def broken(*args: object, **kwargs: object) -> None:
        raise Killed

    monkeypatch.setattr("meetings.actions.places.take_place", broken)
    with pytest.raises(Killed):
        actions.move(registration=place, to=other, now=make.now())
    assert status(place) == Status.REGISTERED
    assert not Registration.objects.filter(session=other).exists()


# --- What leaves the portal ------------------------------------------------------------------------


def test_exports_hold_no_address(client: Client, session: Session, dana: User) -> None:
    """an export never holds an address it was not asked for"""
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    make.sign_up(dana, soon, name="Dana")
    hidden = Registration.Visibility.HIDDEN
    make.sign_up(make.person("hidden@example.org"), soon, name="Unseen", visibility=hidden)
    meeting = session.meeting.get_absolute_url()
    public = [
        "/meetings/",
        meeting,
        "/meetings/calendar.ics",
        "/meetings/feed.atom",
        f"{meeting}calendar.ics",
        f"{meeting}{soon.number}/calendar.ics",
    ]
    for address in public:
        response = client.get(address)
        assert response.status_code == 200
        text = unfolded(response.content.decode())
        for secret in ("dana@example.org", "hidden@example.org", "Unseen", LINK):
            assert secret not in text, f"{secret} in {address}"


def unfolded(text: str) -> str:
    return text.replace("\r\n ", "")


def test_policy_changed_in_substance(session: Session, dana: User) -> None:
    """policy changed in substance: asked again, old acknowledgement kept"""
    soon = make.session(session.meeting, starts_in=DAY + HOUR)
    place = make.sign_up(dana, soon)
    make.tick()
    mail.outbox.clear()
    first = Acknowledgement.objects.get()
    version = make.new_policy(substance=True)
    make.give_link(soon)
    Session.objects.filter(pk=soon.pk).update(starts_at=make.now() + HOUR / 2)
    for _ in range(2):
        make.tick()
    [asked] = make.mails("dana@example.org")
    assert asked.subject.startswith("Please read the safe space policy")
    assert place.place_path in asked.body
    assert links.link_for(place, make.now()) == ""
    actions.acknowledge_for(registration=place, now=make.now())
    make.tick()
    assert len(make.mails_with(LINK, "dana@example.org")) == 1
    assert Acknowledgement.objects.filter(pk=first.pk).exists()
    assert [a.version_id for a in Acknowledgement.objects.order_by("pk")] == [
        first.version_id,
        version.pk,
    ]


def test_policy_reworded(session: Session, dana: User) -> None:
    """policy changed in substance: nobody is asked again when only words have changed"""
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    make.sign_up(dana, soon)
    make.new_policy(substance=False)
    make.tick()
    assert len(make.mails_with(LINK)) == 1
    assert not Delivery.objects.filter(topic="acknowledge").exists()


@pytest.mark.parametrize("method", ["get", "head"])
def test_mail_scanner(client: Client, session: Session, method: str) -> None:
    """a mail scanner's GET or HEAD confirms and cancels nothing"""
    waiting = make.sign_up_by_email("dana@example.org", session)
    placed = make.sign_up(make.person(), session)
    before = everything()
    for registration in (waiting, placed):
        look = getattr(client, method)
        assert look(registration.place_path).status_code == 200
        for act in ("confirm", "cancel", "move", "acknowledge", "appearance", "forget"):
            assert look(f"{registration.place_path}{act}/").status_code == 405
    assert everything() == before
    assert status(waiting) == Status.UNCONFIRMED
    assert status(placed) == Status.REGISTERED


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of the portal's own tables."""
    from django.apps import apps

    ours = [apps.get_app_config(name) for name in ("members", "meetings", "outbox", "audit")]
    return {
        model._meta.label: sorted(model._base_manager.values_list(), key=str)
        for app in ours
        for model in app.get_models()
    }


def test_group_messages(session: Session, ben: User) -> None:
    """group messages never show one recipient to another"""
    names = ["Zuzanna Zagorska", "Yannick Yvon", "Xaver Xanten"]
    people = [make.person(f"{n.split()[0].lower()}@example.org", name=n) for n in names]
    soon = make.session(session.meeting, starts_in=HOUR / 2, link=LINK)
    for who in people:
        make.sign_up(who, soon)
    starts = soon.starts_at + HOUR
    actions.change_session(
        session=soon, by=ben, now=make.now(), starts_at=starts, ends_at=starts + HOUR
    )
    make.tick()
    actions.cancel_session(session=soon, reason="Ben is ill.", by=ben, now=make.now())
    make.tick()
    assert len(make.mails()) >= 9
    for message in make.mails():
        [address] = message.recipients()
        source = message.message().as_string() + str(calendars(message))
        for other, name in zip(people, names, strict=True):
            if other.email != address:
                assert other.email not in source
                assert name not in source and name.split()[0] not in source


def calendars(message: mail.EmailMultiAlternatives) -> list[str]:
    return [part.get_payload(decode=True).decode() for part in message.attachments]


def test_every_line_is_tested() -> None:
    """The list above is complete: the lines as they stand in the design, each named by a test."""
    named = " ".join(
        " ".join((function.__doc__ or "").split())
        for name, function in globals().items()
        if name.startswith("test_")
    )
    missing = [line for line in LINES if line not in named]
    assert not missing


LINES = [
    "Signed up after the mailing ran: still gets the link",
    "link edited after sending: only the new version goes out, once",
    "worker killed in the middle of a batch: nobody skipped, nobody told twice but the one in hand",
    "two workers, one row: one message",
    "session moved across a daylight-saving change: right in three zones",
    "cancelled: no link, and the old personal address stops",
    "no address: sees the link on the page and is counted as unreachable",
    "excluded: sees neither",
    "deleted person: leaves an anonymous count",
    "last place taken by two at once: one is on the waiting list",
    "move to a full session: keeps the old place",
    "an export never holds an address it was not asked for",
    "policy changed in substance: asked again, old acknowledgement kept",
    "a mail scanner's GET or HEAD confirms and cancels nothing",
    "a placeholder or empty link is never sent out",
    "group messages never show one recipient to another",
]
