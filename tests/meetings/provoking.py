"""Brings about each kind of message the way it comes about in life."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.core import mail
from django.utils import timezone

from meetings import actions
from meetings.models import Meeting, Session
from members.models import User
from tests import factories as make
from tests.factories import HOUR
from vsn.outbox.models import Delivery

Mail = mail.EmailMultiAlternatives
Steps = dict[str, Callable[[], object]]


def latest(topic: str, who: str = "dana@example.org") -> Mail:
    """The message of that topic that was sent to that person."""
    row = Delivery.objects.get(topic=topic, recipient__email=who, state="sent")
    [found] = [m for m in make.mails(who) if m.extra_headers["Message-ID"] == row.message_id]
    return found


def provoke(topic: str, session: Session, dana: User, ben: User) -> Mail:
    """Brings about a message of that topic to Dana the way it comes about in life."""
    now, small = timezone.now(), make.session(session.meeting, starts_in=HOUR / 2, capacity=1)
    steps = of_places(session, small, dana, ben, now) | of_the_desk(session, dana, ben, now)
    steps[topic]()
    make.tick()
    return latest(topic)


def of_places(session: Session, small: Session, dana: User, ben: User, now: datetime) -> Steps:
    return {
        "confirm": lambda: make.sign_up_stranger("dana@example.org", session),
        "already": lambda: (
            make.sign_up(dana, session)
            and actions.sign_up_stranger(
                session=session, reach=dana.email, details=make.details(), now=now
            )
        ),
        "signed_up": lambda: make.sign_up(dana, session),
        "place_gained": lambda: gain_a_place(small, dana),
        "link": lambda: (make.sign_up(dana, small), make.give_link(small)),
        "moved": lambda: (make.sign_up(dana, session), move(session, ben)),
        "recording": lambda: (make.sign_up(dana, session), record(session, ben)),
        "session_cancelled": lambda: (
            make.sign_up(dana, session),
            actions.cancel_session(session=session, reason="Ben is ill.", by=ben, now=now),
        ),
        "place_cancelled": lambda: actions.cancel(
            registration=make.sign_up(dana, session), now=now
        ),
        "acknowledge": lambda: actions.add_by_hand(
            session=session, reach=dana.email, name="Dana", by=ben, now=now
        ),
        "refused": lambda: (
            make.exclude("dana@example.org")
            and actions.sign_up_stranger(
                session=session, reach=dana.email, details=make.details(), now=now
            )
        ),
        "no_link": lambda: session.meeting.facilitations.update(person=dana),
    }


def of_the_desk(session: Session, dana: User, ben: User, now: datetime) -> Steps:
    return {
        "announcement": lambda: (make.sign_up(dana, session), make.announce(session, ben)),
        "report": lambda: make.report(session=facilitated_by(dana), addressee="facilitator"),
        "report_waits": lambda: (
            make.report(session=facilitated_by(dana), addressee="facilitator"),
            actions.remind_readers(now + 73 * HOUR),
            Delivery.objects.filter(topic="report_waits").update(next_at=now),
        ),
        "facilitate": lambda: ask_to_run(session.meeting, by=ben, who=dana),
        "facilitate_answer": lambda: answer(session.meeting, by=dana),
        "facilitator_removed": lambda: remove(session.meeting, dana, admin=ben),
        "proposal": lambda: propose(session.meeting, ben, admin=dana),
        "proposal_answer": lambda: propose(session.meeting, dana, admin=ben, answered=True),
        "digest": lambda: finish(session, dana, 25 * HOUR, ben),
        "feedback": lambda: finish(session, dana, 3 * HOUR),
        "follow_up": lambda: finish(session, dana, 33 * 24 * HOUR),
    }


def ask_to_run(of: Meeting, *, by: User, who: User) -> None:
    actions.invite_facilitator(
        meeting=of, reach=who.email, name="D.", by=by, now=timezone.now(), hands_over=True
    )


def answer(of: Meeting, *, by: User) -> None:
    """Somebody whom they asked said yes."""
    of.facilitations.create(person=by)
    asked = make.person("asked@example.org", name="Quentin")
    ask_to_run(of, by=by, who=asked)
    actions.accept_invitation(invitation=of.invitations.get(), by=asked, now=timezone.now())


def propose(of: Meeting, by: User, *, admin: User, answered: bool = False) -> None:
    User.objects.filter(pk=admin.pk).update(is_staff=True)
    admin.refresh_from_db()
    of.facilitations.all().delete()
    of.facilitations.create(person=by)
    Meeting.objects.filter(pk=of.pk).update(proposal="started", status="draft")
    actions.propose_meeting(meeting=of, by=by, now=timezone.now())
    if answered:
        actions.decline_proposal(meeting=of, reason="Say more.", by=admin, now=timezone.now())


def remove(of: Meeting, who: User, *, admin: User) -> None:
    User.objects.filter(pk=admin.pk).update(is_staff=True)
    admin.refresh_from_db()
    of.facilitations.create(person=who)
    actions.remove_facilitator(meeting=of, person=who, by=admin, now=timezone.now())


def facilitated_by(who: User) -> Session:
    return make.session(make.meeting(facilitators=(who,)))


def finish(session: Session, dana: User, ago: timedelta, wrote: User | None = None) -> None:
    """Dana was there, so long ago; who wrote a digest has it sent."""
    Meeting.objects.update(follow_up_months=1)
    over = make.session(session.meeting, starts_in=-ago)
    make.registration(over, dana)
    if wrote:
        make.digest(over, by=wrote)
        actions.publish_digest(session=over, base=1, mail=True, by=wrote, now=timezone.now())


def gain_a_place(small: Session, dana: User) -> None:
    [first] = make.full(small)
    make.sign_up(dana, small)
    make.tick()
    actions.cancel(registration=first, now=timezone.now())


def move(session: Session, ben: User) -> None:
    starts = session.starts_at + HOUR
    actions.change_session(
        session=session, by=ben, now=timezone.now(), starts_at=starts, ends_at=starts + HOUR
    )


def record(session: Session, ben: User) -> None:
    actions.change_session(
        session=session, by=ben, now=timezone.now(), recording="video",
        recording_purpose="for those who are ill",
    )  # fmt: skip
