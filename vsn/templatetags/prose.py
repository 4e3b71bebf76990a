"""Markdown in templates."""

from django import template
from django.utils.safestring import SafeString

from vsn.markdown import render

register = template.Library()


@register.filter
def prose(text: str) -> SafeString:
    """Text that people wrote in Markdown, as safe HTML."""
    return render(text)
