"""What every page knows about the site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name and addresses, and whether the reader's time zone is known."""
    return {
        "SITE_NAME": settings.SITE_NAME,
        "SITE_URL": settings.SITE_URL,
        "SOURCE_URL": settings.SOURCE_URL,
        "CONTACT_EMAIL": settings.CONTACT_EMAIL,
        "DEMO": settings.DEMO,
        "WIKIMEDIA_SIGN_IN": settings.WIKIMEDIA_SIGN_IN,
        "WIKI_MAIL": settings.WIKI_MAIL,
        "RETENTION_DAYS": settings.RETENTION_DAYS,
        "zone_known": getattr(request, "zone_known", False),
    }
