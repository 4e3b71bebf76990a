"""A broken broker or mail server never breaks signing up: the row is there, mail comes later."""

import pytest

from tests.faults.conftest import Site
from tests.faults.portal import Database
from tests.faults.reader import Answer, Reader
from tests.faults.servers import until

pytestmark = pytest.mark.faults
FORM = "/meetings/later/sign-up/1/"
DANA = "dana@example.org"
# Generous: by default Celery or a cache would wait for a frozen Redis for ever.
PATIENCE_SECONDS = 45


def sign_up(address: str) -> Answer:
    reader = Reader(address, timeout=PATIENCE_SECONDS)
    try:
        return reader.post(FORM, name="Dana", visibility="name", reach=DANA, policy="on")
    finally:
        reader.close()


def promised(rows: Database) -> int:
    return rows.value("SELECT count(*) FROM outbox_delivery WHERE topic = 'confirm'")


def got_it(site: Site) -> list[str]:
    return [each.recipient for each in site.sink.accepted if each.recipient == DANA]


@pytest.mark.parametrize("how", ["freeze", "stop"])
def test_without_an_answer_from_redis(deployed: Site, how: str) -> None:
    address = deployed.portal.web()
    if how == "freeze":
        deployed.redis.freeze()
    else:
        deployed.redis.program.stop()

    answer = sign_up(address)
    assert answer.status == 302, deployed.portal.said()
    assert promised(deployed.portal.database) == 1

    if how == "freeze":
        deployed.redis.thaw()
    else:
        deployed.redis.start()
    deployed.portal.run_workers()
    until(lambda: got_it(deployed), "Dana has her mail")
    until(deployed.portal.database.settled, "everything is settled")
    assert got_it(deployed) == [DANA]


def test_without_a_mail_server(deployed: Site) -> None:
    deployed.sink.stop()
    deployed.portal.run_workers()
    address = deployed.portal.web()
    assert sign_up(address).status == 302
    assert promised(deployed.portal.database) == 1

    deployed.sink.start()

    def sent() -> bool:
        deployed.portal.database.let_time_pass()
        return bool(got_it(deployed))

    until(sent, "Dana has her mail", pause=0.3)
    assert got_it(deployed) == [DANA]
