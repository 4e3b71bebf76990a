"""A MediaWiki wiki, as far as the portal needs it. Works with any from 1.39, Wikimedia's too."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from django.conf import settings

from vsn.mediawiki.api import Answer, Api, code_of
from vsn.mediawiki.errors import (
    ApiError,
    CannotBeMailed,
    NeedsAttention,
    NoAnswer,
    WikiUnavailable,
    judge,
    unavailable,
)
from vsn.mediawiki.names import is_possible, normalise
from vsn.mediawiki.session import Session

__all__ = ["Account", "CannotBeMailed", "NeedsAttention", "Wiki", "WikiUnavailable"]

# Names in one question; the limit for those without special rights.
BATCH = 50
_USERS: dict[str, str | int] = {
    "action": "query",
    "list": "users",
    "usprop": "emailable|centralids|blockinfo",
}
_NO_SUCH_ID = {"invaliduserid", "nosuchuserid"}


@dataclass(frozen=True, slots=True)
class Account:
    """An account as the wiki knows it now.

    `central_id` stays when the account is renamed: CentralAuth's where the wiki has that, else the
    wiki's own; None for an account without one. `emailable`: it has a confirmed address and takes
    mail from others (perhaps not from us: that shows only when it is mailed). `blocked`: from all
    of the wiki, not from some pages only; it gets mail all the same.
    """

    name: str
    central_id: int | None
    emailable: bool
    blocked: bool


class Wiki:
    """`with Wiki.from_settings() as wiki: wiki.accounts([...])`. Looking up asks for public facts;
    only mailing signs in, and what it was given for that is kept as long as this object."""

    def __init__(
        self, api_url: str, *, agent: str, user: str = "", password: str = "", token: str = ""
    ) -> None:
        self._api = Api(api_url, agent=agent, token=token)
        self._session = Session(self._api, user=user, password=password, oauth=bool(token))

    @classmethod
    def from_settings(cls) -> Self:
        """The wiki of this portal (WIKI_API_URL and WIKI_MAIL_… in the environment)."""
        return cls(
            settings.WIKI_API_URL,
            agent=settings.WIKI_USER_AGENT,
            user=settings.WIKI_MAIL_USER,
            password=settings.WIKI_MAIL_PASSWORD,
            token=settings.WIKI_MAIL_TOKEN,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets the connections go; being signed in is not forgotten."""
        self._api.close()

    def within(self, seconds: float) -> AbstractContextManager[None]:
        """`with wiki.within(20): ...`: all that is asked in there takes no longer; what does is
        `WikiUnavailable`."""
        return self._api.within(seconds)

    # --- Looking up ------------------------------------------------------------------------------

    def accounts(self, names: Iterable[str]) -> dict[str, Account | None]:
        """Each name, as given, with its account; None if there is none of that name.

        Raises:
            WikiUnavailable: the wiki did not say.
        """
        written = {given: normalise(given) for given in names}
        asked = sorted({name for name in written.values() if is_possible(name)})
        found: dict[str, Account | None] = {}
        with _looking_up():
            for start in range(0, len(asked), BATCH):
                found |= self._look_up(asked[start : start + BATCH])
        return {given: found.get(name) for given, name in written.items()}

    def account_of(self, central_id: int) -> Account | None:
        """The account with that central id, whatever it is called by now; None if there is none.

        Raises:
            WikiUnavailable: the wiki did not say.
        """
        # Both at once: a wiki without CentralAuth overlooks `globaluserinfo`, and there the ids
        # are the wiki's own. So nobody has to know beforehand which kind it is.
        question = _USERS | {"meta": "globaluserinfo", "guiid": central_id, "ususerids": central_id}
        with _looking_up():
            try:
                answer = self._api.get(**question)["query"]
            except ApiError as error:
                if error.code in _NO_SUCH_ID:
                    return None
                raise
            if "globaluserinfo" in answer:
                name = answer["globaluserinfo"].get("name")
                account = self._look_up([name])[name] if name else None
            else:
                account = _account(answer["users"][0])
        # On this wiki somebody else may have the name, who never became part of the global account.
        return account if account and account.central_id == central_id else None

    def _look_up(self, names: list[str]) -> dict[str, Account | None]:
        """By name; they must be possible ones (no "|") and differ."""
        question = _USERS | {"ususers": "|".join(names)}
        # Many names would make too long an address.
        ask = self._api.get if len(names) == 1 else self._api.post
        entries = ask(**question)["query"]["users"]
        # First come those that cannot be names, as they were asked for; then the others in the
        # order of the question, whatever the wiki made of their spelling.
        impossible = {entry["name"] for entry in entries if entry.get("invalid")}
        asked = [name for name in names if name not in impossible]
        known = [entry for entry in entries if not entry.get("invalid")]
        return {name: _account(entry) for name, entry in zip(asked, known, strict=True)}

    # --- Mailing ---------------------------------------------------------------------------------

    def email_user(self, name: str, subject: str, text: str) -> None:
        """Has the wiki mail `text` (plain) to the account of that name.

        Raises:
            WikiUnavailable: it may work later. With `this_message` it may be due to this one, and
                this one may even have gone out.
            CannotBeMailed: this account will never take it.
        """
        try:
            answer = self._session.post(action="emailuser", target=name, subject=subject, text=text)
        except NoAnswer as unclear:
            later = unclear.retry_after
            raise WikiUnavailable(unclear.reason, later, this_message=True) from unclear
        except ApiError as error:
            raise judge(error) from error
        if (code := _failure(answer)) is not None:
            raise judge(ApiError(code))


@contextmanager
def _looking_up() -> Iterator[None]:
    """Whatever goes wrong, the wiki did not say."""
    try:
        yield
    except ApiError as error:
        raise unavailable(error) from error
    except (LookupError, TypeError, AttributeError, ValueError) as odd:
        raise NoAnswer("the wiki answered something else than was asked") from odd


def _account(entry: dict[str, Any]) -> Account | None:
    """ValueError, TypeError or LookupError if it is nothing that a wiki says of an account."""
    if entry.get("missing") or not entry.get("userid"):
        return None
    ids = entry["centralids"]
    # 0: CentralAuth knows of no account that this one belongs to.
    name, central_id = entry["name"], ids.get("CentralAuth", ids.get("local")) or None
    is_id = central_id is None or (type(central_id) is int and 0 < central_id < 2**63)
    if not is_id or not is_possible(normalise(name)):
        raise ValueError("no account")
    return Account(
        name=name,
        central_id=central_id,
        emailable=entry.get("emailable") is True,
        blocked="blockid" in entry and not entry.get("blockpartial"),
    )


def _failure(answer: Answer) -> str | None:
    """The code of what went wrong, if something did. What the wiki's own mail server says is in
    here too, in words that differ from wiki to wiki."""
    outcome = answer.get("emailuser")
    if not isinstance(outcome, dict):
        return "no_result"
    if str(outcome.get("result")) in {"Success", "Warnings"}:
        return None
    return code_of(outcome.get("errors"))
