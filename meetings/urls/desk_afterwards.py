"""The digest and what people thought."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
