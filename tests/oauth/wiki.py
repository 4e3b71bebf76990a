"""A wiki's OAuth on this machine: authlib's OAuth 2 server, answering as MediaWiki's does.

Addresses and the fields of the profile are those of Extension:OAuth. As with Wikimedia's wikis,
one signs in on another of the wiki's sites (here: another name of this machine).
"""

import secrets
import threading
from dataclasses import asdict, dataclass, field
from types import SimpleNamespace
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from flask import Flask, Response, jsonify, make_response, redirect, request
from werkzeug.serving import make_server

CLIENT, SECRET = "the-portal", "only-for-tests"
REST = "/w/rest.php"
_PAGE = "<!doctype html><title>{0}</title><h1>{0}</h1><form method=post>{1}</form>"
_SIGN_IN = "<label>User name <input name=name></label><button>Log in</button>"
_CONSENT = "<button name=answer value=yes>Allow</button><button name=answer value=no>Deny</button>"


@dataclass
class Profile:
    """What the wiki tells about an account; `email` only if it has one and it was asked for."""

    sub: int
    username: str
    email: str = ""
    confirmed_email: bool = False
    realname: str = ""
    editcount: int = 10
    blocked: bool = False
    registered: str = "20150101000000"
    groups: list[str] = field(default_factory=lambda: ["*", "user"])
    rights: list[str] = field(default_factory=lambda: ["read"])

    def told(self) -> dict[str, Any]:
        return {key: value for key, value in asdict(self).items() if key != "email" or value}


@dataclass
class _Client:
    """The portal, as it is registered with the wiki."""

    callback: str
    client_id: str = CLIENT

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> str:
        return self.callback

    def get_allowed_scope(self, scope: str) -> str:
        return scope or "basic"  # all that the client was registered for

    def check_redirect_uri(self, uri: str) -> bool:
        return uri == self.callback

    def check_client_secret(self, secret: str) -> bool:
        return secrets.compare_digest(secret, SECRET)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_post"

    def check_response_type(self, kind: str) -> bool:
        return kind == "code"

    def check_grant_type(self, kind: str) -> bool:
        return kind == "authorization_code"


class Wiki:
    """`with Wiki() as wiki:`; `wiki.register(callback)` and `wiki.add(name, central_id)`.

    `wiki.instead` is answered instead of a token or a profile: an (status, type, body).
    """

    def __init__(self) -> None:
        self.accounts: dict[str, Profile] = {}
        self.codes: dict[str, SimpleNamespace] = {}
        self.tokens: dict[str, Profile] = {}
        self.instead: dict[str, tuple[int, str, str]] = {}
        self.agents: list[str] = []
        self._client: _Client | None = None
        self._server = make_server("127.0.0.1", 0, _Site(self).app, threaded=True)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )
        self.origin = f"http://127.0.0.1:{self._server.port}"
        self.rest = self.origin + REST
        self.sign_in = f"http://localhost:{self._server.port}/sign-in"

    def __enter__(self) -> "Wiki":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def register(self, callback: str) -> None:
        """The portal may send people, who are sent back to `callback`."""
        self._client = _Client(callback)

    def add(self, name: str, sub: int, **more: Any) -> Profile:
        self.accounts[name] = Profile(sub, name, **more)
        return self.accounts[name]

    def rename(self, old: str, new: str) -> None:
        profile = self.accounts[new] = self.accounts.pop(old)
        profile.username = new

    def client(self, client_id: str) -> _Client | None:
        return self._client if client_id == CLIENT else None

    def keep_token(self, token: dict[str, Any], request: Any) -> None:
        self.tokens[token["access_token"]] = request.user


class _Site:
    """The wiki's pages."""

    def __init__(self, wiki: Wiki) -> None:
        self.wiki = wiki
        self.app = Flask("wiki")
        self.server = AuthorizationServer(
            self.app, query_client=wiki.client, save_token=wiki.keep_token
        )
        self.server.register_grant(_grant(wiki), [CodeChallenge(required=True)])
        for route, method, view in (
            (f"{REST}/oauth2/authorize", "GET", self.ask),
            (f"{REST}/oauth2/authorize", "POST", self.agree),
            (f"{REST}/oauth2/access_token", "POST", self.token),
            (f"{REST}/oauth2/resource/profile", "GET", self.profile),
            ("/sign-in", "GET", self.sign_in),
            ("/sign-in", "POST", self.signing_in),
            ("/signed-in", "GET", self.signed_in),
        ):
            self.app.add_url_rule(route, view_func=view, methods=[method])
        self.app.register_error_handler(OAuth2Error, lambda e: make_response(e.error, 400))

    def ask(self) -> Response:
        if "code_challenge" not in request.args:
            return make_response("PKCE is asked for", 400)
        if self._reader() is None:
            there = redirect(self.wiki.sign_in)
            there.set_cookie("wanted", request.url)
            return there
        self.server.get_consent_grant(end_user=self._reader())
        return make_response(_PAGE.format("May the portal know who you are?", _CONSENT))

    def agree(self) -> Response:
        agreed = self._reader() if request.form["answer"] == "yes" else None
        grant = self.server.get_consent_grant(end_user=self._reader())
        return self.server.create_authorization_response(grant_user=agreed, grant=grant)

    def _reader(self) -> Profile | None:
        who = request.cookies.get("wiki_user")
        return next((one for one in self.wiki.accounts.values() if str(one.sub) == who), None)

    def sign_in(self) -> Response:
        return make_response(_PAGE.format("Log in to the wiki", _SIGN_IN))

    def signing_in(self) -> Response:
        return redirect(f"{self.wiki.origin}/signed-in?name={request.form['name']}")

    def signed_in(self) -> Response:
        back = redirect(request.cookies["wanted"])
        back.set_cookie("wiki_user", str(self.wiki.accounts[request.args["name"]].sub))
        return back

    def token(self) -> Response:
        self.wiki.agents.append(request.headers["User-Agent"])
        return self._instead("token") or self.server.create_token_response()

    def profile(self) -> Response:
        self.wiki.agents.append(request.headers["User-Agent"])
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in self.wiki.tokens:
            return make_response({"httpCode": 401, "httpReason": "Unauthorized"}, 401)
        return self._instead("profile") or jsonify(self.wiki.tokens[token].told())

    def _instead(self, what: str) -> Response | None:
        if what not in self.wiki.instead:
            return None
        status, kind, body = self.wiki.instead[what]
        return Response(body, status, content_type=kind)


def _grant(wiki: Wiki) -> type[AuthorizationCodeGrant]:
    class Grant(AuthorizationCodeGrant):
        """Codes are good once."""

        TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_post"]

        def save_authorization_code(self, code: str, request: Any) -> None:
            asked = request.payload
            wiki.codes[code] = SimpleNamespace(
                code=code,
                who=request.user,
                code_challenge=asked.data["code_challenge"],
                code_challenge_method=asked.data["code_challenge_method"],
                get_redirect_uri=lambda: asked.redirect_uri,
                get_scope=lambda: asked.scope or "basic",
            )

        def query_authorization_code(self, code: str, client: _Client) -> SimpleNamespace | None:
            return wiki.codes.get(code)

        def delete_authorization_code(self, code: SimpleNamespace) -> None:
            del wiki.codes[code.code]

        def authenticate_user(self, code: SimpleNamespace) -> Profile:
            return code.who

    return Grant
