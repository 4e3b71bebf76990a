"""Facilitators have something sent once more: the question to confirm or acknowledge, the link."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from meetings import rules, standing
from meetings.actions.desk import Outcome
from meetings.actions.lists import lock, paced, tell
from meetings.actions.overtaken import overtaken, refusal_for
from meetings.models import Registration, Session
from meetings.querysets import about_places
from meetings.standing import REMIND_AFTER, Sheet, Standing
from members.models import PolicyVersion, User
from members.rules import Refusal, Refused
from vsn.audit.journal import record
from vsn.audit.models import Action
from vsn.outbox import dispatch
from vsn.outbox.models import Delivery
from vsn.outbox.nudge import nudge

State = Delivery.State
# The link again: so often, and with so much time in between.
SEND_AGAIN_AFTER, SEND_AGAIN_AT_MOST = dt.timedelta(minutes=10), 3


@transaction.atomic
def remind_places(
    *, session: Session, places: Collection[int], by: User, now: dt.datetime
) -> Outcome:
    """Asks people once more to confirm their place, or to acknowledge the policy; at most once a
    day.

    Raises:
        Refused: the session is closed.
    """
    sheet = _open_sheet(session, places, now)
    lately = _asked_lately(sheet, now)
    required = PolicyVersion.objects.required_number()
    outcome = Outcome()
    for row in sheet.rows:
        if no := _no_reminder(row, lately):
            outcome.left.append((row.registration, no))
        else:
            _ask_again(row, f"p{required}", now)
            outcome.done.append(row.registration)
    return _finish(outcome, sheet, Action.INVITED_AGAIN, by, now)


@transaction.atomic
def send_link_again(
    *, session: Session, places: Collection[int], by: User, now: dt.datetime
) -> Outcome:
    """The link once more, to those who may have it: what failed is tried again, what was sent is
    sent anew, not more often than is decent.

    Raises:
        Refused: the session is closed, or its link is not out yet.
    """
    sheet = _open_sheet(session, places, now)
    if not sheet.link or sheet.cause is None:
        raise Refused(Refusal("not_out", _("The link is not out yet; it goes out by itself.")))
    outcome = Outcome()
    for row in sheet.rows:
        if no := _send_one(row, sheet.cause, now):
            outcome.left.append((row.registration, no))
        else:
            outcome.done.append(row.registration)
    return _finish(outcome, sheet, Action.SENT_AGAIN, by, now)


def _open_sheet(session: Session, places: Collection[int], now: dt.datetime) -> Sheet:
    [session] = lock(session.pk)
    if no := rules.refusal(rules.OPEN, session, None, now):
        raise Refused(no)
    return standing.read(session, now, Q(pk__in=places))


def _finish(outcome: Outcome, sheet: Sheet, action: Action, by: User, now: dt.datetime) -> Outcome:
    """Who was quicker is named in place of the bare limit."""
    left = [place for place, no in outcome.left if no.code == "lately"]
    since = now - REMIND_AFTER
    said = overtaken(left, by=by, seen=since, actions=(action,)) if left else {}
    outcome.left = [(place, said.get(place.pk, no)) for place, no in outcome.left]
    for place in outcome.done:
        record(action, place, by=by, now=now)
    nudge()
    return outcome


# --- Reminding -----------------------------------------------------------------------------------


def _asked_lately(sheet: Sheet, now: dt.datetime) -> set[int]:
    """The ids of the people who were asked today, about whatever session."""
    people = [row.registration.person_id for row in sheet.rows]
    asked = Delivery.objects.filter(
        recipient__in=people,
        topic__in=("acknowledge", "confirm"),
        created_at__gt=now - REMIND_AFTER,
    )
    return set(asked.values_list("recipient", flat=True))


def _no_reminder(row: Standing, lately: set[int]) -> Refusal | None:
    place = row.registration
    if row.code not in {standing.UNCONFIRMED, standing.UNACKNOWLEDGED}:
        return refusal_for(place, "no_need", _("%(name)s needs no reminder."))
    if not row.channel:
        return refusal_for(place, "unreachable", _("No message can reach %(name)s."))
    if row.shut_out:
        return _held_back(place)
    if place.person_id in lately:
        return refusal_for(place, "lately", _("%(name)s was asked less than a day ago."))
    return None


def _held_back(place: Registration) -> Refusal:
    sentence = _("%(name)s gets no messages. Please write to the network’s admins about it.")
    return refusal_for(place, "held_back", sentence)


def _ask_again(row: Standing, why: str, now: dt.datetime) -> None:
    place = row.registration
    topic = "confirm" if row.code == standing.UNCONFIRMED else "acknowledge"
    before = _about(place, topic).count()
    if topic == "confirm":
        tell(place, topic, cause=f"n{before}", now=now, at=paced(place.person, now))
    else:
        tell(place, topic, cause=f"{why}.r{before}", now=now)


def _about(place: Registration, topic: str) -> QuerySet[Delivery]:
    return about_places(about_id=place.pk, topic=topic)


# --- The link again ------------------------------------------------------------------------------


def _send_one(row: Standing, why: str, now: dt.datetime) -> Refusal | None:
    place = row.registration
    if row.code in {standing.DUE, standing.SENDING}:
        return refusal_for(place, "on_its_way", _("%(name)s: the link is on its way."))
    if row.code == standing.HELD_BACK:
        return _held_back(place)
    if row.code not in {standing.SENT, standing.FAILED, standing.TOO_LATE} or not row.channel:
        return refusal_for(place, "not_entitled", _("%(name)s cannot be sent the link now."))
    told = _about(place, "link").filter(cause__startswith=why.rpartition("l")[0])
    last = told.order_by("pk").last()
    if row.code == standing.FAILED and dispatch.try_again(told.filter(pk=last.pk), now):
        return None
    again = told.filter(cause__contains=".r")
    if again.filter(state=State.SENT).count() >= SEND_AGAIN_AT_MOST:
        sentence = _("%(name)s was sent the link several times; more would not help.")
        return refusal_for(place, "often", sentence)
    if last and (last.settled_at or last.created_at) > now - SEND_AGAIN_AFTER:
        return _just_sent(place, last)
    tell(place, "link", cause=f"{why}.r{again.count() + 1}", now=now)
    return None


def _just_sent(place: Registration, last: Delivery) -> Refusal:
    moment = timezone.localtime(last.settled_at or last.created_at)
    time = formats.date_format(moment, "H:i")
    sentence = _("%(name)s was sent the link at %(time)s. Please wait ten minutes.")
    return refusal_for(place, "lately", sentence, time=time)
