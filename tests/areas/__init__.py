"""The rows of the tables that cover every address, area by area."""

from types import ModuleType

from tests.areas import (
    desk_afterwards,
    desk_calls,
    desk_lists,
    desk_meetings,
    desk_people,
    desk_reports,
    members_people,
    members_safety,
    patterns,
    patterns_library,
    patterns_meetings,
    patterns_questions,
    patterns_writing,
)

AREAS: tuple[ModuleType, ...] = (
    desk_afterwards,
    desk_calls,
    desk_lists,
    desk_meetings,
    desk_people,
    desk_reports,
    members_people,
    members_safety,
    patterns,
    patterns_library,
    patterns_meetings,
    patterns_questions,
    patterns_writing,
)
