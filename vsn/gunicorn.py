"""The web server's settings: `gunicorn -c vsn/gunicorn.py vsn.wsgi`.

Threads serve readers who are slow to send or receive; processes use the cores. Two threads each
measured better than four, since a page here is mostly computing, not waiting.
"""

import gc
import os
from pathlib import Path
from typing import Any

# Loopback unless told otherwise: a demonstration is nobody else's business.
bind = os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "2"))
timeout = 60
graceful_timeout = 20
keepalive = 5
# A slow leak in any library stays small; the jitter keeps workers from leaving together.
max_requests = 10_000
max_requests_jitter = 1_000
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
# Lines of an access log would hold personal addresses; `vsn.middleware` logs without them.
accesslog = None
# Its warnings name the addresses of readers.
loglevel = "error"
# Its default place is the home directory, which a container's user does not have.
control_socket_disable = True
# Heartbeats of workers belong in memory: a busy disk must not look like a hung worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108


def when_ready(server: Any) -> None:
    """Say the address once it answers, for whoever waits at a terminal."""
    if announce := os.environ.get("ANNOUNCE"):
        print(announce, flush=True)  # noqa: T201


def post_worker_init(worker: Any) -> None:
    """What was loaded stays: looking through it again and again for what could be thrown away took
    a request a twelfth of its time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
