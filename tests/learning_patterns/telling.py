"""What causes messages about patterns, and what has arrived."""

import datetime as dt

from learning_patterns import actions
from learning_patterns.models import Pattern
from members.models import Membership, User
from tests.factories import DAY, HOUR, mails, now
from tests.learning_patterns.making import content, edited, fresh, published
from vsn.outbox.models import Delivery

EARLIER = 2 * HOUR


def ago(time: dt.timedelta = EARLIER) -> dt.datetime:
    return now() - time


def draft(by: User, at: dt.datetime | None = None, **fields: str) -> Pattern:
    return actions.start_pattern(content=content(**fields), by=by, now=at or ago())


def in_review(by: User, at: dt.datetime | None = None, **fields: str) -> Pattern:
    return actions.ask_review(pattern=draft(by, at, **fields), by=by, now=at or ago())


def remark(pattern: Pattern, by: User, text: str = "Say more.", **more: object) -> None:
    at = more.pop("at", None) or ago()
    actions.remark(pattern=pattern, text=text, by=by, now=at, **more)  # type: ignore[arg-type]


def send_back(pattern: Pattern, by: User, text: str = "Say how long it takes.") -> Pattern:
    return actions.send_back(pattern=pattern, text=text, by=by, now=now())


def publish(pattern: Pattern, by: User, at: dt.datetime | None = None) -> Pattern:
    return actions.publish(pattern=pattern, number=pattern.revision, by=by, now=at or now())


def tell_trial(pattern: Pattern, by: User, story: str = "Half of them stayed.") -> None:
    actions.tell_trial(
        pattern=pattern, by=by, outcome="worked", place="Accra", story=story, now=now()
    )


def subjects(person: User) -> list[str]:
    return [mail.subject for mail in mails(person.email or "")]


def leaves(person: User) -> None:
    Membership.objects.filter(person=person).update(status="inactive")


def mutes(person: User, topic: str) -> None:
    User.objects.filter(pk=person.pk).update(muted_topics=[topic])


def due(by: User, reviewer: User, days: int = 1, **fields: str) -> Pattern:
    pattern = published(by, reviewer, **fields)
    day = (now() - days * DAY).date()
    Pattern.objects.filter(pk=pattern.pk).update(review_on=day)
    Delivery.objects.exclude(topic="pattern_due").delete()
    return fresh(pattern)


def translated(original: Pattern, by: User) -> Pattern:
    spanish = content(title="Una persona", language="es")
    return actions.start_pattern(content=spanish, by=by, now=now(), original=original)


def moves_on(original: Pattern, by: User, reviewer: User, problem: str = "Changed.") -> Pattern:
    return publish(edited(original, by, problem=problem), reviewer)
