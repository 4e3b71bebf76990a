"""The site's addresses with the demonstration's mailbox, as they are where DEMO is set."""

from django.urls import include, path

from vsn.urls import handler400, handler403, handler404, handler500
from vsn.urls import urlpatterns as site

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("mailbox/", include("vsn.demo.urls")), *site]
