"""A pattern's picture on Wikimedia Commons: shown only where the portal is told to, since readers'
browsers then ask Commons for it. Else it is a link, and no page asks anybody else for anything."""

from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.http import HttpResponse

from learning_patterns.models import Pattern

_COMMONS = "https://commons.wikimedia.org"
# Special:FilePath leads to where the files are.
HOSTS = [_COMMONS, "https://upload.wikimedia.org"]
WIDTH = 640


@dataclass(frozen=True, slots=True)
class Picture:
    """`address`: its page on Commons. `source`: the picture itself, "" if only the link is shown.
    `name`: of the file, without its ending."""

    address: str
    source: str
    name: str


def picture_of(pattern: Pattern) -> Picture | None:
    """What a page shows of the picture; None without one."""
    if not pattern.image:
        return None
    file = _file(pattern.image)
    loads = settings.COMMONS_IMAGES and file
    source = f"{_COMMONS}/wiki/Special:FilePath/{quote(file, safe='')}?width={WIDTH}"
    return Picture(pattern.image, source if loads else "", file.rpartition(".")[0])


def allow_picture(response: HttpResponse, picture: Picture | None) -> HttpResponse:
    """Lets the page of a picture that is shown load it, and no other page."""
    if picture and picture.source:
        response._csp_update = {"img-src": HOSTS}
    return response


def _file(address: str) -> str:
    """`Tea.jpg` for https://commons.wikimedia.org/wiki/File:Tea.jpg, in any language of the word
    for file; "" if the address is no page of a file."""
    parts = urlsplit(address)
    if parts.hostname != urlsplit(_COMMONS).hostname:
        return ""
    _start, wiki, page = parts.path.partition("/wiki/")
    _namespace, colon, name = unquote(page).partition(":")
    return name.strip().replace("_", " ") if wiki and colon and "." in name else ""
