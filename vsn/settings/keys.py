"""The secret key, and the keys that are derived from it where none were given."""

import base64
import hashlib
import secrets

from django.core.exceptions import ImproperlyConfigured

from vsn.settings.environment import DEMO, VAR_DIR, env


def _demo_secret() -> str:
    """The demonstration makes up its own key and keeps it; a deployment has to bring one."""
    if not DEMO:
        raise ImproperlyConfigured(
            "Set SECRET_KEY (or SECRET_KEY_FILE); to try the portal out, set DEMO=1."
        )
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


def _derived(purpose: str) -> list[bytes]:
    """32 bytes for each SECRET_KEY, the present one first, where no key was set for `purpose`."""
    secret_keys = [SECRET_KEY, *SECRET_KEY_FALLBACKS]
    return [hashlib.sha256(f"{purpose}:{key}".encode()).digest() for key in secret_keys]


SECRET_KEY: str = env.str("SECRET_KEY", default="") or _demo_secret()
if not DEMO and len(SECRET_KEY) < 32:
    raise ImproperlyConfigured("SECRET_KEY is too short: whoever guesses it can open every place.")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
# Fernet keys for video-call links, newest first: add one in front to rotate.
CALL_LINK_KEYS: list[str] = env.list("CALL_LINK_KEYS", default=[]) or [
    base64.urlsafe_b64encode(key).decode() for key in _derived("call-link")
]
# Fernet keys for addresses that stay until somebody has taken them off the mailing list.
ADDRESS_KEYS: list[str] = env.list("ADDRESS_KEYS", default=[]) or [
    base64.urlsafe_b64encode(key).decode() for key in _derived("address")
]
# Keys of the hashes on the exclusion list, newest first. The hashed text is not kept, so a key
# that is taken away lifts every exclusion made with it.
IDENTITY_KEYS: list[str] = env.list("IDENTITY_KEYS", default=[]) or [
    key.hex() for key in _derived("identity")
]
