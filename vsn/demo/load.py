"""Fills an empty portal with the demonstration."""

import datetime as dt

from django.db import transaction

from meetings.models import Meeting
from vsn.demo.afterwards import load_afterwards
from vsn.demo.facts import load_affiliates, load_meetings
from vsn.demo.patterns import load_patterns
from vsn.demo.people import load_people
from vsn.demo.upcoming import load_upcoming


@transaction.atomic
def load(now: dt.datetime) -> bool:
    """Loads everything or nothing, and only where there is no meeting yet. True if it did."""
    if Meeting.objects.exists():
        return False
    load_affiliates()
    load_meetings()
    people = load_people(now)
    load_upcoming(people, now)
    load_afterwards(people, now)
    load_patterns(people, now)
    return True
