"""What was understood of a page, for a person at a terminal and for a program. Neither ever shows
an e-mail address."""

from collections.abc import Iterator
from datetime import UTC, datetime

from meetings.wikitext.entries import EMAIL
from meetings.wikitext.page import Entry, SessionList, SignUpPage, Skipped

_SHOWN = 70


def as_data(page: SignUpPage) -> dict[str, object]:
    """The page as JSON can hold it: times in ISO 8601, None for what is not known.

    What is wrong with a list's date stands among what was skipped, with the line of its heading.
    """
    return {
        "sessions": [_session(session) for session in page.sessions],
        "skipped": [
            {"line": skipped.line, "reason": skipped.reason} for skipped in _all_skipped(page)
        ],
    }


def _session(session: SessionList) -> dict[str, object]:
    return {
        "heading": without_addresses(session.heading),
        "starts_at": _iso(session.starts_at),
        "ends_at": _iso(session.ends_at),
        "entries": [_entry(entry) for entry in session.entries],
    }


def _entry(entry: Entry) -> dict[str, object]:
    return {
        "line": entry.line,
        "user_name": entry.user_name,
        "display_name": entry.display_name,
        "affiliate": entry.affiliate,
        "signed_at": _iso(entry.signed_at),
        "status": entry.status,
        "recorded_by": entry.recorded_by,
        "warnings": list(entry.warnings),
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()


def _all_skipped(page: SignUpPage) -> list[Skipped]:
    dates = [
        Skipped(session.line, session.heading, warning)
        for session in page.sessions
        for warning in session.warnings
    ]
    return sorted([*page.skipped, *dates], key=lambda skipped: skipped.line)


def without_addresses(text: str) -> str:
    """The text with every e-mail address hidden."""
    return EMAIL.sub("[address]", text)


def as_text(page: SignUpPage) -> str:
    """The same to be read, line by line, with how many were found; none found is said aloud."""
    return "\n".join([*_lists(page), *_left_out(page), _total(page)]) + "\n"


def _lists(page: SignUpPage) -> Iterator[str]:
    for session in page.sessions:
        yield f"{without_addresses(session.heading) or 'A list without a heading'}"
        yield f"  {_when(session)}, {_count(session)}"
        yield from (f"  ! {warning}" for warning in session.warnings)
        yield from (line for entry in session.entries for line in _lines(entry))
        yield ""


def _when(session: SessionList) -> str:
    if session.starts_at is None:
        return "time not known"
    end = f" to {session.ends_at:%Y-%m-%d %H:%M}" if session.ends_at else ""
    return f"{session.starts_at:%Y-%m-%d %H:%M}{end} UTC"


def _count(session: SessionList) -> str:
    count = len(session.entries)
    return "0 found" if count == 0 else f"{count} {'person' if count == 1 else 'people'}"


def _lines(entry: Entry) -> Iterator[str]:
    name = entry.user_name or f"{entry.display_name or 'somebody unnamed'} (no account)"
    if entry.user_name and entry.display_name != entry.user_name:
        name += f", shown as {entry.display_name}"
    signed = f"{entry.signed_at:%Y-%m-%d %H:%M}" if entry.signed_at else "no time"
    yield f"  {entry.line:>5}  {entry.status:<7}  {signed:<16}  {entry.affiliate or '-':<5}  {name}"
    if entry.recorded_by:
        yield f"         written down by {entry.recorded_by}"
    if entry.email:
        yield "         an e-mail address, not shown here"
    yield from (f"       ! {warning}" for warning in entry.warnings)


def _left_out(page: SignUpPage) -> Iterator[str]:
    if page.skipped:
        yield "Skipped"
    for skipped in page.skipped:
        shown = without_addresses(" ".join(skipped.raw.split()))
        shown = shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
        yield f"  {skipped.line:>5}  {skipped.reason}" + (f"  {shown}" if shown else "")
    if page.skipped:
        yield ""


def _total(page: SignUpPage) -> str:
    if not page.sessions:
        return "0 found: there is no list of people who signed up on this page."
    entries = [entry for session in page.sessions for entry in session.entries]
    accounts = {entry.user_name for entry in entries if entry.user_name}
    return (
        f"{len(entries)} found in {len(page.sessions)} "
        f"{'list' if len(page.sessions) == 1 else 'lists'}, {len(accounts)} different accounts, "
        f"{len(page.skipped)} {'line' if len(page.skipped) == 1 else 'lines'} skipped."
    )
