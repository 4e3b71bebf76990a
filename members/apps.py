from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Members")

    def ready(self) -> None:
        from members import notices
        from vsn.outbox.registry import register_topic

        for topic, renderer in notices.RENDERERS.items():
            register_topic(topic, renderer)
