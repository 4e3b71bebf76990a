from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = _("Meetings")

    def ready(self) -> None:
        from allauth.account.signals import email_changed, email_removed

        from meetings import actions, afterwards, held, links, notices, receivers, rules, safety
        from members import elsewhere, holdings, waiting
        from members.notices import respecting_wishes
        from members.rules import register_kind
        from vsn.audit.confidential import keep_confidential
        from vsn.outbox.registry import register_planner, register_topic

        for topic, renderer in notices.RENDERERS.items():
            register_topic(topic, respecting_wishes(topic, renderer))
        register_kind("proposal", _("Meetings that members propose"), for_admins=True)
        register_kind("announcement", _("What facilitators write to those on their lists"))
        holdings.register_sections(*held.SECTIONS)
        holdings.register_obstacle(held.meetings_to_hand_over)
        holdings.register_forgetting(actions.forget_at_wish)
        register_planner(links.plan)
        register_planner(actions.remind_readers)
        for planner in afterwards.PLANNERS:
            register_planner(planner)
        register_kind("digest", _("The digest of a session I signed up for"))
        register_kind("feedback", _("The question how a session was"))
        register_kind("follow_up", _("The question what came of it, some months later"))
        waiting.register(
            "proposals", _("Proposed meetings"), rules.proposals_waiting, "meetings:proposals"
        )
        waiting.register("reports", _("Reports"), safety.reports_waiting, "meetings:reports")
        elsewhere.register(meetings=safety.to_keep_from, asked_again=safety.asked_again)
        keep_confidential("meetings.report", safety.visible_reports)
        # allauth has no other way to tell.
        email_changed.connect(receivers.address_changed)
        email_removed.connect(receivers.address_removed)
