"""The count beside Moderation in the navigation."""

from typing import Any

from django import template
from django.conf import settings
from django.core.cache.backends.locmem import LocMemCache
from django.utils import timezone

from members.waiting import waiting
from vsn.audit.models import Entry

register = template.Library()
# What comes by time alone (a review that is due) may be noticed a little later.
_counted = LocMemCache("waits for admins", {"TIMEOUT": 300, "OPTIONS": {"MAX_ENTRIES": 200}})


@register.simple_tag(takes_context=True)
def waits_for_admin(context: dict[str, Any]) -> int:
    """How much waits for this admin in all. Whatever changes it leaves a trace in the journal, so
    that as long as nothing was done it is known already: one query, and one more to count."""
    request = context["request"]
    last = Entry.objects.values_list("pk", flat=True).first()
    key = f"{request.session.session_key}:{last}"
    if (known := _counted.get(key)) is not None:
        return int(known)
    number = sum(kind.count for kind in waiting(request.user, timezone.now()))
    _counted.set(key, number)
    return number


@register.simple_tag
def mailing_list() -> dict[str, str] | None:
    """Where the members' mailing list is; None where none is set."""
    if not settings.MAILING_LIST_ADDRESS and not settings.MAILING_LIST_URL:
        return None
    name = settings.MAILING_LIST_NAME or settings.MAILING_LIST_ADDRESS
    return {
        "name": name or settings.MAILING_LIST_URL,
        "address": settings.MAILING_LIST_ADDRESS,
        "url": settings.MAILING_LIST_URL,
    }
