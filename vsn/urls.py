"""Every address of the portal."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

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
    path("accounts/", include("vsn.accounts")),
    path("admin/", admin.site.urls),
]

if settings.DEMO:
    urlpatterns.insert(1, path("", include("vsn.demo.urls")))
