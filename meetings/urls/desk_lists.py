"""The list of a session."""

from django.urls import path

from meetings import views

urlpatterns = [
    path("desk/<slug:slug>/import/", views.import_page, name="import_page"),
]
