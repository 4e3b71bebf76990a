"""How allauth works here: one identity, no passwords, and who comes from the wiki is known again.

It stands above the apps, since a person who proves an address or an account may take over what a
light user had with them.
"""

import ipaddress
from smtplib import SMTPException, SMTPRecipientsRefused
from types import SimpleNamespace
from typing import Any, NoReturn

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import actions
from members.actions import prove_email, refresh_account
from members.models import User
from members.rules import Refused, routes
from vsn.outbox import dispatch
from vsn.outbox.nudge import nudge

log = structlog.stdlib.get_logger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Signing in with a code proves the address, so it also confirms a light user."""

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        if not _came_from_the_wiki(request, user):
            prove_email(person=user, now=timezone.now())

    def post_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse:
        answer = super().post_login(request, user, **more)
        if _came_from_the_wiki(request, user):
            _say_how_the_link_comes(request, user, answer.headers["Location"])
        return answer

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Whoever waited under the address is the person who proves it now, and gives way before
        it becomes theirs: no two people have one address, not even for a moment."""
        person, now = email_address.user, timezone.now()
        is_first = not person.email
        with transaction.atomic():
            if light := actions.waiting_under(email_address.email):
                actions.adopt(owner=person, light=light, now=now)
            confirmed = super().confirm_email(request, email_address)
            transaction.set_rollback(not confirmed)
        if confirmed and is_first:
            # What could not be delivered through the wiki may reach the address.
            dispatch.try_again(person.deliveries.all(), now)
            nudge()
        return confirmed

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Names the site from the settings: a Host header of somebody's making stays out. What the
        mail server thinks of an address is told to nobody; that it does not answer is."""
        site = SimpleNamespace(name=settings.SITE_NAME, domain=settings.SITE_HOST)
        about = {**context, "current_site": site, "site_url": settings.SITE_URL}
        try:
            super().send_mail(template_prefix, email, about)
        except SMTPRecipientsRefused:
            log.warning("account mail refused")
        except (SMTPException, OSError) as error:
            log.warning("account mail not handed over", reason=type(error).__name__)
            _stop(render(allauth_context.request, "account/no_mail.html", status=503))

    def get_client_ip(self, request: HttpRequest) -> str:
        """The network a request comes from: enough to limit how often and to recognise one's own
        sign-ins, too little to keep an address of somebody's."""
        address = ipaddress.ip_address(super().get_client_ip(request))
        prefix = 24 if address.version == 4 else 48
        return str(ipaddress.ip_network((address, prefix), strict=False).network_address)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Coming from the wiki. Whose account it is stands with the person: allauth's own table of
    accounts stays empty, and its form for new people is never shown."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        proof = _proof(sociallogin)
        match sociallogin.state.get("process"):
            case AuthProcess.LOGIN:
                self._arrive(request, sociallogin, proof)
            case AuthProcess.CONNECT:
                self._connect(request, sociallogin, proof)
            case _:
                raise PermissionDenied

    def _arrive(self, request: HttpRequest, sociallogin: SocialLogin, proof: actions.Proof) -> None:
        try:
            person = actions.arrive(proof, timezone.now())
        except Refused as error:
            context = {"refusal": error.refusal}
            _stop(render(request, "socialaccount/refused.html", context, status=409))
        refresh_account(person)
        sociallogin.user = person
        # It waits in the session for the second factor; what was told about them must not.
        sociallogin.token = None
        sociallogin.account.extra_data = {}
        sociallogin.email_addresses = []

    def _connect(
        self, request: HttpRequest, sociallogin: SocialLogin, proof: actions.Proof
    ) -> NoReturn:
        if not request.user.is_authenticated:
            _stop(redirect("account_login"))
        if sociallogin.state.get("begun_by") != request.user.pk:
            raise PermissionDenied  # or somebody else's account would open theirs
        try:
            actions.connect(person=request.user, proof=proof, now=timezone.now())
        except Refused as error:
            messages.error(request, error.refusal.sentence)
            _stop(redirect("account_wikimedia"))
        refresh_account(request.user)
        self.send_notification_mail("account/email/wikimedia_connected", request.user)
        messages.success(request, _("Your Wikimedia account is connected."))
        _stop(redirect("account_wikimedia"))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Says what happened: the wiki is at fault, or this attempt is too old or used up."""
        if error == AuthError.CANCELLED:
            return
        silent = exception is not None and not isinstance(exception, PermissionDenied)
        if silent:  # its kind only: its text may hold what the wiki sent
            log.warning("no sign-in on the wiki", reason=type(exception).__name__)
        status = 401 if silent else 400
        context = {"wiki_is_silent": silent}
        _stop(render(request, "socialaccount/authentication_error.html", context, status=status))


def _stop(answer: HttpResponse) -> NoReturn:
    raise ImmediateHttpResponse(answer)


def _proof(sociallogin: SocialLogin) -> actions.Proof:
    proved = [address.email for address in sociallogin.email_addresses if address.verified]
    account = sociallogin.account
    return actions.Proof(
        name=account.extra_data["username"],
        central_id=int(account.uid),
        email=proved[0].lower() if proved else "",
    )


def _came_from_the_wiki(request: HttpRequest, person: User) -> bool:
    """In this sign-in; a second factor may have been asked for since."""
    methods = [record["method"] for record in get_authentication_records(request, person)]
    return [method for method in methods if method != "mfa"][-1:] == ["socialaccount"]


def _say_how_the_link_comes(request: HttpRequest, person: User, next_page: str) -> None:
    """Who has no address here is told what that means, and asked for nothing."""
    channels = {route.channel for route in routes(person)}
    if "email" in channels:
        return
    if channels:
        messages.info(
            request,
            _(
                "There is no e-mail address of yours here, so messages and links reach you as mail "
                "from the wiki."
            ),
        )
    elif next_page != reverse("meetings:mine"):  # that page says so itself
        messages.warning(
            request,
            _(
                "No message can reach you: we have no e-mail address of yours, and cannot mail you "
                "through the wiki. You find the link to a session here, on the page of your place."
            ),
        )
