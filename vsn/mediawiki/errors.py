"""What can go wrong with a wiki, and whose trouble it is."""

import datetime as dt
import re

# Whatever a server asks for: people are owed their links, so somebody looks again by then.
LONGEST_PAUSE = dt.timedelta(minutes=10)


class WikiUnavailable(Exception):
    """The wiki does not do it now; it may later, after `retry_after` if that is known.

    `this_message`: it may be due to this one message, the next one may pass; a repeat may be a
    second copy, since nobody knows what became of the first.
    """

    def __init__(
        self,
        reason: str,
        retry_after: dt.timedelta | None = None,
        *,
        this_message: bool = False,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = min(retry_after, LONGEST_PAUSE) if retry_after else None
        self.this_message = this_message


class NeedsAttention(WikiUnavailable):
    """It will not pass by itself: `reason` tells whoever runs the portal what to put right."""

    def __init__(self, reason: str) -> None:
        # Seldom: every failed sign-in counts against us.
        super().__init__(reason, LONGEST_PAUSE)


class NoAnswer(WikiUnavailable):
    """The request may have reached the wiki; what came back, if anything, does not say."""


class CannotBeMailed(Exception):
    """It will never work for this account; `reason` is for the facilitator, without the name."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ApiError(Exception):
    """The wiki answered with an error; `code` is MediaWiki's, made safe to log."""

    def __init__(self, code: str, retry_after: dt.timedelta | None = None) -> None:
        self.code = re.sub(r"[^\w-]", "_", code, flags=re.ASCII)[:60] or "unknown"
        super().__init__(self.code)
        self.retry_after = retry_after


GONE = "their wiki account does not exist any more"
NO_ADDRESS = "their wiki account has no confirmed e-mail address"
SWITCHED_OFF = "their wiki account takes no mail from us"

# Of the person who is mailed. MediaWiki up to 1.39 and later ones have different codes.
_NEVER = {
    **dict.fromkeys(("notarget", "emailnotarget", "baduser", "baduser_target", "nosuchuser"), GONE),
    **dict.fromkeys(("noemail", "noemailtext", "user-mail-no-addy"), NO_ADDRESS),
    **dict.fromkeys(("nowikiemail", "nowikiemailtext"), SWITCHED_OFF),
}
# Of the account that sends, or of the wiki's settings.
_BLOCKED = "the wiki has blocked the account that sends our mail"
_NO_RIGHT = "the account that sends our mail may not do that on the wiki (right: sendemail)"
_ATTENTION = {
    **dict.fromkeys(("blockedemailuser", "blocked", "autoblocked", "systemblocked"), _BLOCKED),
    **dict.fromkeys(("badaccess", "permissiondenied", "writeapidenied"), _NO_RIGHT),
    "cantsend": "the account that sends our mail has no confirmed e-mail address on the wiki",
    "usermaildisabled": "mail between accounts is switched off on the wiki",
    "spam-blacklisted-email": "the wiki does not accept the address of the account that sends",
    "captcha-sendemail-fail": "the wiki wants a captcha from the account that sends our mail",
    "readapidenied": "the wiki lets nobody read it without signing in",
}
# Neither: the wiki asks everyone to wait. With the pause when it does not say how long.
_WAIT = {
    "maxlag": dt.timedelta(seconds=5),
    "readonly": dt.timedelta(minutes=1),
    "ratelimited": dt.timedelta(minutes=2),
}
NOT_SIGNED_IN = frozenset({"assertuserfailed", "badtoken", "notoken"})


def judge(error: ApiError) -> WikiUnavailable | CannotBeMailed:
    """Whose trouble an error is. One that we do not know may be about this message, so that it
    counts as an attempt of this one and holds up nobody else."""
    code = error.code
    if code in _NEVER:
        return CannotBeMailed(_NEVER[code])
    if code in _ATTENTION:
        return NeedsAttention(_ATTENTION[code])
    if code.startswith("mwoauth"):
        return NeedsAttention(f"the wiki does not accept WIKI_MAIL_TOKEN ({code})")
    if code in NOT_SIGNED_IN:
        return NeedsAttention(f"the wiki does not keep us signed in ({code})")
    reason = f"the wiki answered {code}"
    if code in _WAIT or code.startswith("internal_api_error_DB"):
        return WikiUnavailable(reason, error.retry_after or _WAIT.get(code))
    return WikiUnavailable(reason, error.retry_after, this_message=True)


def unavailable(error: ApiError) -> WikiUnavailable:
    """The same where nobody is being mailed yet: it can only be us or the wiki."""
    verdict = judge(error)
    if isinstance(verdict, NeedsAttention):
        return verdict
    return WikiUnavailable(f"the wiki answered {error.code}", getattr(verdict, "retry_after", None))
