"""The learning patterns: real topics told in our words, and what invented members did with them."""

import datetime as dt
import itertools

from django.utils.text import slugify

from learning_patterns import actions
from learning_patterns.content import Content, complete, newest
from learning_patterns.models import Category, Pattern, Trial
from meetings.models import Meeting
from members.models import User
from vsn.demo.facts import Row, read
from vsn.demo.questions import DAY, FLYERS, LIBRARIAN, load_questions

# The members who write and look at each other's, by first name.
WRITERS = ("Ben", "Ines", "Hanna", "Chidi")
# From one pattern to the next; the first ones are old enough to be looked at again.
BETWEEN = dt.timedelta(days=19)
REASONS = [
    "It worked for us within a month.",
    "We do this at every meeting now.",
    "Easier than it sounds, even with two people.",
    "I wish I had read this a year ago.",
]
Outcome = Trial.Outcome
# Who tried which pattern (by its place in the file), how it went, where, and what happened.
TRIALS = [
    (0, "Aroha", Outcome.WORKED, "Wellington", "Five of seven came again after a short note."),
    (0, "Bruno", Outcome.WORKED, "São Paulo", "A line on the talk page was enough."),
    (0, "Kateryna", Outcome.PARTLY, "online", "Good for regulars; newcomers found it odd."),
    (4, "Goran", Outcome.WORKED, "Belgrade", "We asked each guest for one name; nine new faces."),
    (4, "Jun", Outcome.FAILED, "Taipei", "Everyone we asked named the people we knew already."),
    (10, "Sefa", Outcome.WORKED, "Accra", "The small task was setting up the projector."),
    (13, "Tamar", Outcome.PARTLY, "Tbilisi", "The second date was too soon after the first."),
]
DRAFT = {
    "title": "A chair for the newcomer",
    "language": "en",
    "categories": "events",
    "problem": "At meetups regulars talk to regulars.",
    "solution": "Keep one seat at each table free, and one host for whoever sits down.",
}
WAITING = {
    "title": "Una persona a quien preguntar",
    "language": "es",
    "categories": "volunteer-management",
    "problem": "Quien llega nuevo no sabe a quién preguntar.",
    "solution": "Decir a cada persona nueva el nombre de alguien que responde.",
}


def load_patterns(people: dict[str, User], now: dt.datetime) -> None:
    """Every pattern of the file published, one with a change that waits; invented ones: a draft,
    one in review, one that replaced another; questions; and what people said about them."""
    rows = read("patterns")["patterns"]
    pairs = zip(itertools.cycle(WRITERS), itertools.cycle(WRITERS[1:] + WRITERS[:1]), strict=False)
    patterns = [
        _publish(row, people[by], people[reviewer], now - (len(rows) - place) * BETWEEN)
        for place, (row, (by, reviewer)) in enumerate(zip(rows, pairs, strict=False))
    ]
    _tie(rows, patterns, people["Ada"], now)
    _work_in_progress(people, patterns[1], now)
    flyers, librarian = (
        _publish(row, people["Ines"], people["Hanna"], now - days * DAY)
        for row, days in ((FLYERS, 300), (LIBRARIAN, 40))
    )
    actions.archive(pattern=flyers, replaced_by=librarian, by=people["Hanna"], now=now)
    load_questions(people, librarian, now)
    for place, name, outcome, where, story in TRIALS:
        actions.tell_trial(
            pattern=patterns[place],
            by=people[name],
            outcome=outcome,
            place=where,
            story=story,
            now=now,
        )
    guests = [who for name, who in people.items() if name not in WRITERS]
    for place, pattern in enumerate(patterns[:5]):
        for person, reason in zip(guests[place:], REASONS[place:], strict=False):
            actions.endorse(pattern=pattern, by=person, reason=reason, now=now)


def _publish(row: Row, by: User, reviewer: User, now: dt.datetime) -> Pattern:
    pattern = actions.start_pattern(
        content=_content(row),
        by=by,
        now=now,
        source_url=row.get("source", ""),
        created_on=row.get("created_on"),
    )
    actions.ask_review(pattern=pattern, by=by, now=now)
    return actions.publish(pattern=pattern, number=pattern.revision, by=reviewer, now=now)


def _tie(rows: list[Row], patterns: list[Pattern], by: User, now: dt.datetime) -> None:
    """Those that are known to have come out of a meeting."""
    meetings = {meeting.slug: meeting for meeting in Meeting.objects.all()}
    for row, pattern in zip(rows, patterns, strict=True):
        if slug := row.get("meeting"):
            actions.tie(pattern=pattern, meeting=meetings[slug], by=by, now=now)


def _content(row: Row) -> Content:
    slug = slugify(row["category"])
    Category.objects.get_or_create(name=row["category"], defaults={"slug": slug})
    return complete({**row, "language": "en", "categories": slug})


def _work_in_progress(people: dict[str, User], changed: Pattern, now: dt.datetime) -> None:
    actions.save_revision(
        pattern=changed,
        content={**newest(changed), "considerations": "Ask first: not everyone likes a stage."},
        base=changed.revision,
        by=people["Ines"],
        now=now,
        comment="What to mind",
    )
    actions.start_pattern(content=complete(DRAFT), by=people["Chidi"], now=now)
    waiting = actions.start_pattern(content=complete(WAITING), by=people["Ines"], now=now)
    actions.ask_review(pattern=waiting, by=people["Ines"], now=now)
