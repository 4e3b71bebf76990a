"""Setting a meeting up: its details, its sessions, publishing and calling off."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
