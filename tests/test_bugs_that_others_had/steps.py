"""What several of these tests need."""

import threading
from collections.abc import Callable

from meetings.models import Registration


class Killed(BaseException):
    """What SIGKILL is to the code that runs: nothing below catches it."""


def status(registration: Registration) -> str:
    return Registration.objects.get(pk=registration.pk).status


def side_by_side(work: Callable[[threading.Barrier], None], count: int) -> None:
    """Runs `work` in that many threads that begin together; what one raises is raised here."""
    start, errors = threading.Barrier(count), []

    def run() -> None:
        try:
            work(start)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if errors:
        raise errors[0]
