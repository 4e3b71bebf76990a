"""Logs: one JSON object a line, without addresses, links or names."""

from vsn.logs import formatter
from vsn.settings.environment import env

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": formatter()},
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
