"""Whoever has an admin's rights proves twice who they are."""

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest


def second_factor_given(request: HttpRequest) -> bool:
    """True if a second factor was used in this session, or none is asked for (demonstration)."""
    if not settings.ADMIN_MFA_REQUIRED:
        return True
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)
