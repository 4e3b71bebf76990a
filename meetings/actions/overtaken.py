"""Two facilitators at once: what the other one did, in words."""

import datetime as dt
from collections.abc import Sequence

from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.models import Registration
from members.models import User
from members.rules import Refusal
from vsn.audit.models import Action, Entry

# What somebody has to know of before they do something to a place.
WORDS: dict[str, str | Promise] = {
    Action.REMOVED: _("%(name)s was taken off the list by %(who)s at %(time)s."),
    Action.MOVED_BY_HAND: _("%(name)s was moved to another session by %(who)s at %(time)s."),
    Action.PUT_FIRST: _("%(name)s was put first on the waiting list by %(who)s at %(time)s."),
    Action.UNDONE: _("%(name)s was put back by %(who)s at %(time)s."),
    Action.CANCELLED: _("%(name)s cancelled the place at %(time)s."),
    Action.INVITED_AGAIN: _("%(name)s was reminded by %(who)s at %(time)s."),
    Action.SENT_AGAIN: _("%(name)s had the link sent again by %(who)s at %(time)s."),
}
CHANGES = (
    Action.REMOVED,
    Action.MOVED_BY_HAND,
    Action.PUT_FIRST,
    Action.UNDONE,
    Action.CANCELLED,
)


def overtaken(
    places: Sequence[Registration],
    *,
    by: User,
    seen: dt.datetime | None,
    actions: Sequence[Action] = CHANGES,
) -> dict[int, Refusal]:
    """What became of these places by somebody else's hand since `seen`, or at any time where they
    are not on the list any more; by their ids."""
    entries = Entry.objects.filter(
        about_type="meetings.registration",
        about_id__in=[place.pk for place in places],
        action__in=actions,
    )
    last = {entry.about_id: entry for entry in entries.select_related("actor").order_by("pk")}
    said = {}
    for place in places:
        if (entry := last.get(place.pk)) is None:
            continue
        anew = seen is not None and entry.at > seen and entry.actor_id != by.pk
        ended = entry.action in {Action.REMOVED, Action.MOVED_BY_HAND, Action.CANCELLED}
        if anew or (ended and place.ended_at is not None):
            said[place.pk] = in_words(entry, place)
    return said


def in_words(entry: Entry, place: Registration) -> Refusal:
    """Who did it and when."""
    time = formats.date_format(timezone.localtime(entry.at), "H:i")
    who = entry.actor or _("somebody")
    return refusal_for(place, "overtaken", WORDS[entry.action], who=who, time=time)


def refusal_for(place: Registration, code: str, sentence: str | Promise, **more: object) -> Refusal:
    """A refusal that is about one person of many."""
    return Refusal(code, sentence % {"name": place.name or _("Somebody"), **more})
