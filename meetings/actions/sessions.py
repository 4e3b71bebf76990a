"""What facilitators and admins change about meetings and sessions, and who is told."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from meetings import rules, vault
from meetings.actions.facilitators import lock_meeting
from meetings.actions.lists import lock
from meetings.actions.public_texts import TEXTS, check_link, check_meeting, check_text
from meetings.models import CallLink, Meeting, Registration, Session, Status
from members.models import User
from members.rules import Refusal, Refused, reachable
from vsn.audit.journal import record
from vsn.audit.models import Action
from vsn.outbox import dispatch
from vsn.outbox.nudge import nudge

# What a calendar shows: a change of it counts the revision up.
MOVES = {"starts_at", "ends_at"}
RECORDING = {"recording", "recording_purpose"}
SHOWN_OF_MEETING = {"title", "summary", "place", "platform", "form"}


@transaction.atomic
def save_meeting(
    *, meeting: Meeting, changed: Iterable[str], by: User, now: dt.datetime
) -> Meeting:
    """Stores a new meeting, or what was changed of one (`changed` names the fields).

    Raises:
        Refused: the lead times are no numbers of minutes, or a call link stands in a text.
    """
    if no := rules.leads_refusal(meeting.lead_minutes):
        raise Refused(no)
    new, changed = meeting.pk is None, set(changed) - {"status", "cancel_reason"}
    if not new:
        lock_meeting(meeting)
    check_meeting(meeting, TEXTS if new else changed)
    if new:
        meeting.save()
    elif changed:
        # Only these: somebody else may have published or cancelled it meanwhile.
        stored = {field.name for field in meeting._meta.concrete_fields}
        meeting.save(update_fields=changed & stored)
        revised(meeting)
    if not new and changed & SHOWN_OF_MEETING:
        _lock_sessions(meeting)
        meeting.sessions.update(revision=F("revision") + 1)
    if new or changed:
        action = Action.MEETING_CREATED if new else Action.MEETING_CHANGED
        record(action, meeting, by=by, now=now, fields=", ".join(sorted(changed)))
    nudge()
    return meeting


@transaction.atomic
def publish_meeting(*, meeting: Meeting, by: User, now: dt.datetime) -> None:
    """Shows the meeting and its draft sessions to everyone and opens the lists. An admin who
    publishes a proposal has accepted it.

    Raises:
        Refused: it was cancelled, or it is a proposal and `by` is no admin.
    """
    # Whoever has the lists in hand may still write down something about the meeting.
    locking = Meeting.objects.select_for_update(no_key=True)
    meeting.refresh_from_db(fields=["status", "proposal"], from_queryset=locking)
    if no := rules.publish_refusal(meeting, by):
        raise Refused(no)
    meeting.status, meeting.proposal = Status.PUBLISHED, ""
    meeting.save(update_fields=["status", "proposal"])
    _lock_sessions(meeting)
    meeting.sessions.filter(status=Status.DRAFT).update(status=Status.PUBLISHED)
    record(Action.MEETING_PUBLISHED, meeting, by=by, now=now)
    nudge()


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: User, now: dt.datetime) -> None:
    """Calls the meeting off, with every session that is not over; everyone is told. What was never
    published stays unseen.

    Raises:
        Refused: a call link stands in the reason.
    """
    check_text("reason", reason)
    meeting.refresh_from_db(
        fields=["status", "proposal"], from_queryset=Meeting.objects.select_for_update(no_key=True)
    )
    if meeting.status == Status.CANCELLED:
        return
    if meeting.status == Status.DRAFT:
        meeting.proposal = Meeting.Proposal.STARTED  # as far as it ever came
    meeting.status, meeting.cancel_reason = Status.CANCELLED, reason
    meeting.save(update_fields=["status", "cancel_reason", "proposal"])
    _lock_sessions(meeting)
    for session in meeting.sessions.exclude(status=Status.CANCELLED).filter(ends_at__gt=now):
        cancel_session(session=session, reason=reason, by=by, now=now)
    record(Action.MEETING_CANCELLED, meeting, by=by, now=now)


@transaction.atomic
def change_session(*, session: Session, by: User, now: dt.datetime, **changes: object) -> Session:
    """Stores a new session, or changes one; those on its list are told of what concerns them.

    A move is told once, with an updated calendar entry, and the link goes out anew for the new
    time. A change of the recording is told with a way to leave.

    Raises:
        Refused: it was cancelled, the capacity would take places away, or a call link stands in
            what is said of the recording.
    """
    lock_meeting(session.meeting)
    check_text("recording_purpose", changes.get("recording_purpose"))
    if session.pk is None:
        return _create(session, by, now, changes)
    session = lock_session(session)
    changed = {name for name, value in changes.items() if getattr(session, name) != value}
    if not changed:
        return session
    _check(session, changes, now)
    for name in changed:
        setattr(session, name, changes[name])
    session.revision += 1
    session.schedule += bool(changed & MOVES)
    session.recording_revision += bool(changed & RECORDING)
    session.save()
    if changed & MOVES:
        record(Action.SESSION_MOVED, session, by=by, now=now)
        keep_told(session)
        tell_everyone(session, "moved", f"s{session.schedule}", now)
    if changed & RECORDING:
        tell_everyone(session, "recording", f"r{session.recording_revision}", now)
    if rest := changed - MOVES:
        fields = ", ".join(sorted(rest))
        record(Action.SESSION_CHANGED, session, by=by, now=now, fields=fields)
    nudge()
    return session


@transaction.atomic
def cancel_session(*, session: Session, reason: str, by: User, now: dt.datetime) -> None:
    """Calls a session off. Everyone on its list is told, with a cancelled calendar entry; of a
    draft nobody hears.

    Raises:
        Refused: a call link stands in the reason.
    """
    check_text("reason", reason)
    session = lock_session(session)
    if session.status == Status.CANCELLED:
        return
    was_public = session.status == Status.PUBLISHED and session.ends_at > now
    session.never_public = session.status == Status.DRAFT
    session.status, session.cancel_reason = Status.CANCELLED, reason
    session.revision += 1
    session.save(update_fields=["status", "cancel_reason", "revision", "never_public"])
    record(Action.SESSION_CANCELLED, session, by=by, now=now)
    if was_public:
        # Who came to the list of a session that was over needs no word.
        tell_everyone(session, "session_cancelled", "cancelled", now)
    nudge()


@transaction.atomic
def set_link(*, session: Session, link: str, by: User, now: dt.datetime) -> CallLink:
    """Keeps the video-call link, encrypted; "" removes it. Those who were told an older one are
    told the new one (`links.plan_links`). The same link again changes nothing.

    Raises:
        Refused: it is no link that may be sent to anyone (`rules.link_refusal`), everyone can read
            it already, or the session was cancelled.
    """
    link = link.strip()
    if no := rules.link_refusal(link):
        raise Refused(no)
    # The meeting's, or it would come into a text there meanwhile. The session's is the lock of the
    # link, of which there may be no row yet.
    lock_meeting(session.meeting)
    session = Session.objects.select_for_update().get(pk=session.pk)
    if link and session.status == Status.CANCELLED:
        raise Refused(Refusal("cancelled", _("A cancelled session cannot be changed.")))
    check_link(link, session)
    stored, _made = CallLink.objects.get_or_create(session=session, defaults={"changed_at": now})
    if vault.unlock(stored) == link:
        return stored
    stored.ciphertext, stored.changed_at = vault.lock(link), now
    stored.version += 1
    stored.save()
    Session.objects.filter(pk=session.pk).update(revision=F("revision") + 1)
    action = Action.LINK_SET if link else Action.LINK_REMOVED
    record(action, session, by=by, now=now, version=stored.version)
    nudge()
    return stored


def lock_session(session: Session) -> Session:
    """The session as it is now, with its meeting; until the commit nobody else changes it, nor
    comes onto its list."""
    locking = Session.objects.select_for_update(of=("self",))
    return locking.select_related("meeting").get(pk=session.pk)


def revised(meeting: Meeting) -> None:
    """Counts a change of the details, for whoever has the older ones before them."""
    Meeting.objects.filter(pk=meeting.pk).update(revision=F("revision") + 1)
    meeting.refresh_from_db(fields=["revision"])


def tell_everyone(session: Session, topic: str, cause: str, now: dt.datetime) -> None:
    """Owes a notice to everyone on the session's list who can be reached, each alone."""
    people = Registration.objects.registered().filter(reachable("person__"), session=session)
    not_after = max(session.ends_at, now + dt.timedelta(days=1))
    dispatch.enqueue(
        dispatch.owed(topic, r, to=r.person_id, cause=cause, now=now, not_after=not_after)
        for r in people.only("pk", "person_id")
    )


