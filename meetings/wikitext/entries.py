"""Puts an entry together from what a line was found to say."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from meetings.wikitext.accounts import is_address
from meetings.wikitext.codes import code_of_name
from meetings.wikitext.intent import intent
from meetings.wikitext.lines import Line
from meetings.wikitext.page import Entry, Status

EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_IN_BRACKETS = re.compile(rf"\(\s*{EMAIL.pattern}\s*\)|{EMAIL.pattern}")


@dataclass(frozen=True)
class Around:
    """What the list says about all of its lines."""

    status: Status = "yes"
    # Whether one line may hold several names: "Who is coming? X, Y, Z".
    many: bool = False
    # Whether its heading may speak of who was there: "Made it".
    may_be_past: bool = False


@dataclass(frozen=True)
class Person:
    """Somebody as a line names them; `account` is "" for an IP address, None for no account.

    `code` is an affiliate's code that stands beside the name, not in it.
    """

    account: str | None
    shown: str = ""
    code: str | None = None
    signed_at: datetime | None = None
    recorded_by: str | None = None
    warnings: tuple[str, ...] = ()


def make_entry(line: Line, around: Around, who: Person, comment: str = "") -> Entry:
    """The one place where names are checked and status and affiliate are drawn."""
    email = EMAIL.search(line.text)
    account, shown = who.account, _IN_BRACKETS.sub("", who.shown).strip(" <>,")
    warnings = who.warnings
    if account == "" or is_address(shown):
        account, shown = None, ""
        warnings += (_("Somebody without an account: the wiki knows only their IP address."),)
    elif account is None:
        warnings += (_no_account(shown, email is not None),)
    if around.may_be_past:
        warnings += (_("The heading may say who was there; that would be no sign-up."),)
    status, said = _status(line, around, comment)
    return Entry(
        line=line.number,
        raw=line.raw,
        user_name=account,
        display_name=shown or account,
        affiliate=code_of_name(account or "") or code_of_name(shown) or who.code,
        signed_at=who.signed_at,
        status=status,
        recorded_by=who.recorded_by,
        email=email[0] if email else None,
        warnings=(*warnings, *said),
    )


def _no_account(shown: str, by_email: bool) -> str:
    if by_email:
        return _("The line names no account, only an e-mail address.")
    if not shown:
        return _("This person wants to stay unnamed.")
    return _("The line names no account.")


def _status(line: Line, around: Around, comment: str) -> tuple[Status, tuple[str, ...]]:
    if line.struck:
        return "no", (_("The line is crossed out."),)
    said = intent(comment)
    if said is None or around.status == "no" or (said == "maybe" and around.status == "maybe"):
        return around.status, ()
    return said, (_("The comment says so; please read it."),)
