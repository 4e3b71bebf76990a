"""A form as the tests know it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from members.models import User
from tests.world import World

Values = dict[str, str]


@dataclass(frozen=True)
class Form:
    address: Callable[[World], str]
    valid: Callable[[World], Values]
    person: Callable[[World], User | None] = lambda w: None
    # The fields of text whose words come back with the error.
    kept: set[str] = field(default_factory=set)
