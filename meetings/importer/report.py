"""What was brought in, for whoever did it at a terminal: in words, or for programs."""

from collections.abc import Iterator

from meetings.actions import Brought
from meetings.importer.preview import Line, ListHere, Preview, Standing


def as_data(preview: Preview, done: list[Brought]) -> dict[str, object]:
    """Times in ISO 8601, UTC; `session` is the number of the session, None where none fits."""
    return {
        "brought_in": sum(one.brought_in for one in done),
        "sessions": [_list_as_data(one) for one in preview.lists],
        "left": [{"session": p.session.number, "name": p.name} for p in preview.left],
        "skipped": [{"line": one.line, "reason": one.reason} for one in preview.skipped],
    }


def _list_as_data(one: ListHere) -> dict[str, object]:
    return {
        "heading": one.heading,
        "starts_at": one.page.starts_at and one.page.starts_at.isoformat(),
        "session": one.session and one.session.number,
        "refusal": one.refusal and str(one.refusal),
        "entries": [_line_as_data(one, line) for line in one.lines],
    }


def _line_as_data(one: ListHere, line: Line) -> dict[str, object]:
    return {
        "line": line.entry.line,
        "user_name": line.entry.user_name,
        "name": line.name,
        "status": line.entry.status,
        "standing": line.standing.value,
        "brought_in": _comes(one, line),
    }


def as_text(preview: Preview, done: list[Brought]) -> str:
    """List by list: what became of it, and who was left out and why."""
    return "\n".join(_sentences(preview, done)) + "\n"


def _sentences(preview: Preview, done: list[Brought]) -> Iterator[str]:
    for one in preview.lists:
        yield f"{one.heading or 'A list without a heading'}: {_outcome(one)}"
        for line in one.lines if one.session and not one.refusal else []:
            if not _comes(one, line):
                yield f"  line {line.entry.line}: {line.name}: {_why_not(line)}"
    for place in preview.left:
        yield f"No longer on the page, and still on the list: {place.name}"
    yield f"{sum(one.brought_in for one in done)} brought in."


def _outcome(one: ListHere) -> str:
    if one.session is None:
        return "left out, since no session of the meeting starts then"
    if one.refusal:
        return f"left out. {one.refusal}"
    coming = sum(_comes(one, line) for line in one.lines)
    return f"session {one.session.number}, {coming} of {len(one.lines)} brought in"


def _why_not(line: Line) -> str:
    if line.ticked:
        return "cannot be brought in"
    new = line.standing == Standing.NEW
    return f"says {line.entry.status}" if new else str(line.standing.label)


def _comes(one: ListHere, line: Line) -> bool:
    may_come = line.ticked and not line.kept_out
    return may_come and one.session is not None and one.refusal is None
