"""What the clock calls."""

from celery import shared_task

from members.actions.accounts import forget_applications, forget_sign_ins
from members.actions.exclusions import forget_exclusions
from members.actions.mailing_list import renew_keys
from members.actions.messages import forget_messages
from members.actions.profiles import refresh_ended
from members.actions.yearly import ask_yearly
from vsn.outbox.clock import database_now


@shared_task
def keep() -> None:
    """Forgets what need not be kept, or found, any longer; asks whose turn it is."""
    now = database_now()
    forget_messages(now)
    forget_applications(now)
    forget_sign_ins(now)
    forget_exclusions(now)
    renew_keys()
    refresh_ended(now)
    ask_yearly(now)
