"""Queries are counted alike on both databases: what went to PostgreSQL in one trip (`vsn.trips`)
counts as often as it asks for something. The trips themselves are `trips`."""

from django.test.utils import CaptureQueriesContext

_ENDS = {"BEGIN", "COMMIT"}
_messages = CaptureQueriesContext.captured_queries


def _one_by_one(captured: CaptureQueriesContext) -> list[dict[str, str]]:
    found = []
    for message in _messages.fget(captured):
        parts = message["sql"].split(";\n")
        if len(parts) > 1:  # Django tells of a transaction's own ends by themselves
            parts = [part for part in parts if part not in _ENDS]
        found += [message | {"sql": part} for part in parts]
    return found


CaptureQueriesContext.captured_queries = property(_one_by_one)  # type: ignore[method-assign,assignment]


def trips(captured: CaptureQueriesContext) -> int:
    """To the database and back, without what Django does around a transaction."""
    messages = [one["sql"] for one in _messages.fget(captured)]
    savepoints = ("SAVEPOINT", "RELEASE")
    return len([sql for sql in messages if sql not in _ENDS and not sql.startswith(savepoints)])
