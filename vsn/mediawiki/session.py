"""Acting on a wiki as an account of ours: signing in, and again when the wiki has forgotten."""

from typing import Any

from vsn.mediawiki.api import Answer, Api
from vsn.mediawiki.errors import (
    LONGEST_PAUSE,
    NOT_SIGNED_IN,
    ApiError,
    NeedsAttention,
    NoAnswer,
    WikiUnavailable,
    unavailable,
)

# A write waits while the wiki's databases are further behind than this (seconds).
MAXLAG = 5
# MediaWiki counts five failed sign-ins in five minutes, and then refuses right ones too.
_TOO_OFTEN = {"login-throttled", "sessionlost"}


class Session:
    """Writes through `api`, with a bot password (`user`, `password`) or, where `oauth`, with the
    token that `api` sends along. What the wiki gave us for that is kept until it is refused."""

    def __init__(self, api: Api, *, user: str, password: str, oauth: bool) -> None:
        self._api, self._oauth = api, oauth
        self._user, self._password = user, password
        self._token = ""

    def post(self, **parameters: str | int) -> Answer:
        """One write, signed in.

        Raises:
            ApiError: the wiki refused it.
            NoAnswer: nobody knows whether it was done.
            WikiUnavailable: it was not done.
        """
        try:
            return self._write(parameters)
        except ApiError as error:
            if error.code not in NOT_SIGNED_IN:
                raise
        self._token = ""
        self._api.forget_cookies()
        return self._write(parameters)

    def _write(self, parameters: dict[str, str | int]) -> Answer:
        token = self._token or self._sign_in()
        return self._api.post(**{"assert": "user", "maxlag": MAXLAG, "token": token} | parameters)

    def _sign_in(self) -> str:
        try:
            if not self._oauth:
                self._log_in()
            self._token = self._fetch_token("csrf", **{"assert": "user"})
        except NoAnswer as unclear:
            # Nothing was done yet: that is not about what we were going to write.
            raise WikiUnavailable(unclear.reason, unclear.retry_after) from unclear
        except ApiError as error:
            raise unavailable(error) from error
        return self._token

    def _log_in(self) -> None:
        token = self._fetch_token("login")
        login = {"lgname": self._user, "lgpassword": self._password, "lgtoken": token}
        answer = self._api.post(action="login", **login).get("login")
        outcome = answer if isinstance(answer, dict) else {}
        if (result := str(outcome.get("result"))) == "Success":
            return
        if result in {"WrongToken", "NeedToken", "Throttled"} or _why(outcome) in _TOO_OFTEN:
            raise WikiUnavailable("the wiki takes no sign-in now", LONGEST_PAUSE)
        raise NeedsAttention("the wiki does not accept WIKI_MAIL_USER and WIKI_MAIL_PASSWORD")

    def _fetch_token(self, kind: str, **more: str) -> str:
        answer = self._api.get(action="query", meta="tokens", type=kind, **more)
        try:
            return str(answer["query"]["tokens"][f"{kind}token"])
        except (KeyError, TypeError) as odd:
            raise WikiUnavailable("the wiki gave us no token") from odd


def _why(outcome: dict[str, Any]) -> str:
    reason = outcome.get("reason")
    return str(reason.get("code", "")) if isinstance(reason, dict) else ""
