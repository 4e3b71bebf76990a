"""How allauth works here: one identity, no passwords."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import timezone

from members.actions import prove_email
from members.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Signing in with a code proves the address, so it also confirms a light user."""

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        prove_email(person=user, now=timezone.now())
