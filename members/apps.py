from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Members")

    def ready(self) -> None:
        from members import held, holdings, inbox, notices, waiting
        from members.rules import register_kind
        from vsn.outbox.registry import register_topic

        for topic, renderer in notices.RENDERERS.items():
            register_topic(topic, notices.respecting_wishes(topic, renderer))
        register_kind("membership_waits", _("Applications that wait for an admin"), for_admins=True)
        holdings.register_sections(*held.SECTIONS)
        waiting.register(
            "applications", _("Applications"), inbox.applications, "members:moderation"
        )
        waiting.register(
            "named", _("Affiliates that people named"), inbox.named,
            "members:proposed_affiliates", column="affiliate_named", count=inbox.each_name,
        )  # fmt: skip
        waiting.register("silent", _("Members to ask"), inbox.silent, "members:to_ask")
        waiting.register(
            "confirm", _("Exclusions to agree to"), inbox.to_confirm, "members:exclusions"
        )
        waiting.register(
            "review", _("Exclusions to look at again"), inbox.to_review, "members:exclusions"
        )
        waiting.register(
            "list", _("Changes for the mailing list"), inbox.list_to_do, "members:mailing_list",
            column="first", count=inbox.changes_to_do,
        )  # fmt: skip
