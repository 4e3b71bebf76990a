from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningPatternsConfig(AppConfig):
    name = "learning_patterns"
    verbose_name = _("Learning patterns")

    def ready(self) -> None:
        from learning_patterns import held
        from members import holdings

        holdings.register_sections(*held.SECTIONS)
        holdings.register_parting(held.part_with)
