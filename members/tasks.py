"""What the clock calls."""

from celery import shared_task

from members.actions.messages import forget_messages
from vsn.outbox.clock import database_now


@shared_task
def keep() -> None:
    """Forgets what need not be kept any longer."""
    forget_messages(database_now())
