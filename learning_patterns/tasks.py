"""What the clock calls. What is owed to people is planned by the outbox's tick."""

from celery import shared_task

from learning_patterns import actions
from vsn.outbox.clock import database_now


@shared_task
def keep() -> None:
    """Forgets what need not be known any longer."""
    now = database_now()
    actions.forget_askers(now)
    actions.forget_unsaved(now)
