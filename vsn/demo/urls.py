"""Addresses below /mailbox/."""

from django.urls import path

from vsn.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.mailbox, name="mailbox"),
    path("<str:name>/", views.message, name="message"),
    path("<str:name>/html/", views.message_html, name="message_html"),
    path("<str:name>/attachments/<int:index>/", views.attachment, name="attachment"),
]
