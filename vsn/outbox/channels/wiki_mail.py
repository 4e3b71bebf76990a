"""Mail through the wiki ("Email this user"): plain text, and no address that we would know."""

import functools
import textwrap
from types import TracebackType
from typing import Self

import structlog
from django.conf import settings

from vsn.mediawiki.client import (
    Account,
    CannotBeMailed,
    NeedsAttention,
    Wiki,
    WikiUnavailable,
)
from vsn.mediawiki.errors import GONE
from vsn.outbox.channels import Message, Transient, Undeliverable

log = structlog.stdlib.get_logger(__name__)

# For one message, all questions together: a worker has other things to do.
PATIENCE_SECONDS = 15
NOT_MAILABLE = (
    "their wiki account cannot be mailed: it has no confirmed e-mail address, or takes no mail"
)


class WikiMailChannel:
    """`with WikiMailChannel() as channel: channel.send("Dana|42", ...)`: user name and central id,
    which may be empty."""

    name = "wiki_mail"

    def __init__(self) -> None:
        self._wiki = _wiki(
            settings.WIKI_API_URL,
            settings.WIKI_MAIL_USER,
            settings.WIKI_MAIL_PASSWORD,
            settings.WIKI_MAIL_TOKEN,
        )
        self._alarmed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._wiki.close()

    def announce(self, address: str, message: Message, message_id: str) -> None:
        """A wiki cannot be told beforehand."""

    def send(self, address: str, message: Message, message_id: str) -> None:
        """Has the wiki mail the message, to the account with that id whatever it is called by now.

        Raises:
            Transient: it may work later.
            Undeliverable: this account will never take it.
        """
        name, _, central_id = address.partition("|")
        try:
            with self._wiki.within(PATIENCE_SECONDS):
                account = self._account(name, int(central_id) if central_id else None)
                subject = " ".join(message.subject.split())
                self._wiki.email_user(account.name, subject, _text(message, message_id))
        except CannotBeMailed as never:
            raise Undeliverable(never.reason) from never
        except WikiUnavailable as later:
            if isinstance(later, NeedsAttention):
                self._alarm(later.reason)
            raise Transient(
                later.reason, later.retry_after, everyone=not later.this_message
            ) from later

    def _account(self, name: str, central_id: int | None) -> Account:
        """Whom to mail. A name may have gone to somebody else, an id never does."""
        account = self._wiki.accounts([name])[name]
        if central_id and (account is None or account.central_id != central_id):
            account = self._wiki.account_of(central_id)
        if account is None:
            raise CannotBeMailed(GONE)
        if not account.emailable:
            raise CannotBeMailed(NOT_MAILABLE)
        return account

    def _alarm(self, reason: str) -> None:
        """Nobody gets mail through the wiki until somebody has done something."""
        if not self._alarmed:
            log.error("wiki mail stands still", reason=reason)
        self._alarmed = True


@functools.lru_cache(maxsize=1)
def _wiki(*_settings: str) -> Wiki:
    """A worker stays signed in from one batch to the next, while the settings are the same."""
    return Wiki.from_settings()


def _text(message: Message, message_id: str) -> str:
    """The wiki gives each mail a Message-ID of its own. So the same message, sent once more,
    carries the same reference at its end, whatever the language."""
    reference = message_id.strip("<>").partition("@")[0][:8]
    lines = (message.text_alone or message.text).rstrip().split("\n")
    return "\n".join([*map(_broken, lines), "", f"[{reference}]"])


def _broken(line: str) -> str:
    """Mail servers refuse lines of more than 998 bytes, and the wiki sends them as they are."""
    if len(line.encode()) <= 998:
        return line
    return textwrap.fill(line, 200, break_long_words=False, break_on_hyphens=False)
