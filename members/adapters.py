"""How allauth works here: one identity, no passwords."""

import ipaddress
from types import SimpleNamespace
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from members.actions import prove_email
from members.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Signing in with a code proves the address, so it also confirms a light user."""

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        prove_email(person=user, now=timezone.now())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Names the site from the settings: a Host header of somebody's making stays out."""
        site = SimpleNamespace(name=settings.SITE_NAME, domain=settings.SITE_HOST)
        super().send_mail(
            template_prefix,
            email,
            {**context, "current_site": site, "site_url": settings.SITE_URL},
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        """The network a request comes from: enough to limit how often and to recognise one's own
        sign-ins, too little to keep an address of somebody's."""
        address = ipaddress.ip_address(super().get_client_ip(request))
        prefix = 24 if address.version == 4 else 48
        return str(ipaddress.ip_network((address, prefix), strict=False).network_address)
