from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "vsn.demo"
    label = "demo"
