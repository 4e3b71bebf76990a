"""Where calls take place: what a link says about the service behind it, and rooms made up here.

Looks at the text of a link and never opens it. Nothing here knows whose link it is.
"""

import html
import re
import secrets
import unicodedata
from dataclasses import dataclass
from functools import partial
from typing import Self
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from members.rules import Refusal

# No vowels, so that no word comes out by chance; no x, of which placeholders are made; nothing
# that is taken for something else when it is read out. 28 of these 26 characters: 131 bits.
_LETTERS = "bcdfghjkmnpqrstvwz23456789"
_GROUPS, _GROUP = 7, 4

_PLACEHOLDER = re.compile(
    r"example\.(com|org|net)|\.(example|invalid|test)(/|:|$)|localhost|"
    r"\b(tba|tbd|tbc|todo|placeholder|your[-_ ]?link|changeme|link[-_ ]?here)\b|xxx|"
    r"[<>{}\[\]]|…|\.\.\.|/j/(1234567890?|0+|1{5,})\b",
    re.IGNORECASE,
)
# How a link goes on in a text, and what ends the sentence behind it.
_REST, _ENDS = r"([^\s<>()\[\]\"'`]*)", ".,;:!?*_~"
_LINK = re.compile(f"(https?://){_REST}", re.IGNORECASE)
_ESCAPED, _USUAL_PORT = re.compile(r"\\([!-/:-@\[-`{-~])"), re.compile(r"(\w):443(?=/)")
_HOST_LINK = re.compile(
    r"zoom\.\w+/s/|/wc/.*/start|/bigbluebutton/api/|/html5client/|"
    r"[?&](zak|jwt|moderatorPW|roomKey|sessionToken)=",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of a link, as a browser would understand it."""

    scheme: str
    host: str
    port: int | None
    path: str
    query: str
    has_user: bool

    @classmethod
    def read(cls, link: str) -> Self | None:
        """None if no browser could open it."""
        try:
            parts = urlsplit(link)
            port = parts.port
        except ValueError:
            return None
        has_user = bool(parts.username) or parts.password is not None
        return cls(parts.scheme, parts.hostname or "", port, parts.path, parts.query, has_user)

    @property
    def room(self) -> str:
        """What comes after the host: there a service says which room it is."""
        return f"{self.path}?{self.query}" if self.query else self.path


@dataclass(frozen=True, slots=True)
class Service:
    """A service whose links we know. `host` finds its own addresses; where it also runs under
    other names, `shape` alone tells it (`anywhere`)."""

    name: str
    host: re.Pattern[str]
    shape: re.Pattern[str]  # of path and query
    anywhere: bool = False


_pattern = partial(re.compile, flags=re.IGNORECASE)
_SERVICES = (
    Service(
        "Zoom",
        _pattern(r"(.+\.)?(zoom\.(us|com|com\.cn)|zoomgov\.com)"),
        _pattern(
            r"/(j|w)/\d{9,11}\b.*|/my/[\w.-]+/?(\?.*)?|/wc/(join/\d{9,11}|\d{9,11}/join)\b.*|"
            r"/(meeting|webinar)/register/[\w-]+.*"
        ),
    ),
    Service("Zoom", _pattern(r".+"), _pattern(r"/j/\d{9,11}/?(\?.*)?"), anywhere=True),
    Service(
        "Google Meet",
        _pattern(r"meet\.google\.com"),
        _pattern(r"/([a-z]{3}-[a-z]{4}-[a-z]{3}|lookup/[\w-]+)/?(\?.*)?"),
    ),
    Service(
        "BigBlueButton",
        _pattern(r".+"),
        _pattern(
            r"(/\w+)?/b/\w{2,}(-\w{2,}){2,}/?(\?.*)?|(/\w+)?/rooms/\w{3}(-\w{3}){2,}(/join)?/?(\?.*)?"
        ),
        anywhere=True,
    ),
    Service(
        "Microsoft Teams",
        _pattern(r"teams\.(microsoft|live)\.com"),
        _pattern(r"/l/meetup-join/.{10,}|/meet/\d{6,}.*"),
    ),
    Service(
        "Webex",
        _pattern(r".+\.webex\.com"),
        _pattern(
            r".*/(meet|join)/[\w.@-]+.*|.*j\.php\?.*MTID=.+|.*/joinservice/.+|.*/meeting/(info/)?.{8,}"
        ),
    ),
    Service("Whereby", _pattern(r"(.+\.)?whereby\.com"), _pattern(r"/[\w-]{3,}(\?.*)?")),
    Service("Jitsi", _pattern(r"meet\.jit\.si|8x8\.vc"), _pattern(r"/(?!static/).{3,}")),
)


def link_refusal(link: str) -> Refusal | None:
    """Why this cannot be a video-call link that people get: not https, a placeholder, the host's
    own start link, which would make everyone the host, or no room of the service that it names.
    Empty is no refusal: no link yet."""
    if not link:
        return None
    if (address := Address.read(link)) is None or address.port == 0 or address.has_user:
        return Refusal("unreadable", _("This is not an address that a browser can open."))
    if address.scheme != "https" or "." not in address.host or re.search(r"[\s\x00-\x1f\\]", link):
        return Refusal("not_https", _("The video-call link has to begin with https://."))
    if _PLACEHOLDER.search(link) or (address.path.strip("/") == "" and not address.query):
        return Refusal(
            "placeholder", _("This looks like a placeholder, not like the link of a real room.")
        )
    if _HOST_LINK.search(link):
        return Refusal(
            "host_link",
            _("This is the host's own start link. Take the link for participants instead."),
        )
    return _no_room(address)


def _no_room(address: Address) -> Refusal | None:
    """The address of a service that we know, and of no room there."""
    here = [s for s in _SERVICES if not s.anywhere and s.host.fullmatch(address.host)]
    if not here or any(s.shape.fullmatch(address.room) for s in here):
        return None
    sentence = _(
        "This address belongs to %(service)s, but it does not lead into a room there. Copy the "
        "link that participants get."
    )
    return Refusal("no_room", sentence % {"service": here[0].name})


def service(link: str) -> str:
    """The name of the service that a link leads to; "" if it is none that we know."""
    address = Address.read(link)
    if address is None:
        return ""
    if (own := _base()) and own.host == address.host:
        return "Jitsi"
    here = (s for s in _SERVICES if s.host.fullmatch(address.host))
    return next((s.name for s in here if s.shape.fullmatch(address.room)), "")


def named_in(text: str) -> list[str]:
    """The links in a text, written out or in Markdown, that lead into a room we know."""
    found = (link[0].rstrip(_ENDS) for link in _LINK.finditer(text))
    return [link for link in found if service(link)]


def stands_in(link: str, text: str) -> bool:
    """True if a text names the room that a link leads to. What comes after the room's own name
    makes no difference; a number to dial in with is enough, also in groups."""
    address, typed = _opened(link).partition("://")[2], _opened(text)
    room = re.split(r"[?#]", address, maxsplit=1)[0].rstrip("/")
    room = room if "/" in room else address
    if not room:
        return False
    number, in_one = re.search(r"/(\d{9,})(?:/|$)", room), re.sub(r"[\s-]", "", typed)
    if number and number[1] in in_one:
        return True
    found = re.findall(re.escape(room) + r"(?![^\W_]|-\w)" + _REST, typed)
    return any(service(link) or not _leads_elsewhere(address, rest) for rest in found)


def _opened(text: str) -> str:
    """As a browser opens it: entities, Markdown's backslashes, `%2d` and the usual port make no
    difference to it, nor does what has no width."""
    plain = unquote(_ESCAPED.sub(r"\1", html.unescape(text)))
    seen = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    return _USUAL_PORT.sub(r"\1", seen.casefold())


def _leads_elsewhere(address: str, rest: str) -> bool:
    """True if they differ in what both say after the question mark, as two films of one site do."""
    wheres = (part.partition("#")[0].partition("?")[2] for part in (address, rest.rstrip(_ENDS)))
    one, other = (dict(parse_qsl(where)) for where in wheres)
    both = one.keys() & other.keys()
    return bool(both) and all(one[key] != other[key] for key in both)


def warning(link: str) -> str | Promise:
    """What to say of a link that may be sent, but that nothing is known about; else ""."""
    if not link or service(link):
        return ""
    return _(
        "We do not know this service. Please open the link once in a private window, as somebody "
        "who is not signed in."
    )


def shown(link: str) -> str:
    """A link as it may stand on a page: where it leads to, not how one gets in."""
    address = Address.read(link)
    return f"https://{address.host}/…" if address else "…"


def can_make_rooms() -> bool:
    """True if there is a Jitsi server where rooms can be made up."""
    return _base() is not None


def new_room() -> str:
    """The link of a room that nobody can guess, on our Jitsi server; such a room exists as soon
    as somebody opens it. Its name comes from nothing but chance."""
    groups = ("".join(secrets.choice(_LETTERS) for _n in range(_GROUP)) for _g in range(_GROUPS))
    return f"{settings.JITSI_URL.rstrip('/')}/{'-'.join(groups)}"


def _base() -> Address | None:
    base = Address.read(settings.JITSI_URL)
    return base if base and base.scheme == "https" and "." in base.host else None
