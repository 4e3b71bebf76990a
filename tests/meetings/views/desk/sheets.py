"""Sign-up pages, and what the form of a preview would send."""

import html
import re
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse

from meetings.models import Registration, Session


def sheet(*lists: tuple[Session, Iterable[str]]) -> str:
    """A sign-up page in wikitext."""
    parts = ["Welcome!", "", "== I want to take part in the meeting ==", ""]
    for session, lines in lists:
        parts += [f"'''{session.starts_at:%A} {session.starts_at:%-d %B %Y, %H:%M} UTC'''", ""]
        parts += [f"# {line}" for line in lines] + [""]
    return "\n".join([*parts, "== Other info ==", "", "* Be kind."])


def signed(name: str) -> str:
    return f"[[User:{name}|{name}]] ([[User talk:{name}|talk]]) 17:18, 29 January 2024 (UTC)"


def fields(answer: HttpResponse) -> dict[str, Any]:
    """What the form on the page would send as it stands, without its buttons."""
    page, found = answer.content.decode(), {}
    for tag in re.findall(r"<input[^>]*>", page):
        known = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        name, value = known.get("name", ""), html.unescape(known.get("value", ""))
        if known.get("type") == "checkbox":
            found.setdefault(name, []).extend([value] if " checked" in tag else [])
        elif name and known.get("type") != "file":
            found[name] = value
    for name, options in re.findall(r'<select name="([\w-]+)"(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    found.pop("csrfmiddlewaretoken", None)
    return found


def listed(session: Session) -> list[str]:
    found = Registration.objects.registered().filter(session=session).in_order()
    return list(found.values_list("name", flat=True))
