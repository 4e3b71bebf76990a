"""The site as an app, and Django's admin behind our own door."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class SiteConfig(AppConfig):
    name = "vsn"
    label = "site"


class PortalAdminConfig(AdminConfig):
    default_site = "vsn.admin.PortalAdminSite"
