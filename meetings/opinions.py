"""What people thought, told so that nobody can be made out.

Under LEAST answers nothing is told but how many there are, and later ones are told TOGETHER at
least: whoever looks after each answer sees what so many people said, not what one did. A meeting's
total is made of nothing but what its sessions tell, so no difference tells of anybody.
"""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from meetings.models import Feedback, Meeting, Session
from vsn import charts

LEAST, TOGETHER = 5, 3
Kind = Feedback.Kind
USEFUL = (
    (5, _("5 – very useful")),
    (4, _("4")),
    (3, _("3")),
    (2, _("2")),
    (1, _("1 – not useful")),
)
AGAIN = Feedback.Again.choices
# Months later the same three words answer another question.
USED = (("yes", _("yes")), ("perhaps", _("in part")), ("no", _("no, or not yet")))
_chance = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Question:
    """One question with a choice: its answers drawn, or only how many there are."""

    count: int
    chart: charts.Bars | None


@dataclass(frozen=True, slots=True)
class Opinions:
    """The answers of one kind, if there are enough of them; else `count` is all there is."""

    kind: str
    count: int
    waiting: int = 0  # told later, with others
    useful: Question | None = None
    average: float | None = None
    again: Question | None = None
    took_home: tuple[str, ...] = ()
    better: tuple[str, ...] = ()

    @property
    def is_told(self) -> bool:
        return self.again is not None


def to_be_told(answers: Sequence[Feedback]) -> Sequence[Feedback]:
    """Those that were not told yet, once they are enough."""
    new = [answer for answer in answers if not answer.is_told]
    return new if len(new) >= (LEAST if len(new) == len(answers) else TOGETHER) else ()


def of_session(session: Session) -> list[Opinions]:
    """After the session, and some months later where that was asked or answered."""
    answers = list(Feedback.objects.filter(session=session))
    kinds = [Kind.SESSION]
    if session.meeting.follow_up_months or any(a.kind == Kind.FOLLOW_UP for a in answers):
        kinds.append(Kind.FOLLOW_UP)
    return [_told(kind, [a for a in answers if a.kind == kind]) for kind in kinds]


def of_meeting(meeting: Meeting) -> list[Opinions]:
    """All sessions together: those with enough answers of their own, if there are several."""
    answers = list(Feedback.objects.filter(session__meeting=meeting, is_told=True))
    total = []
    for kind in Kind.values:
        per_session = Counter(a.session_id for a in answers if a.kind == kind)
        if len(per_session) > 1:
            total.append(_told(kind, [a for a in answers if a.kind == kind]))
    return total


def _told(kind: str, everything: Sequence[Feedback]) -> Opinions:
    answers = [answer for answer in everything if answer.is_told]
    if not answers:
        return Opinions(kind, len(everything))
    marks = [a.useful for a in answers if a.useful is not None]
    choices = AGAIN if kind == Kind.SESSION else USED
    return Opinions(
        kind=kind,
        count=len(answers),
        waiting=len(everything) - len(answers),
        useful=_question(USEFUL, marks) if kind == Kind.SESSION else None,
        average=sum(marks) / len(marks) if len(marks) >= LEAST else None,
        again=_question(choices, [a.again for a in answers if a.again]),
        took_home=_texts(a.took_home for a in answers),
        better=_texts(a.better for a in answers),
    )


def _question(choices: Iterable[tuple[object, object]], answers: Sequence[object]) -> Question:
    """A question that few answered is not drawn, however many said something else."""
    if len(answers) < LEAST:
        return Question(len(answers), None)
    counted = Counter(answers)
    rows = [(str(label), counted[value]) for value, label in choices]
    return Question(len(answers), charts.bars(rows))


def _texts(texts: Iterable[str]) -> tuple[str, ...]:
    """In an order of chance, so that no two of them can be laid beside each other."""
    kept = [text for text in texts if text]
    _chance.shuffle(kept)
    return tuple(kept)
