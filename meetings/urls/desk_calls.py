"""Writing to a list, the room, and the day itself."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
