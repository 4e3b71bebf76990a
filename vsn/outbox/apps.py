from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "vsn.outbox"
    label = "outbox"
