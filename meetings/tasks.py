"""What the beat calls for meetings. Links are planned by the outbox's tick."""

from celery import shared_task
from django.core.management import call_command

from meetings import actions
from vsn.outbox.clock import database_now


@shared_task
def keep() -> None:
    """Forgets what need not be known any longer."""
    now = database_now()
    actions.forget_invitations(now)
    actions.purge_unconfirmed(now)
    actions.forget_inactive(now)
    actions.erase_call_links(now)
    actions.forget_acts(now)
    actions.forget_announcements(now)
    actions.forget_walk_ins(now)
    actions.delete_old_reports(now)
    call_command("clearsessions")