def keep_told(session: Session) -> None:
    """What was told stays known until the new end, or it would be told again after a while."""
    about = Registration.objects.filter(session=session).order_by().values("pk")
    dispatch.keep_until(session.ends_at, "meetings.registration", about)


def _lock_sessions(meeting: Meeting) -> None:
    """In the order in which those who change places take them, or both would wait for ever."""
    lock(*meeting.sessions.order_by().values_list("pk", flat=True))


def _create(session: Session, by: User, now: dt.datetime, changes: dict[str, object]) -> Session:
    for name, value in changes.items():
        setattr(session, name, value)
    if not session.number:
        last = session.meeting.sessions.aggregate(last=Max("number"))["last"] or 0
        session.number = last + 1
    session.save()
    record(Action.SESSION_CREATED, session, by=by, now=now)
    nudge()
    return session


def _check(session: Session, changes: dict[str, object], now: dt.datetime) -> None:
    if session.status == Status.CANCELLED:
        raise Refused(Refusal("cancelled", _("A cancelled session cannot be changed.")))
    if session.meeting.status == Status.CANCELLED and changes.get("ends_at", now) > now:
        sentence = _("The meeting was cancelled, so nothing of it can lie ahead.")
        raise Refused(Refusal("cancelled", sentence))
    if "capacity" in changes and (no := rules.capacity_refusal(session, changes["capacity"])):
        raise Refused(no)
