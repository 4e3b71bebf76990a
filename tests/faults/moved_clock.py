"""Runs a program whose clock is wrong: `python -m tests.faults.moved_clock FILE celery ARGS...`

FILE holds the seconds by which the clock is wrong, and may change while the program runs, as when
someone sets the machine's clock. Only the wall clock moves; the monotonic one cannot.
"""

import runpy
import sys
import threading
import time
from pathlib import Path

import time_machine

_really = time.time


def _seconds(file: Path) -> float:
    return float(file.read_text() or 0)


def main() -> None:
    file, program = Path(sys.argv[1]), sys.argv[2]
    traveller = time_machine.travel(_really() + _seconds(file), tick=True)
    coordinates = traveller.start()

    def watch() -> None:
        now = _seconds(file)
        while True:
            time.sleep(0.1)
            if (wanted := _seconds(file)) != now:
                coordinates.shift(wanted - now)
                now = wanted

    threading.Thread(target=watch, daemon=True).start()
    sys.argv = sys.argv[2:]
    runpy.run_module(program, run_name="__main__", alter_sys=True)


main()
