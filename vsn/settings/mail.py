"""The mail server, and who the mail is from."""

from django.core.exceptions import ImproperlyConfigured

from vsn.settings.environment import DEMO, SITE_HOST, SITE_NAME, env

EMAIL_URL: str = env.str("EMAIL_URL", default="")
if EMAIL_URL:
    globals().update(env.email_url("EMAIL_URL"))
elif DEMO:
    EMAIL_BACKEND = "vsn.demo.mailbox.MailboxBackend"
else:
    raise ImproperlyConfigured("Set EMAIL_URL (or EMAIL_URL_FILE): links go out by mail.")
EMAIL_TIMEOUT: int = env.int("EMAIL_TIMEOUT", default=15)
# Off for a mail server that announces PIPELINING and cannot do it.
EMAIL_PIPELINING: bool = env.bool("EMAIL_PIPELINING", default=True)
EMAIL_SUBJECT_PREFIX = ""
DEFAULT_FROM_EMAIL: str = env.str(
    "DEFAULT_FROM_EMAIL", default=f"{SITE_NAME} <noreply@{SITE_HOST}>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
