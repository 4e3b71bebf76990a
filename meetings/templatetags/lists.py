"""What the pages about a list show of people and moments."""

import datetime as dt
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString

from meetings.models import Registration, Session
from vsn.templatetags.times import when

register = template.Library()


@register.filter
def lately(moment: dt.datetime, now: dt.datetime) -> SafeString:
    """The time of what was today, the day of what was not."""
    today = timezone.localtime(moment).date() == timezone.localtime(now).date()
    return when(moment, "time" if today else "short")


@register.filter
def at(moment: dt.datetime, now: dt.datetime) -> SafeString:
    """The time of what is today, day and time of what is not."""
    today = timezone.localtime(moment).date() == timezone.localtime(now).date()
    return when(moment, "time" if today else "datetime")


@register.filter
def talk_page(name: str) -> str:
    """Where one writes to a Wikimedia account that takes no mail; "" without a wiki."""
    if not (name and settings.WIKI_API_URL):
        return ""
    page = settings.WIKI_API_URL.replace("/api.php", "/index.php")
    new = {"title": f"User talk:{name}", "action": "edit", "section": "new"}
    return f"{page}?{urlencode(new)}"


@register.simple_tag
def is_full(session: Session) -> bool:
    """Whoever signs up now joins the waiting list. Asks nothing where there is no limit."""
    if session.capacity is None:
        return False
    return Registration.objects.registered().filter(session=session).count() >= session.capacity
