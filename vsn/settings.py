"""Every setting of the portal, read from the environment (see .env.example for the list).

A secret `X` may also be given as a file: `X_FILE=/run/secrets/x`.
"""

import base64
import hashlib
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from redis.backoff import NoBackoff
from redis.retry import Retry

from vsn import logs

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()
environ.Env.read_env(env.str("ENV_FILE", default=str(BASE_DIR / ".env")))

# DEMO is the demonstration on one machine (`make run`): a mailbox page, no second factor asked.
DEMO: bool = env.bool("DEMO", default=False)
DEBUG: bool = env.bool("DEBUG", default=False)
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)


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

# --- Where the portal is ------------------------------------------------------------------------
SITE_URL: str = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")
SITE_NAME = "Volunteer Supporters Network"
SITE_HOST: str = urlsplit(SITE_URL).hostname or "localhost"
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[SITE_HOST, "127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []
SOURCE_URL: str = env.str("SOURCE_URL", default="")
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    "vsn.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "csp",
    "vsn.apps.SiteConfig",
    "vsn.audit",
    "vsn.outbox",
    "members",
    "meetings",
    "learning_patterns",
    *(["vsn.demo"] if DEMO else []),
]

MIDDLEWARE = [
    "vsn.middleware.log_requests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "vsn.middleware.reader",
    "vsn.middleware.explain_405",
    "vsn.middleware.FormErrors",
]

ROOT_URLCONF = "vsn.urls"
WSGI_APPLICATION = "vsn.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "vsn.context.site",
            ],
            "builtins": ["vsn.templatetags.times"],
        },
    }
]
FORM_RENDERER = "vsn.forms.PortalRenderer"

# --- Database -----------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
_database = DATABASES["default"]
if "sqlite" in _database["ENGINE"]:
    # WAL lets readers and one writer work side by side; IMMEDIATE takes the write lock at the
    # start of a transaction, so that nobody fails half-way with "database is locked".
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    } | _database.get("OPTIONS", {})
    _database["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    _database["OPTIONS"] = {
        "pool": {
            "min_size": env.int("DATABASE_POOL_MIN", default=1),
            "max_size": env.int("DATABASE_POOL_MAX", default=8),
            "timeout": 10,
        },
        "connect_timeout": 5,
    } | _database.get("OPTIONS", {})
    _database["CONN_HEALTH_CHECKS"] = True

# --- Redis: broker and cache; without it one machine does both itself ---------------------------
REDIS_URL: str = env.str("REDIS_URL", default="")
CACHES = {
    # The limiter counts here, so it must be shared by all processes.
    "default": {
        "BACKEND": "vsn.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {
            "socket_timeout": 1,
            "socket_connect_timeout": 1,
            "retry": Retry(NoBackoff(), 0),
        },
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # With Django's 300, a few hundred readers would push each other's counts out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Only for fragments whose key names the version of what they show: never stale.
    "fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "fragments",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}

# --- Celery (why each of these: docs/architecture.md, "Celery, as measured") --------------------
OUTBOX_TICK_SECONDS: int = env.int("OUTBOX_TICK_SECONDS", default=20)
OUTBOX_LEASE_SECONDS: int = env.int("OUTBOX_LEASE_SECONDS", default=90)
OUTBOX_RETENTION_DAYS: int = env.int("OUTBOX_RETENTION_DAYS", default=30)
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
if REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {
        "visibility_timeout": 120,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "health_check_interval": 25,
        "global_keyprefix": "vsn:",
    }
    CELERY_VISIBILITY_TIMEOUT = 120
else:
    _broker = VAR_DIR / "broker"
    for _folder in ("queue", "processed", "control"):
        (_broker / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_broker / "queue"),
        "data_folder_out": str(_broker / "queue"),
        "processed_folder": str(_broker / "processed"),
        "control_folder": str(_broker / "control"),
        "store_processed": False,
    }
