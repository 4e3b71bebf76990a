"""What pages say of patterns that come from meetings; meetings themselves know nothing of them."""

from typing import Any

from django import template
from django.utils import timezone

from learning_patterns import rules
from learning_patterns.models import Pattern
from learning_patterns.remains import remains
from learning_patterns.said import said_of
from meetings.models import Meeting

register = template.Library()


@register.inclusion_tag("learning_patterns/_of_meeting.html", takes_context=True)
def left_by(context: dict[str, Any], meeting: Meeting) -> dict[str, Any]:
    """The published patterns that came up in the meeting, and the questions that stayed open."""
    found = remains(meeting)
    return {
        "patterns": [one for one in found if one.kind == "pattern"],
        "questions": [one for one in found if one.kind == "question"],
        "LANGUAGE_CODE": context.get("LANGUAGE_CODE"),
    }


@register.inclusion_tag("learning_patterns/_own_draft.html", takes_context=True)
def own_draft(context: dict[str, Any], pattern: Pattern) -> dict[str, Any]:
    """What who is no member can do with the draft that they started; nothing for all others."""
    person = context["request"].user
    if not rules.owns_draft(pattern, person):
        return {}
    no_asking = rules.refusal(rules.ASK_REVIEW, pattern, person, timezone.now())
    return {
        "pattern": pattern,
        "no_asking": no_asking,
        "said": said_of(pattern),
        "csrf_token": context.get("csrf_token"),
    }
