"""How a rule says no."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not: a code for the code, a sentence for the person."""

    code: str
    sentence: str | Promise

    def __str__(self) -> str:
        return str(self.sentence)


class Refused(Exception):
    """An action met a rule that says no. Nothing was changed."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
