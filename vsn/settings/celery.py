"""The clock, the worker and the outbox they empty.

Why each of these: docs/architecture.md, "Celery, as measured".
"""

from vsn.settings.database import REDIS_URL
from vsn.settings.environment import VAR_DIR, env


def _hourly(task: str) -> dict[str, object]:
    return {"task": task, "schedule": 3600, "options": {"expires": 3600}}


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
    "tidy": _hourly("vsn.outbox.tasks.tidy"),
    "keep": _hourly("meetings.tasks.keep"),
    "keep_members": _hourly("members.tasks.keep"),
    "keep_patterns": _hourly("learning_patterns.tasks.keep"),
}
