"""The site: settings, addresses and the plumbing (audit, outbox) the apps stand on."""

from vsn.celery import app as celery_app

__all__ = ["celery_app"]
