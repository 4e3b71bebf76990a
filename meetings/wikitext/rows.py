"""Rows of a list that sign up nobody, and those that stand for somebody without a name."""

import re

from django.utils.translation import gettext as _

from meetings.wikitext.codes import is_placeholder

_TEMPLATE_ROW = re.compile(
    r"~~~|\b(?:your (?:user)?name|user ?name here|name here|sign here|add (?:your|yourself)|"
    r"example user|"
    r"bitte (?:hier )?(?:eintragen|unterschreiben)|hier (?:eintragen|unterschreiben)|dein name|"
    r"tu nombre|firma aquí|votre nom|signez ici|il tuo nome|firma qui|seu nome|assine aqui|"
    r"please sign|please add|insert name|placeholder)\b",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"[\W_]*")
_UNFILLED = {
    "name",
    "username",
    "user name",
    "user",
    "signature",
    "tba",
    "tbd",
    "tbc",
    "you",
    "you?",
}
_UNFILLED |= {
    "example",
    "user:example",
    "n/a",
    "none",
    "name, organisation",
    "name, affiliation",
    "edit",
}
_PRIVACY = re.compile(
    r"\b(?:wants?|prefers?|wishe?s?|asks? for|values?) (?:\w+ )?(?:privacy|anonymity)|"
    r"\banonymous\b|"
    r"\bprivate (?:attendee|participant)|\b(?:to (?:stay|remain|be)) (?:private|anonymous)|"
    r"\banonym(?:er|e)? (?:teilnehmer|person|gast)|möchte anonym|anónim[oa]|\banonyme\b|"
    r"\banonimo\b|"
    r"^a participant\b",  # what our own lists say of them
    re.IGNORECASE,
)
_LONGEST = 1500


def reason_to_skip(text: str, *, filled_in: bool = False) -> str:
    """Why this row is nobody's sign-up, "" if it may be one. `filled_in`: an account signed it at
    a time, so it is no row of a template whatever the account is called."""
    if _EMPTY.fullmatch(text):
        return _("This row is empty.")
    if len(text) > _LONGEST:
        return _("This is too long for a sign-up.")
    row = text.strip(" -–—~:").lower()
    if filled_in:
        return ""
    if is_placeholder(text) or row in _UNFILLED or (_TEMPLATE_ROW.search(text) and len(text) < 120):
        return _("This row of the template was not filled in.")
    return ""


def wants_privacy(text: str) -> bool:
    """Whether the row stands for somebody who does not want to be named."""
    return len(text) < 120 and bool(_PRIVACY.search(text))
