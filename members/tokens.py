"""Short unguessable addresses that can be revoked and are stored nowhere.

A key is `handle-mac`: a random public handle that finds the row, and 120 bits of an HMAC over
purpose, handle and a revision that the row counts up to revoke every key given out before.
"""

import base64
import hmac
import re
import secrets
from hashlib import sha256

from django.conf import settings

_KEY = re.compile(r"([a-z2-7]{13})-[a-z2-7]{24}", re.ASCII)


def new_handle() -> str:
    """64 random bits as text: finds a row without telling how many there are."""
    return base64.b32encode(secrets.token_bytes(8)).decode().rstrip("=").lower()


def make_key(purpose: str, handle: str, revision: int) -> str:
    """The key for that row at that revision, good for one purpose."""
    return f"{handle}-{_mac(settings.SECRET_KEY, purpose, handle, revision)}"


def handle_of(key: str) -> str:
    """The handle in a key, proved or not, to find the row with; "" for what is no key at all."""
    found = _KEY.fullmatch(key)
    return found[1] if found else ""


def is_key(key: str, purpose: str, handle: str, revision: int) -> bool:
    """True if the key was made for this row, purpose and revision. Compares in constant time."""
    mac = key.partition("-")[2]
    return any(
        hmac.compare_digest(mac.encode(), _mac(secret, purpose, handle, revision).encode())
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )


def _mac(secret: str, purpose: str, handle: str, revision: int) -> str:
    text = f"{purpose}:{handle}:{revision}".encode()
    mac = hmac.new(f"vsn.key:{secret}".encode(), text, sha256).digest()[:15]
    return base64.b32encode(mac).decode().lower()
