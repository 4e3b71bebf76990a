"""Which messages a person wants. The link, moves, cancellations, the policy and everything about
safety always go out: only kinds that an app registers here can be switched off."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from members.models import User

Concerns = Callable[[User], bool]


def everyone(person: User) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class MessageKind:
    """A kind of message that can be switched off; its topic in the outbox, what it is, and whom
    it can concern."""

    topic: str
    label: str | Promise
    for_admins: bool = False
    concerns: Concerns = everyone


kinds: dict[str, MessageKind] = {}


def register_kind(
    topic: str, label: str | Promise, *, for_admins: bool = False, concerns: Concerns = everyone
) -> None:
    """Messages of this topic may be switched off by those whom it `concerns`; nobody else is shown
    it. Called once, from an app's `ready`."""
    kinds[topic] = MessageKind(topic, label, for_admins, concerns)


def kinds_for(person: User) -> list[MessageKind]:
    """What this person can switch off. Asked once for all kinds that concern the same people."""
    open_to = [kind for kind in kinds.values() if person.is_staff or not kind.for_admins]
    answers = {asks: asks(person) for asks in {kind.concerns for kind in open_to}}
    return [kind for kind in open_to if answers[kind.concerns]]


def wants(person: User, topic: str) -> bool:
    """Whether the person wants messages of this topic; whatever cannot be switched off, yes."""
    return topic not in kinds or topic not in person.muted_topics
