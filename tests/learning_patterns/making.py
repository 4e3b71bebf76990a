"""Patterns to test with, made as the portal makes them."""

import itertools
from typing import Any

from learning_patterns import actions
from learning_patterns.content import Content, complete
from learning_patterns.models import Category, Pattern
from members.models import User
from tests import factories

_numbers = itertools.count(1)


def member(name: str = "", **fields: Any) -> User:
    """An active member of the network."""
    made = factories.person(name=name or f"Member {next(_numbers)}", **fields)
    factories.membership(made)
    return made


def category(name: str) -> Category:
    return Category.objects.get_or_create(name=name, slug=name.replace(" ", "-"))[0]


def content(**fields: str) -> Content:
    return complete(
        {
            "title": "Give each newcomer one person",
            "language": "en",
            "problem": "Newcomers do not know whom to ask.",
            "solution": "Name one person for each of them.",
            **fields,
        }
    )


def draft(by: User, **fields: str) -> Pattern:
    return actions.start_pattern(content=content(**fields), by=by, now=factories.now())


def edited(pattern: Pattern, by: User, *, base: int = 0, **fields: str) -> Pattern:
    """With a further revision on top of `base` (the newest one)."""
    now, base = factories.now(), base or pattern.revision
    before = pattern.revisions.get(number=base).content
    changed = complete({**before, **fields})
    actions.save_revision(pattern=pattern, content=changed, base=base, by=by, now=now)
    return fresh(pattern)


def published(by: User | None = None, reviewer: User | None = None, **fields: str) -> Pattern:
    by, now = by or member(), factories.now()
    pattern = actions.ask_review(pattern=draft(by, **fields), by=by, now=now)
    return actions.publish(
        pattern=pattern, number=pattern.revision, by=reviewer or member(), now=now
    )


def fresh(pattern: Pattern) -> Pattern:
    return Pattern.objects.get(pk=pattern.pk)


def in_every_state(chidi: User) -> None:
    """For the browser: one pattern in each state; the published one was tried by three, and has a
    change that waits."""
    hanna, now = member("Hanna"), factories.now()
    draft(chidi, title="A draft", solution="")
    waiting = draft(hanna, title="In review")
    actions.ask_review(pattern=waiting, by=hanna, now=now)
    old = published(title="Archived")
    told = published(hanna, title="Two at the door", categories="welcome")
    actions.archive(pattern=old, replaced_by=told, by=hanna, now=now)
    _remarked_on(chidi, hanna)
    old = published(title="Replaced twice")
    between = published(title="Between the two")
    actions.archive(pattern=old, replaced_by=between, by=hanna, now=now)
    actions.archive(pattern=between, replaced_by=told, by=hanna, now=now)
    spanish = content(title="Dos en la puerta", language="es")
    actions.start_pattern(content=spanish, by=chidi, now=now, original=told)
    changed = edited(told, hanna, solution="Name two persons for each of them.")
    told = actions.publish(pattern=changed, number=2, by=chidi, now=now)
    edited(told, hanna, problem="Guests stand at the door. Nobody greets them.")
    told.affiliates.add(factories.affiliate(name="Wikimedia Here", slug="wikimedia-here"))
    for outcome in ("worked", "partly", "failed"):
        who = factories.person(name=f"Somebody for whom it {outcome}")
        actions.tell_trial(
            pattern=told,
            by=who,
            outcome=outcome,
            place="Accra",
            audience="students",
            story="Half of them stayed.",
            adapted="Three at the door.",
            now=now,
        )
        actions.endorse(pattern=told, by=who, reason="It takes ten minutes.", now=now)


def _remarked_on(chidi: User, hanna: User) -> None:
    """A draft with a remark on a passage that has changed, one on another that has not, one on
    the whole, and one that is done."""
    told, now = draft(chidi, title="Remarked on"), factories.now()
    for quote, text in (
        ("Name one person", "Only one? What if they are ill?"),
        ("do not know whom to ask", "How did you notice?"),
        ("", "Please say what it costs."),
        ("", "The title could be shorter."),
    ):
        last = actions.remark(pattern=told, quote=quote, text=text, by=hanna, now=now)
    actions.settle(remark=last, by=chidi, now=now)
    edited(told, chidi, solution="Name two persons for each of them.")
