"""What came after a pattern that went to the archive."""

from django.db.models.expressions import RawSQL

from learning_patterns.models import Pattern

# UNION leaves out what it has been at already: patterns that replace each other end it.
_ONWARD = """
    WITH RECURSIVE onward(id, status, replaced_by_id) AS (
        SELECT one.id, one.status, one.replaced_by_id
        FROM learning_patterns_pattern AS one
        JOIN learning_patterns_tie AS tie ON tie.pattern_id = one.id
        WHERE tie.meeting_id = %s
        UNION
        SELECT next.id, next.status, next.replaced_by_id
        FROM learning_patterns_pattern AS next
        JOIN onward ON onward.replaced_by_id = next.id AND onward.status = 'archived'
    )
    SELECT id FROM onward"""


def successor(pattern: Pattern) -> Pattern | None:
    """The pattern that one should read instead: at the end of however many replacements, and not
    in the archive itself. None if there is none. A query for each replacement that was replaced
    again."""
    seen, one = {pattern.pk}, pattern.replaced_by
    while one and one.status == Pattern.Status.ARCHIVED and one.pk not in seen:
        seen.add(one.pk)
        one = one.replaced_by
    return one if one and one.status == Pattern.Status.PUBLISHED else None


def tied_or_after(meeting_id: int) -> RawSQL:
    """For `pk__in`: the patterns of a meeting, and whatever replaces those in the archive, as
    `successor` finds it. Part of one query."""
    return RawSQL(_ONWARD, [meeting_id])  # noqa: S611 - a constant; the id is a parameter
