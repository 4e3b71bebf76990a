"""Stores what a preview showed."""

import datetime as dt

from meetings.actions import Arrival, Batch, Brought, bring_in
from meetings.importer.preview import Line, Preview, Standing
from meetings.models import Meeting
from members.models import User


def carry_out(
    preview: Preview, *, meeting: Meeting, by: User | None, now: dt.datetime
) -> list[Brought]:
    """Stores what is ticked, all of it or nothing, but for those who may not come; lists on which
    nothing changes are left out.

    Raises:
        Refused: a session was cancelled or is over by now.
    """
    batches: dict[object, Batch] = {}
    for one in preview.lists:
        if one.session is None or one.refusal:
            continue
        key = one.session.pk or id(one.session)
        known = batches.get(key, Batch(one.session))
        arrivals = [_arrival(line) for line in one.lines if line.ticked and not line.kept_out]
        batches[key] = Batch(known.session, [*known.arrivals, *arrivals], known.leaving)
    for place in preview.left:
        if place.pk in preview.leaving and place.session_id in batches:
            known = batches[place.session_id]
            batches[place.session_id] = Batch(
                known.session, known.arrivals, [*known.leaving, place.pk]
            )
    changing = [one for one in batches.values() if one.arrivals or one.leaving]
    return bring_in(meeting=meeting, batches=changing, by=by, now=now)


def _arrival(line: Line) -> Arrival:
    return Arrival(
        name=line.name,
        account=line.account,
        email="" if line.account else line.email,
        affiliate=line.affiliate,
        again=line.standing != Standing.NEW,
    )
