from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningPatternsConfig(AppConfig):
    name = "learning_patterns"
    verbose_name = _("Learning patterns")

    def ready(self) -> None:
        from learning_patterns import actions, concerned, due, held, notices, overdue
        from members import holdings
        from members.notices import respecting_wishes
        from members.rules import register_kind
        from vsn.outbox.registry import register_planner, register_topic

        for topic, renderer in notices.RENDERERS.items():
            register_topic(topic, respecting_wishes(topic, renderer))

        holdings.register_sections(*held.SECTIONS)
        holdings.register_parting(held.part_with)
        holdings.register_locking(held.lock_all_of)
        holdings.register_keeping(due.still_to_be_told)
        register_planner(due.plan_follow_ups)
        register_planner(actions.give_back_overdue)
        register_kind("question_taken", _("That somebody takes up a question I asked"))
        register_kind("question_follow_up", _("The question what came of an answer I got"))
        for planner in overdue.PLANNERS:
            register_planner(planner)
        for topic, label in {
            "pattern_waits": _("Learning patterns that wait to be looked at"),
            "pattern_sent_back": _("That a learning pattern I wrote should change"),
            "pattern_remarked": _("Remarks on a learning pattern that I am writing"),
            "pattern_published": _("That a learning pattern I wrote is published"),
            "pattern_tried": _("How it went for those who tried my learning pattern"),
            "pattern_due": _("Learning patterns of mine that should be looked at again"),
            "pattern_behind": _("That the original of my translation has changed"),
        }.items():
            register_kind(topic, label, concerns=concerned.who_writes)
