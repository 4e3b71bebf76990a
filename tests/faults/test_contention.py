"""Many people want the same places at the same moment: over HTTP, on PostgreSQL."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle

import pytest

from tests.faults.conftest import Site
from tests.faults.portal import Database
from tests.faults.reader import Reader
from tests.faults.servers import PATIENCE, until

pytestmark = pytest.mark.faults
AT_ONCE = 8
FORM = "/meetings/later/sign-up/1/"
TOKEN = "x" * 32

# Every registration in order of arrival, with its place in the line.
LINE = """
SELECT person_id, was_waiting, row_number() OVER (ORDER BY placed_at, id) AS position
FROM meetings_registration
WHERE status = 'registered'
  AND session_id = (SELECT s.id FROM meetings_session s
                    JOIN meetings_meeting m ON m.id = s.meeting_id WHERE m.slug = 'later')
ORDER BY position
"""


class Crowd:
    """Signed-in people at the door of a session."""

    def __init__(self, site: Site, people: int, places: int) -> None:
        self.portal = site.portal
        said = self.portal.do("python", "-m", "tests.faults.people", str(people), str(places))
        self.keys: list[str] = json.loads(said)
        # Two processes of four threads each: eight people are served at once.
        self.address = self.portal.web(WEB_THREADS=str(AT_ONCE // 2))

    def sign_up(self, key: str) -> int:
        reader = Reader(self.address, sid=key, csrf=TOKEN)
        try:
            return reader.send(FORM, TOKEN, name="Crowd", visibility="name", policy="on").status
        finally:
            reader.close()

    def all_at_once(self, keys: list[str]) -> Counter[int]:
        """How often each status was answered."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return Counter(pool.map(self.sign_up, keys))


def line(rows: Database) -> list[tuple[int, bool, int]]:
    return rows.rows(LINE)


def test_five_hundred_people_and_a_hundred_places(deployed: Site) -> None:
    crowd = Crowd(deployed, people=500, places=100)
    # Every tenth of them is impatient and sends the form twice.
    keys = [key for key, n in zip(crowd.keys, cycle(range(10))) for _ in range(1 + (n == 0))]

    answers = crowd.all_at_once(keys)

    assert answers == {302: len(keys)}, deployed.portal.said()
    found = line(deployed.portal.database)
    assert len(found) == len({person for person, _, _ in found}) == 500
    told_to_wait = [was_waiting for _, was_waiting, _ in found]
    assert told_to_wait == [False] * 100 + [True] * 400
    moments = "SELECT count(DISTINCT placed_at) FROM meetings_registration WHERE name = 'Crowd'"
    assert deployed.portal.database.value(moments) == 500


def test_a_limit_set_while_people_sign_up(deployed: Site) -> None:
    """Nobody who was told that they have a place is waiting afterwards."""
    crowd = Crowd(deployed, people=200, places=0)
    command = ["python", "-m", "tests.faults.limit", "20", "40"]
    limiting = deployed.portal.start("limit", command)
    until(lambda: "ready" in limiting.log.read_text(), f"it watches\n{deployed.portal.said()}")

    assert crowd.all_at_once(crowd.keys) == {302: 200}, deployed.portal.said()

    assert limiting.process.wait(PATIENCE) == 0, deployed.portal.said()
    limit = int(limiting.log.read_text().split()[-1])
    assert limit < 200, "the limit came too late to say anything"
    found = line(deployed.portal.database)
    assert len(found) == len({person for person, _, _ in found}) == 200
    assert [was_waiting for _, was_waiting, _ in found] == [
        position > limit for _, _, position in found
    ]
