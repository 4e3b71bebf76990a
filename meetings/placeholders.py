"""What facilitators may leave open in a message, to be filled in for each reader."""

import re
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from members.rules import Refusal

KNOWN = ("name", "session", "place")
IN_SUBJECT = ("name", "session")
# Whatever looks like one, so that a slip of the pen is found before it goes out.
_PLACEHOLDER = re.compile(r"\{\s*([^{}\n]{0,40}?)\s*\}")


def refusal(text: str, known: Sequence[str] = KNOWN) -> Refusal | None:
    """Why this text cannot go out as it stands: it leaves something open that we do not know."""
    unknown = [m[0] for m in _PLACEHOLDER.finditer(text) if m[1] not in known]
    if not unknown:
        return None
    if known == IN_SUBJECT:
        sentence = _("%(placeholder)s cannot stand here. You can use {name} and {session}.")
    else:
        sentence = _("We do not know %(placeholder)s. You can use {name}, {session} and {place}.")
    return Refusal("placeholder", sentence % {"placeholder": unknown[0]})


def fill_in(text: str, values: Mapping[str, str]) -> str:
    """The text with everything in its place; what is put in is not looked at again."""
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)
