"""Wikitext inside one line: links, templates, struck words."""

import re
from collections.abc import Iterable

import mwparserfromhell
from mwparserfromhell.nodes import ExternalLink, HTMLEntity, Node, Tag, Template, Text, Wikilink

from meetings.wikitext.accounts import Target, account_name, target_of_title, target_of_url
from meetings.wikitext.lines import STRIKE, UNSTRIKE, Ink

_STRIKE = re.compile(r"<\s?(?:s|del|strike)(?:\s[^<>]*)?>", re.IGNORECASE)
_UNSTRIKE = re.compile(r"</\s?(?:s|del|strike)\s?>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)
# "<kim@example.org>" is none.
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]*(?:[\s/][^<>]*)?>")
_NOWIKI = re.compile(r"<nowiki>([^<]*)</nowiki>", re.IGNORECASE)
_SWITCH = re.compile(r"__[A-Z]{3,20}__")
_MARKS = ("{{", "[[", "[http", "[mailto:", "''", "&", "<", "[//", "__")
_BRACKETS = re.compile(r"\{\{|\}\}|\[\[|\]\]")
_DEEPEST = 12
# The parser takes a line apart anew for every bracket that is never closed.
_LONGEST = 20_000

_UNSIGNED = re.compile(
    r"unsigned|unsigniert|nicht signiert|non signé|no firmado|niepodpisany|unsig|usigneret|"
    r"osignerat"
)
_USERS = {
    "u",
    "user",
    "ping",
    "re",
    "reply to",
    "reply",
    "replyto",
    "noping",
    "ul",
    "usu",
    "user link",
}
_USERS |= {
    "user-link",
    "userlink",
    "u1",
    "@",
    "yo",
    "mention",
    "benutzer",
    "usuario",
    "utilisateur",
    "ut",
}
_USERS |= {
    "usuário",
    "utente",
    "wikipedysta",
    "user2",
    "user5",
    "unping",
    "mentionner",
    "notif",
    "ping2",
}


class TooTangled(Exception):
    """Brackets inside brackets beyond what any person writes."""


def write_markup(ink: Ink, source: str) -> None:
    """Writes what a reader of the page sees of this line. Raises TooTangled."""
    if not any(mark in source for mark in _MARKS):
        ink.write(source)
        return
    source = _plain_tags(source)
    if len(source) > _LONGEST or _depth(source) > _DEEPEST:
        raise TooTangled
    _walk(ink, mwparserfromhell.parse(source).nodes)


def _plain_tags(source: str) -> str:
    """Only the tags that strike text mean something here; the parser never sees one."""
    source = _NOWIKI.sub(lambda match: match[1].replace("[", "(").replace("{", "("), source)
    source = _UNSTRIKE.sub(UNSTRIKE, _STRIKE.sub(STRIKE, source))
    return _SWITCH.sub(" ", _TAG.sub("", _BREAK.sub(" ", source)))


def _depth(source: str) -> int:
    depth = deepest = 0
    for bracket in _BRACKETS.findall(source):
        depth = depth + 1 if bracket in ("{{", "[[") else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest


def _walk(ink: Ink, nodes: Iterable[Node]) -> None:
    for node in nodes:
        match node:
            case Text():
                ink.write(node.value)
            case HTMLEntity():
                ink.write(_entity(node))
            case Wikilink():
                _wikilink(ink, node)
            case ExternalLink():
                _external(ink, node)
            case Template():
                _template(ink, node)
            case Tag() if node.contents is not None:
                _walk(ink, node.contents.nodes)


def _entity(node: HTMLEntity) -> str:
    try:
        return node.normalize()
    except (ValueError, OverflowError):  # "&#x110000;": no such character
        return " "


def _wikilink(ink: Ink, node: Wikilink) -> None:
    title = str(node.title).strip()
    shown = _text_of(node.text.nodes) if node.text is not None else title.lstrip(":")
    target = target_of_title(title)
    if target:
        ink.link(shown, target)
    elif title.startswith(":") or title.split(":")[0].strip().lower() not in _UNSEEN_LINKS:
        ink.write(shown)


_UNSEEN_LINKS = {"file", "image", "category", "datei", "bild", "kategorie", "archivo", "categoría"}
_UNSEEN_LINKS |= {"fichier", "catégorie", "immagine", "categoria", "ficheiro", "plik", "kategoria"}


def _external(ink: Ink, node: ExternalLink) -> None:
    target = target_of_url(str(node.url))
    shown = _text_of(node.title.nodes) if node.title is not None else ""
    if target:
        ink.link(shown or target.name, target)
    elif address := _mail_address(node):
        ink.write(f"{shown} ({address})" if shown else address)
    else:
        ink.write(shown)


def _mail_address(node: ExternalLink) -> str:
    scheme, _, address = str(node.url).strip().partition(":")
    return address.partition("?")[0] if scheme.lower() == "mailto" else ""


def _text_of(nodes: Iterable[Node]) -> str:
    inner = Ink()
    _walk(inner, nodes)
    return "".join(inner.pieces)


def _template(ink: Ink, node: Template) -> None:
    """A signature or a mention by template; of any other only the links in it are kept."""
    name = str(node.name).strip().replace("_", " ").lower()
    values = [_text_of(param.value.nodes).strip() for param in node.params]
    if _UNSIGNED.search(name) and values:
        _unsigned(ink, values)
    elif name in _USERS and values:
        _mention(ink, values[0])
    else:
        for param in node.params:
            if "[[" in str(param.value):
                _walk(ink, param.value.nodes)


def _mention(ink: Ink, name: str) -> None:
    account = account_name(name)
    if account:
        ink.link(name, Target("user", account))
    else:
        ink.write(name)


def _unsigned(ink: Ink, values: list[str]) -> None:
    """{{unsigned|X|time}}, or the time first."""
    times = [value for value in values if ":" in value and any(map(str.isdigit, value))]
    names = [value for value in values if value not in times]
    if names:
        _mention(ink, names[0])
    if times:
        ink.write(" " + times[0] + ("" if times[0].rstrip().endswith((")", "UTC")) else " (UTC)"))
