"""The one place that turns call links into ciphertext and back.

Who may have a link is asked in `meetings.links`; nothing else calls `unlock`.
"""

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

from meetings.models import CallLink


def _cipher() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.CALL_LINK_KEYS])


def lock(link: str) -> str:
    """The link as it is stored; empty stays empty."""
    return _cipher().encrypt(link.encode()).decode() if link else ""


def unlock(stored: CallLink | None) -> str:
    """The link itself, or "" when there is none.

    Raises:
        cryptography.fernet.InvalidToken: it was stored with a key that is not in CALL_LINK_KEYS.
    """
    if stored is None or not stored.ciphertext:
        return ""
    return _cipher().decrypt(stored.ciphertext.encode()).decode()
