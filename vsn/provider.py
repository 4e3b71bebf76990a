"""Signing in on the wiki: allauth's MediaWiki provider, with what this portal asks of it.

allauth finds this module because `vsn` is an app.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from allauth.socialaccount.models import SocialLogin, SocialToken
from allauth.socialaccount.providers.mediawiki.provider import MediaWikiProvider
from allauth.socialaccount.providers.mediawiki.views import MediaWikiOAuth2Adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from vsn.mediawiki.names import is_possible, normalise

META = "https://meta.wikimedia.org/w/rest.php"
LONGEST_ADDRESS = 254
# What comes of answers that are none: a time without end and a page of brackets are among them.
_ODD = (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError)


class WikimediaOAuth2Adapter(MediaWikiOAuth2Adapter):
    """Where the wiki's OAuth is. Answers that are none become allauth's own error."""

    @property
    def headers(self) -> dict[str, str]:  # type: ignore[override]
        return {"User-Agent": settings.WIKI_USER_AGENT}

    @property
    def access_token_url(self) -> str:  # type: ignore[override]
        return f"{_rest()}/oauth2/access_token"

    @property
    def authorize_url(self) -> str:  # type: ignore[override]
        return f"{_rest()}/oauth2/authorize"

    @property
    def profile_url(self) -> str:  # type: ignore[override]
        return f"{_rest()}/oauth2/resource/profile"

    def get_callback_url(self, request: HttpRequest, app: object) -> str:
        """As it is registered with the wiki, whatever the request says about its host."""
        return settings.SITE_URL + reverse(f"{self.provider_id}_callback")

    def get_access_token_data(
        self,
        request: HttpRequest,
        app: object,
        client: OAuth2Client,
        pkce_code_verifier: str | None = None,
    ) -> dict[str, Any]:
        with _understood():
            return super().get_access_token_data(request, app, client, pkce_code_verifier)

    def parse_token(self, data: dict[str, Any]) -> SocialToken:
        with _understood():
            return super().parse_token(data)

    def complete_login(self, *args: Any, **kwargs: Any) -> SocialLogin:
        with _understood():
            return super().complete_login(*args, **kwargs)


class WikimediaProvider(MediaWikiProvider):
    name = "Wikimedia"
    oauth2_adapter_class = WikimediaOAuth2Adapter
    pkce_enabled_default = True

    def extract_uid(self, data: dict[str, Any]) -> str:
        """The central id; a wiki has 0 for who has none. ValueError if it names no account."""
        number = str(data["sub"])
        is_id = number.isascii() and number.isdecimal() and len(number) < 20
        is_id = is_id and 0 < int(number) < 2**63
        if not is_id or not is_possible(normalise(data["username"])):
            raise ValueError("no account")
        return number

    @staticmethod
    def _get_email(data: Mapping[str, Any]) -> str | None:
        """Confirmed is what the wiki says is true, not what only looks like it."""
        email = data.get("email")
        is_ours = isinstance(email, str) and len(email) <= LONGEST_ADDRESS
        return email if is_ours and data.get("confirmed_email") is True else None

    def stash_redirect_state(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """Also who began: whoever signs in here meanwhile has not asked for it."""
        return super().stash_redirect_state(request, *args, begun_by=request.user.pk, **kwargs)

    def redirect(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A page that leads to the wiki, where allauth would redirect at once: `form-action` holds
        for the whole chain of redirects after a form, and where the wiki's own sign-in is, on
        which of its sites, only the wiki knows."""
        answer = super().redirect(request, *args, **kwargs)
        page = render(request, "socialaccount/leaving.html", {"address": answer.url})
        add_never_cache_headers(page)
        return page


@contextmanager
def _understood() -> Iterator[None]:
    try:
        yield
    except _ODD as error:
        raise OAuth2Error("the wiki answered something else") from error


def _rest() -> str:
    return settings.WIKI_REST_URL or META


provider_classes = [WikimediaProvider]
