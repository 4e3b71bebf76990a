"""The count beside Moderation in the navigation."""

from django import template

from members.models import Membership

register = template.Library()


@register.simple_tag
def applications_waiting() -> int:
    """How many applications wait for an admin. One query; asked on the pages of admins only."""
    return Membership.objects.waiting().count()
