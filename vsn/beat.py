"""The clock's scheduler: Celery's own, and right again when the machine's clock is set back."""

import datetime as dt

from celery.beat import PersistentScheduler


class Scheduler(PersistentScheduler):
    """Celery keeps when each entry ran last and runs next, by the wall clock: after that was two
    hours ahead and is corrected, nothing would be due for two hours. Times that lie ahead are
    forgotten here."""

    _latest: dt.datetime | None = None

    def tick(self, *args: object, **kwargs: object) -> float:
        now = self.app.now()
        if self._latest is None or now < self._latest:
            for entry in self.schedule.values():
                entry.last_run_at = min(entry.last_run_at, now)
            self._heap = None
        self._latest = now
        return super().tick(*args, **kwargs)
