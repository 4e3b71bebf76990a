"""Every address of the portal."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from vsn import views

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("meetings.urls")),
    path("", include("members.urls")),
    path("", include("learning_patterns.urls")),
    path("time-zone/", views.time_zone, name="time_zone"),
    path("language/", views.language, name="language"),
    path("privacy/", views.privacy, name="privacy"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    # Nobody has a password, so there is one way to sign in: a code by e-mail, or a passkey there.
    path(
        "accounts/login/",
        RedirectView.as_view(pattern_name="account_request_login_code", query_string=True),
        name="account_login",
    ),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

if settings.DEMO:
    urlpatterns.insert(1, path("", include("vsn.demo.urls")))
