"""What the clock calls."""

from celery import shared_task

from members.actions.messages import forget_messages
from members.actions.profiles import refresh_ended
from vsn.outbox.clock import database_now


@shared_task
def keep() -> None:
    """Forgets what need not be kept, or found, any longer."""
    now = database_now()
    forget_messages(now)
    refresh_ended(now)
