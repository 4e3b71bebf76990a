"""Addresses of the demonstration's mailbox; `vsn.urls` includes them only where DEMO is set."""

from django.urls import path

from vsn.demo import views

app_name = "demo"
urlpatterns = [
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/<str:name>/", views.message, name="message"),
    path("mailbox/<str:name>/html/", views.message_html, name="message_html"),
    path("mailbox/<str:name>/attachments/<int:index>/", views.attachment, name="attachment"),
]
