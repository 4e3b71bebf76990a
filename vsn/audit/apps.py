from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "vsn.audit"
    label = "audit"
