"""Fills an empty portal with the demonstration."""

import datetime as dt

from django.db import transaction

from learning_patterns.models import Endorsement, Pattern
from meetings.models import Meeting
from members.models import User
from vsn.demo.facts import load_affiliates, load_meetings, load_patterns
from vsn.demo.people import load_people
from vsn.demo.upcoming import load_upcoming


@transaction.atomic
def load(now: dt.datetime) -> bool:
    """Loads everything or nothing, and only where there is no meeting yet. True if it did."""
    if Meeting.objects.exists():
        return False
    load_affiliates()
    load_meetings()
    load_patterns()
    people = load_people(now)
    load_upcoming(people, now)
    _endorse(list(people.values()), now)
    return True


def _endorse(people: list[User], now: dt.datetime) -> None:
    """A few words for some of the patterns, fewer for each further one."""
    reasons = [
        "It worked for us within a month.",
        "We do this at every meeting now.",
        "Easier than it sounds, even with two people.",
        "I wish I had read this a year ago.",
    ]
    for place, pattern in enumerate(Pattern.objects.order_by("pk")[:5]):
        for person, reason in zip(people[place:], reasons[place:], strict=False):
            Endorsement.objects.create(pattern=pattern, person=person, reason=reason, at=now)
