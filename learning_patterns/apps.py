from django.apps import AppConfig


class LearningPatternsConfig(AppConfig):
    name = "learning_patterns"
