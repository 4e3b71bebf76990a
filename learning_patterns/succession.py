"""What came after a pattern that went to the archive."""

from learning_patterns.models import Pattern


def successor(pattern: Pattern) -> Pattern | None:
    """The pattern that one should read instead: at the end of however many replacements, and not
    in the archive itself. None if there is none. A query for each replacement that was replaced
    again."""
    seen, one = {pattern.pk}, pattern.replaced_by
    while one and one.status == Pattern.Status.ARCHIVED and one.pk not in seen:
        seen.add(one.pk)
        one = one.replaced_by
    return one if one and one.status == Pattern.Status.PUBLISHED else None
