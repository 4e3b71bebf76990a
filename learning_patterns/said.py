"""What was said about a pattern, as those read it who go on with it."""

from dataclasses import dataclass, field

from learning_patterns import content as contents
from learning_patterns import passages
from learning_patterns.models import Pattern, Remark


@dataclass(slots=True)
class Said:
    """The newest remark first. Of those that are open, `changed` says that the passage does not
    stand there any more."""

    open: list[Remark] = field(default_factory=list)
    settled: list[Remark] = field(default_factory=list)


def said_of(pattern: Pattern) -> Said:
    """One query, and a second if readers do not see the newest text yet."""
    said, newest = Said(), None
    for remark in pattern.remarks.select_related("author", "settled_by"):
        if remark.settled_at:
            said.settled.append(remark)
            continue
        said.open.append(remark)
        remark.changed = False
        if remark.quote:
            newest = newest or _newest(pattern)
            remark.changed = not passages.stands_in(remark.quote, newest.get(remark.field, ""))
    return said


def _newest(pattern: Pattern) -> contents.Content:
    if pattern.revision == pattern.shown:
        return contents.texts(pattern)
    return contents.newest(pattern)
