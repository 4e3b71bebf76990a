"""What is held about a person, as it is read by them."""

import datetime as dt
from typing import Any

from django import template
from django.utils import formats
from django.utils.translation import gettext as _

from members.holdings import Row, Section
from vsn.templatetags.times import when

register = template.Library()


@register.filter
def told(row: Row, section: Section) -> list[tuple[str, Any]]:
    """The labels and values of a row, without what is empty."""
    return [
        (section.labels[key], in_words(value))
        for key, value in row.items()
        if value not in (None, "", [])
    ]


def in_words(value: Any) -> Any:
    """A value as people read it: moments in their time zone, yes and no, lists with commas."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return when(value, "datetime")
    if isinstance(value, dt.date):
        return formats.date_format(value)
    if isinstance(value, list):
        return ", ".join(str(in_words(one)) for one in value)
    return value
