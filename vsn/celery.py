"""The Celery application. The broker carries wake-ups only; every fact is in the database."""

import os

from celery import Celery

from vsn import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vsn.settings")

broker.use()
app = Celery("vsn")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
