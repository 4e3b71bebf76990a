"""The environment itself: where the portal is, and where it keeps its files.

A secret `X` may also be given as a file: `X_FILE=/run/secrets/x`.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.FileAwareEnv()
environ.Env.read_env(env.str("ENV_FILE", default=str(BASE_DIR / ".env")))

# DEMO is the demonstration on one machine (`make run`): a mailbox page, no second factor asked.
DEMO: bool = env.bool("DEMO", default=False)
DEBUG: bool = env.bool("DEBUG", default=False)
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

SITE_URL: str = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE_NAME = "Volunteer Supporters Network"
SITE_HOST: str = urlsplit(SITE_URL).hostname or "localhost"
HTTPS = SITE_URL.startswith("https://")
CONTACT_EMAIL: str = env.str("CONTACT_EMAIL", default=f"contact@{SITE_HOST}")
SOURCE_URL: str = env.str("SOURCE_URL", default="")
