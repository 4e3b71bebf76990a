"""Your meetings, who runs them, and what happened."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
