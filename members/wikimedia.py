"""What the wiki says about accounts, with the ways out where it says no.

Each question goes over the network and may take seconds: never ask inside a transaction.
"""

from collections.abc import Iterable

import structlog
from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from members.models import User
from members.rules import Refusal, Refused
from vsn.mediawiki.client import Account, Wiki, WikiUnavailable
from vsn.mediawiki.names import is_possible, normalise

log = structlog.stdlib.get_logger(__name__)

# All questions together: somebody waits for the page.
PATIENCE_SECONDS = 12
NO_NAME = _("This cannot be a user name. Please check how it is written.")
UNKNOWN = _("The wiki knows no account of that name. Please check how it is written.")
MAIL_OFF = _(
    "This account takes no mail from others. Switch on “Allow other users to email me” in your "
    "preferences on the wiki, where your e-mail address has to be confirmed too."
)
SILENT = _("The wiki does not answer at the moment, so we cannot look up the name.")
BY_ADDRESS = _("Or give an e-mail address instead.")
BY_SIGNING_IN = _(
    "Or give an e-mail address instead, or sign in with Wikimedia: then the link is on your page."
)


def enabled() -> bool:
    """True if there is a wiki to ask about accounts."""
    return bool(settings.WIKI_API_URL)


def look_up(typed: str) -> Account:
    """The account that somebody typed, if the portal can mail it through the wiki.

    Raises:
        Refused: `wiki_name` (cannot be one), `wiki_unknown`, `wiki_mail_off`, `wiki_down`.
    """
    name = normalise(typed)
    if not is_possible(name):
        raise Refused(Refusal("wiki_name", NO_NAME))
    account = look_up_many([name])[name]
    if account is None:
        raise Refused(Refusal("wiki_unknown", _with_ways_out(UNKNOWN)))
    if not account.emailable:
        raise Refused(Refusal("wiki_mail_off", _with_ways_out(MAIL_OFF)))
    return account


def look_up_many(names: Iterable[str]) -> dict[str, Account | None]:
    """Each name, as given, with its account; None for a name that nobody has.

    Raises:
        Refused: `wiki_down`.
    """
    try:
        with Wiki.from_settings() as wiki, wiki.within(PATIENCE_SECONDS):
            return wiki.accounts(names)
    except WikiUnavailable as error:
        log.warning("accounts not looked up", reason=error.reason)
        raise Refused(Refusal("wiki_down", _with_ways_out(SILENT))) from error


def account_of(person: User) -> Account | None:
    """The person's account as it is now, also after it was renamed; None if the wiki does not
    say, or knows none. Best effort: nothing depends on the answer."""
    if not enabled() or person.wikimedia_id is None:
        return None
    try:
        with Wiki.from_settings() as wiki, wiki.within(PATIENCE_SECONDS):
            return wiki.account_of(person.wikimedia_id)
    except WikiUnavailable as error:
        log.warning("account not refreshed", reason=error.reason)
        return None


def _with_ways_out(sentence: Promise) -> Promise:
    ways_out = BY_SIGNING_IN if settings.WIKIMEDIA_SIGN_IN else BY_ADDRESS
    return format_lazy("{} {}", sentence, ways_out)
