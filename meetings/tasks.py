"""What the beat calls for meetings. Links are planned by the outbox's tick."""

from celery import shared_task
from django.core.management import call_command

from meetings import actions
from vsn.outbox.clock import database_now


@shared_task
def keep() -> None:
    """Forgets what need not be known any longer."""
    now = database_now()
    actions.purge_unconfirmed(now)
    actions.forget_inactive(now)
    actions.erase_call_links(now)
    call_command("clearsessions")
