from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningPatternsConfig(AppConfig):
    name = "learning_patterns"
    verbose_name = _("Learning patterns")
