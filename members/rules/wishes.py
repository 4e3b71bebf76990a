"""Which messages a person wants. The link, moves, cancellations, the policy and everything about
safety always go out: only kinds that an app registers here can be switched off."""

from dataclasses import dataclass

from django.utils.functional import Promise

from members.models import User


@dataclass(frozen=True, slots=True)
class MessageKind:
    """A kind of message that can be switched off; its topic in the outbox, and what it is."""

    topic: str
    label: str | Promise
    for_admins: bool = False


kinds: dict[str, MessageKind] = {}


def register_kind(topic: str, label: str | Promise, *, for_admins: bool = False) -> None:
    """Messages of this topic may be switched off. Called once, from an app's `ready`."""
    kinds[topic] = MessageKind(topic, label, for_admins)


def kinds_for(person: User) -> list[MessageKind]:
    """What this person can switch off."""
    return [kind for kind in kinds.values() if person.is_staff or not kind.for_admins]


def wants(person: User, topic: str) -> bool:
    """Whether the person wants messages of this topic; whatever cannot be switched off, yes."""
    return topic not in kinds or topic not in person.muted_topics
