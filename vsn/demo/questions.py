"""Invented questions, one in each state; and what a library learns over time: a pattern that was
replaced by one that works better."""

import datetime as dt

from learning_patterns import actions
from learning_patterns.models import Pattern
from meetings.models import Session
from members.models import User
from vsn.demo.facts import Row

DAY = dt.timedelta(days=1)
# Learned where the invented people work.
FLYERS: Row = {
    "title": "Flyers at the library's desk",
    "category": "events",
    "problem": "Nobody nearby knows that there are meetups.",
    "solution": "Leave flyers at the library's desk, and put out new ones each month.",
    "affiliates": "wikimedia-polska",
}
LIBRARIAN: Row = {
    "title": "Let the librarian invite",
    "category": "events",
    "problem": "Flyers bring nobody: people come because somebody they know asked them.",
    "solution": (
        "Ask the librarian to invite three regular readers in person, and hold the meetup in "
        "their reading room."
    ),
    "considerations": "Thank the librarian in public, and ask again only after a while.",
    "affiliates": "wikimedia-chile wikimedia-polska",
}
OPEN = "How do you keep a meetup going when its one organiser moves away?"
TAKEN = "Volunteers want receipts for small expenses: who has a simple way?"
ANSWERED = "Our flyers bring nobody. How do others win readers of the library?"
LEFT_OPEN = "Who notices quiet work without turning it into a contest?"


def load_questions(people: dict[str, User], answer: Pattern, now: dt.datetime) -> None:
    """Members' own: one is open, one taken up, one answered by the pattern. And one that stayed
    open in a session."""
    for text, name, days in ((OPEN, "Hanna", 4), (TAKEN, "Ines", 20), (ANSWERED, "Chidi", 60)):
        asked = actions.ask(text=text, language="en", by=people[name], now=now - days * DAY)
        if text == TAKEN:
            actions.take(question=asked, by=people["Ben"], now=now - 6 * DAY)
        if text == ANSWERED:
            actions.link(question=asked, pattern=answer, by=people["Hanna"], now=now - 5 * DAY)
    was_there = Session.objects.get(meeting__slug="thanking-people")
    actions.ask(
        text=LEFT_OPEN, language="en", session=was_there, by=people["Goran"], now=now - 4 * DAY
    )
