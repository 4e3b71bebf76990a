"""How a rule says no."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


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


# Two who have the same form open: who saves second is told.
OVERTAKEN = Refusal(
    "changed",
    _(
        "Somebody else has changed this while you had it open, and nothing is saved yet. Below is "
        "what you typed: look at it in another window first. If you save again, yours counts."
    ),
)
