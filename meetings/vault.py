"""The one place that turns call links into ciphertext and back.

Who may have a link is asked in `meetings.links`, the only way from here to a page or a message;
the actions that store one compare it with the one before.
"""

import structlog
from django.conf import settings

from meetings.models import CallLink
from vsn import sealed

log = structlog.stdlib.get_logger(__name__)


def lock(link: str) -> str:
    """The link as it is stored; empty stays empty."""
    return sealed.lock(link, settings.CALL_LINK_KEYS) if link else ""


def unlock(stored: CallLink | None) -> str:
    """The link itself, or "" when there is none, or none that can be read: stored with a key that
    is not in CALL_LINK_KEYS any more. It has to be entered again then, and holds up no other."""
    if stored is None or not stored.ciphertext:
        return ""
    try:
        return sealed.unlock(stored.ciphertext, settings.CALL_LINK_KEYS)
    except sealed.Unreadable:
        log.warning("call link cannot be read", session=stored.session_id)
        return ""
