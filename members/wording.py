"""What changed between two texts."""

import difflib
from typing import NamedTuple


class Difference(NamedTuple):
    """A line of a comparison; `kind` is same, gone or new."""

    kind: str
    line: str


_KINDS = {" ": "same", "-": "gone", "+": "new"}


def differences(old: str, new: str) -> list[Difference]:
    """The two texts line by line, in reading order, empty lines left out."""
    compared = difflib.ndiff(old.splitlines(), new.splitlines())
    return [
        Difference(_KINDS[line[0]], line[2:])
        for line in compared
        if line[0] in _KINDS and line[2:].strip()
    ]
