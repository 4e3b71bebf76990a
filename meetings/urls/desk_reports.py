"""Figures, certificates, and lists that leave the portal."""

from django.urls import path

from meetings import views

urlpatterns = [
    path("desk/<slug:slug>/wikitext/", views.wikitext, name="wikitext"),
    path("desk/<slug:slug>/wikitext/<slug:name>.txt", views.wikitext_file, name="wikitext_file"),
]
