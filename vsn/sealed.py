"""Texts that a table keeps without showing them: locked, to be opened where they are needed, and
keyed, to be found again without being opened."""

import hmac
from collections.abc import Sequence
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class Unreadable(ValueError):
    """Locked with a key that is not there any more."""


def lock(text: str, keys: Sequence[str]) -> str:
    """The text as it is stored: locked with the first of these Fernet keys."""
    return _cipher(keys).encrypt(text.encode()).decode()


def unlock(stored: str, keys: Sequence[str]) -> str:
    """The text itself.

    Raises:
        Unreadable: none of the keys opens it.
    """
    try:
        return _cipher(keys).decrypt(stored.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


def keyed(text: str, key: str) -> str:
    """The same 64 characters for the same text and key, of which nobody gets the text back."""
    return hmac.digest(key.encode(), text.encode(), sha256).hex()


def _cipher(keys: Sequence[str]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
