"""What the apps above bring along when they start: words for each topic, and planners."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from vsn.outbox.channels import Message
from vsn.outbox.models import Delivery


@dataclass(frozen=True, slots=True)
class Moot:
    """By the time of sending there is nothing to say any more; `reason` says why, in a word."""

    reason: str


# Reads the present facts of these deliveries (all of one topic) and says for each, by its id,
# what is to be sent now.
Renderer = Callable[[Sequence[Delivery], dt.datetime], Mapping[int, Message | Moot]]
# Writes down who is owed what now; running it again changes nothing.
Planner = Callable[[dt.datetime], object]

renderers: dict[str, Renderer] = {}
planners: list[Planner] = []


def register_topic(topic: str, renderer: Renderer) -> None:
    """Says who writes the messages of a topic. Called once, from an app's `ready`."""
    renderers[topic] = renderer


def register_planner(planner: Planner) -> None:
    """Adds a planner to every tick. Called once, from an app's `ready`."""
    if planner not in planners:
        planners.append(planner)
