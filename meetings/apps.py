from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = _("Meetings")

    def ready(self) -> None:
        from meetings import links, notices
        from vsn.outbox.registry import register_planner, register_topic

        for topic, renderer in notices.RENDERERS.items():
            register_topic(topic, renderer)
        register_planner(links.plan)
