"""Markdown in templates."""

from django import template
from django.utils.safestring import SafeString

from vsn import markdown

register = template.Library()


@register.filter(name="markdown")
def as_markdown(text: str) -> SafeString:
    """Text from people as safe HTML."""
    return markdown.render(text)