# A wake-up is acknowledged when it is taken: the next one comes anyway. With a late acknowledgement
# the worker ended itself when Redis went away in the middle of a batch (kombu 5.7.0).
CELERY_TASK_ACKS_LATE = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
# A turn of 40 seconds, what was planned before it, and the message that is in hand at its end.
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 75
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULER = "vsn.beat:Scheduler"
CELERY_BEAT_SCHEDULE_FILENAME = env.str("BEAT_FILE", default=str(VAR_DIR / "celerybeat-schedule"))
CELERY_BEAT_SCHEDULE = {
    # Old wake-ups are dropped: after a long stop one tick is as good as a thousand. Not sooner,
    # since it is the worker's clock that tells how old they are, and it may be wrong.
    "tick": {
        "task": "vsn.outbox.tasks.tick",
        "schedule": OUTBOX_TICK_SECONDS,
        "options": {"expires": 3600},
    },
    "tidy": {"task": "vsn.outbox.tasks.tidy", "schedule": 3600, "options": {"expires": 3600}},
    "keep": {"task": "meetings.tasks.keep", "schedule": 3600, "options": {"expires": 3600}},
    "keep_members": {
        "task": "members.tasks.keep",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "keep_patterns": {
        "task": "learning_patterns.tasks.keep",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
}

# --- Mail ---------------------------------------------------------------------------------------
EMAIL_URL: str = env.str("EMAIL_URL", default="")
if EMAIL_URL:
    globals().update(env.email_url("EMAIL_URL"))
elif DEMO:
    EMAIL_BACKEND = "vsn.demo.mailbox.MailboxBackend"
else:
    raise ImproperlyConfigured("Set EMAIL_URL (or EMAIL_URL_FILE): links go out by mail.")
EMAIL_TIMEOUT: int = env.int("EMAIL_TIMEOUT", default=15)
EMAIL_SUBJECT_PREFIX = ""
DEFAULT_FROM_EMAIL: str = env.str(
    "DEFAULT_FROM_EMAIL", default=f"{SITE_NAME} <noreply@{SITE_HOST}>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
CONTACT_EMAIL: str = env.str("CONTACT_EMAIL", default=f"contact@{SITE_HOST}")

# --- The wiki: user names, wiki mail, signing in; each is hidden until it is configured ----------
WIKI_API_URL: str = env.str("WIKI_API_URL", default="")
WIKI_REST_URL: str = env.str("WIKI_REST_URL", default=WIKI_API_URL.replace("/api.php", "/rest.php"))
# An account that may mail others: a bot password, or an owner-only OAuth 2 token.
WIKI_MAIL_USER: str = env.str("WIKI_MAIL_USER", default="")
WIKI_MAIL_PASSWORD: str = env.str("WIKI_MAIL_PASSWORD", default="")
WIKI_MAIL_TOKEN: str = env.str("WIKI_MAIL_TOKEN", default="")
WIKI_MAIL = bool(WIKI_API_URL and (WIKI_MAIL_TOKEN or (WIKI_MAIL_USER and WIKI_MAIL_PASSWORD)))
# Signing in with the wiki's accounts (Extension:OAuth, a confidential OAuth 2 client).
WIKIMEDIA_OAUTH_ID: str = env.str("WIKIMEDIA_OAUTH_ID", default="")
WIKIMEDIA_OAUTH_SECRET: str = env.str("WIKIMEDIA_OAUTH_SECRET", default="")
WIKIMEDIA_SIGN_IN = bool(WIKIMEDIA_OAUTH_ID and WIKIMEDIA_OAUTH_SECRET)
# https://meta.wikimedia.org/wiki/User-Agent_policy asks for a name and a contact.
WIKI_USER_AGENT = f"vsn-portal/0.1 ({SITE_URL}; {CONTACT_EMAIL})"

# --- People -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = ["vsn.backends.Backend"]
ADMIN_MFA_REQUIRED: bool = env.bool("ADMIN_MFA_REQUIRED", default=not DEMO)
RETENTION_DAYS: int = env.int("RETENTION_DAYS", default=90)
# Answers to strangers come at full steps, so that the time they take tells nothing. Longer than any
# of them takes: with 0.05 a busy machine told them apart. A thread of the server waits meanwhile.
EVEN_STEP_SECONDS: float = env.float("EVEN_STEP_SECONDS", default=0.15)
UNCONFIRMED_DAYS: int = env.int("UNCONFIRMED_DAYS", default=7)
CALL_LINK_HOURS: int = env.int("CALL_LINK_HOURS", default=24)
REPORT_RETENTION_DAYS: int = env.int("REPORT_RETENTION_DAYS", default=365)
EXCLUSION_RETENTION_DAYS: int = env.int("EXCLUSION_RETENTION_DAYS", default=365)
# The mailing list of the members, which is kept elsewhere; without an address nobody is asked.
MAILING_LIST_NAME: str = env.str("MAILING_LIST_NAME", default="")
MAILING_LIST_ADDRESS: str = env.str("MAILING_LIST_ADDRESS", default="")
MAILING_LIST_URL: str = env.str("MAILING_LIST_URL", default="")
# Where facilitators can have a room made up. Empty: they paste the link of one that they have.
JITSI_URL: str = env.str("JITSI_URL", default="https://meet.jit.si" if DEMO else "")
MESSAGE_DAYS: int = env.int("MESSAGE_DAYS", default=30)
APPLICATION_DAYS: int = env.int("APPLICATION_DAYS", default=365)
# Members are asked that often whether their entry is still right, and have so long to answer.
STILL_ACTIVE_MONTHS: int = env.int("STILL_ACTIVE_MONTHS", default=12)
STILL_ACTIVE_DAYS: int = env.int("STILL_ACTIVE_DAYS", default=60)

# What somebody typed into a pattern and never saved.
UNSAVED_DAYS: int = env.int("UNSAVED_DAYS", default=30)
# Pages of patterns show their pictures, which readers' browsers then load from Wikimedia Commons.
COMMONS_IMAGES: bool = env.bool("COMMONS_IMAGES", default=False)

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "meetings:mine"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "vsn.adapters.AccountAdapter"
ACCOUNT_FORMS = {"confirm_email_verification_code": "members.forms.ConfirmAddressForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# So often in an hour, for one address, may a stranger have a code sent to it.
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,6/h/key"}
SOCIALACCOUNT_ADAPTER = "vsn.adapters.SocialAccountAdapter"
# An account on the wiki may have no address, or one that was never confirmed.
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = (
    {"mediawiki": {"APP": {"client_id": WIKIMEDIA_OAUTH_ID, "secret": WIKIMEDIA_OAUTH_SECRET}}}
    if WIKIMEDIA_SIGN_IN
    else {}
)
ALLAUTH_TRUSTED_PROXY_COUNT: int = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
# A phone whose clock is half a minute off is let in.
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

# --- Safety in the browser ----------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
# Not `no-referrer`: browsers would then send `Origin: null` with forms, which Django refuses.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_ENGINE = "vsn.sessions"
SESSION_COOKIE_NAME = "__Host-sid" if HTTPS else "sid"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "vsn.views.csrf_failure"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SECURE_SSL_REDIRECT: bool = env.bool("SECURE_SSL_REDIRECT", default=HTTPS)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000  # a sign-up page of 400 names has two for each

# --- Languages and times ------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Files --------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if env.bool("STATIC_MANIFEST", default=True)
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# --- Logs: one JSON object a line, without addresses, links or names ----------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": logs.formatter()},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        # Django would log the whole path; `vsn.middleware` logs the name of the page instead.
        "django.request": {"level": "ERROR"},
        "celery.app.trace": {"level": "WARNING"},
        # The addresses that the wiki is asked at name people.
        "urllib3": {"level": "ERROR"},
        # It lists the letters of the name on a certificate.
        "fontTools": {"level": "WARNING"},
    },
}
