from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = _("Meetings")

    def ready(self) -> None:
        from allauth.account.signals import email_changed, email_removed

        from meetings import links, notices, receivers
        from vsn.outbox.registry import register_planner, register_topic

        for topic, renderer in notices.RENDERERS.items():
            register_topic(topic, renderer)
        register_planner(links.plan)
        # allauth has no other way to tell.
        email_changed.connect(receivers.address_changed)
        email_removed.connect(receivers.address_removed)
