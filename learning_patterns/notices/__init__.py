"""The messages about patterns and questions: read the present facts of a delivery again, and say
what is to be sent now. Their words are in `templates/learning_patterns/notices/<topic>/`."""

from learning_patterns.notices import patterns, questions
from vsn.outbox.registry import Renderer

RENDERERS: dict[str, Renderer] = {**patterns.RENDERERS, **questions.RENDERERS}
