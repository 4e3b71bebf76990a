"""A new meeting, as the form sends it."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from meetings.models import Meeting
from tests import factories as make
from tests.visitors import text

NEW = "/desk/new/"


def form(**fields: Any) -> dict[str, Any]:
    """The usual case: what has to be typed, and what the form says already."""
    first = (make.now() + 20 * make.DAY).date()
    return {
        "title": "Peer support in spring",
        "kind": "peer_support",
        "language": "en",
        "form": "online",
        "rhythm": "once",
        "first": first.isoformat(),
        "time": "16:00",
        "minutes": "90",
        "count": "3",
        "time_zone": "Europe/Vienna",
        "recording": "none",
        "leads": ["1440", "60"],
        "warning_hours": "48",
        "asks_feedback": "on",
        **fields,
    }


def fingerprint(page: str) -> str:
    return re.search(r'name="seen_dates" value="([^"]*)"', page)[1]


def store(client: Client, address: str = NEW, **fields: Any) -> Meeting:
    """Looks at the dates, then saves."""
    looked = client.post(address, form(**fields))
    assert looked.status_code == 200, text(looked)
    sent = form(**fields, seen_dates=fingerprint(text(looked)), save="1")
    answer = client.post(address, sent)
    assert answer.status_code == 302, text(answer)
    return Meeting.objects.latest("pk")


def at(name: str, *args: Any) -> str:
    return reverse(f"meetings:{name}", args=args)


def shown(page: str) -> dict[str, Any]:
    """What a browser would send back: every field as the page shows it."""
    form = re.search(r'<form class="[^"]*setup[^"]*" method="post".*?</form>', page, re.DOTALL)[0]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]*)"', tag)[1]
        value = re.search(r'value="([^"]*)"', tag)
        if re.search(r'type="(checkbox|radio)"', tag) and " checked" not in tag:
            continue
        text_of = value[1] if value else "on" if "checkbox" in tag else ""
        found.setdefault(name, []).append(_plain(text_of))
    for name, options in re.findall(r'<select name="([^"]*)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = [chosen[1] if chosen else ""]
    for name, words in re.findall(
        r'<textarea name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.DOTALL
    ):
        found[name] = [_plain(words).strip("\n")]
    return found


def _plain(words: str) -> str:
    return words.replace("&#x27;", "'").replace("&quot;", '"').replace("&amp;", "&")


def open_page(client: Client, address: str) -> dict[str, Any]:
    answer = client.get(address)
    assert answer.status_code == 200, text(answer)
    return shown(text(answer))


def fresh(thing: Any) -> Any:
    return type(thing).objects.get(pk=thing.pk)
