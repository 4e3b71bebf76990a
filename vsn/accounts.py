"""Signing in: the addresses of allauth that make sense without passwords, under their own names.

Left out: setting, changing and resetting passwords, which nobody has here. Where somebody sends an
address, or a code for one, all answers take as long as each other.
"""

from allauth.account import views
from django.urls import include, path
from django.views.generic import RedirectView

from vsn import wikimedia_views as wikimedia
from vsn.even import evenly

urlpatterns = [
    # There is one page to sign in: with a code by e-mail, a passkey, or on the wiki.
    path(
        "login/",
        RedirectView.as_view(pattern_name="account_request_login_code", query_string=True),
        name="account_login",
    ),
    # allauth names this address in the mail to someone who has an account already.
    path(
        "password/reset/",
        RedirectView.as_view(pattern_name="account_request_login_code"),
        name="account_reset_password",
    ),
    path("login/code/", evenly(views.request_login_code), name="account_request_login_code"),
    path(
        "login/code/confirm/", evenly(views.confirm_login_code), name="account_confirm_login_code"
    ),
    path("logout/", views.logout, name="account_logout"),
    path("signup/", evenly(views.signup), name="account_signup"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("email/", evenly(views.email), name="account_email"),
    path(
        "confirm-email/",
        evenly(views.email_verification_sent),
        name="account_email_verification_sent",
    ),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("2fa/", include("allauth.mfa.urls")),
    # allauth knows these by its provider's name.
    path("wikimedia/", wikimedia.account, name="account_wikimedia"),
    path("wikimedia/disconnect/", wikimedia.disconnect, name="account_wikimedia_disconnect"),
    path("wikimedia/login/", wikimedia.login, name="mediawiki_login"),
    path("wikimedia/login/callback/", wikimedia.callback, name="mediawiki_callback"),
    path("wikimedia/cancelled/", wikimedia.cancelled, name="socialaccount_login_cancelled"),
    path("sessions/", include("allauth.usersessions.urls")),
]
