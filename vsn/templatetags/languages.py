"""Names of languages, as their speakers write them."""

from django import template
from django.utils.translation import get_language_info

register = template.Library()


@register.filter
def tongue(code: str) -> str:
    """`es` as `Español`; a code that Django does not know stays as it is."""
    try:
        name: str = get_language_info(code)["name_local"]
    except KeyError:
        return code
    # Not upper(): Georgian has letters of that kind, and begins no word with them.
    return name[:1].title() + name[1:]


@register.filter
def tongues(codes: list[str]) -> str:
    """Several languages in one line: `Español, Français`."""
    return ", ".join(tongue(code) for code in codes)
