"""Through the outbox and a real wiki: who waits for what, and what is told when nobody can wait."""

from django.core import mail as email

from members.models import User
from tests import factories
from tests.vsn.outbox.conftest import Clock, owe
from tests.wiki.conftest import Newcomer
from tests.wiki.server import MediaWiki
from vsn.outbox.drain import Drain
from vsn.outbox.models import Delivery


def rows() -> list[tuple[str, int]]:
    """State and attempts of each."""
    return list(Delivery.objects.order_by("pk").values_list("state", "attempts"))


def test_sent(portal_with_wiki: MediaWiki, newcomer: Newcomer, clock: Clock) -> None:
    owe(newcomer("Dana"), newcomer("Éva Д"), at=clock.now)
    assert Drain(clock).run() == 2
    assert [delivery.channel for delivery in Delivery.objects.all()] == ["wiki_mail"] * 2
    for mail, delivery in zip(portal_with_wiki.inbox, Delivery.objects.order_by("pk"), strict=True):
        assert f"\n[{str(delivery.uid)[:8]}]\n" in mail.text
    assert not email.outbox


def test_the_wiki_is_down_and_comes_back(
    portal_with_wiki: MediaWiki, newcomer: Newcomer, clock: Clock
) -> None:
    """Nobody's attempt counts, and who is reached otherwise does not wait."""
    owe(newcomer("Dana"), newcomer("Éva Д"), factories.person("ben@example.org"), at=clock.now)
    portal_with_wiki.stop()
    for _ in range(3):
        Drain(clock).run()
        clock.move(minutes=1)
    assert rows() == [("queued", 0), ("queued", 0), ("sent", 1)]
    portal_with_wiki.start()
    assert Drain(clock).run() == 2
    assert rows() == [("sent", 1)] * 3
    assert len(portal_with_wiki.inbox) == 2 and len(email.outbox) == 1


def test_throttling_is_waited_out(
    portal_with_wiki: MediaWiki, newcomer: Newcomer, clock: Clock
) -> None:
    portal_with_wiki.throttle(2)
    owe(*(newcomer("D" * number) for number in (3, 4, 5)), at=clock.now)
    assert Drain(clock).run() == 2
    assert rows() == [("sent", 1), ("sent", 1), ("queued", 0)]
    clock.move(seconds=20)
    assert Drain(clock).run() == 0  # it is not asked again so soon
    portal_with_wiki.settings()
    clock.move(minutes=2)
    assert Drain(clock).run() == 1
    assert sorted(mail.to[0] for mail in portal_with_wiki.inbox) == ["3", "4", "5"]


def test_read_only_is_waited_out(
    portal_with_wiki: MediaWiki, newcomer: Newcomer, clock: Clock
) -> None:
    owe(newcomer("Dana"), at=clock.now)
    portal_with_wiki.read_only()
    assert Drain(clock).run() == 0
    assert rows() == [("queued", 0)]
    portal_with_wiki.read_only(False)
    clock.move(minutes=2)
    assert Drain(clock).run() == 1


def test_nobody_can_reach_them(
    portal_with_wiki: MediaWiki, newcomer: Newcomer, clock: Clock
) -> None:
    """The facilitator reads why at once; the next person has the message all the same."""
    owe(newcomer("Otto", allows_mail=False), newcomer("Dana L"), at=clock.now)
    assert Drain(clock).run() == 1
    [failed] = Delivery.objects.filter(state="failed")
    assert "cannot be mailed" in failed.reason and "Otto" not in failed.reason


def test_renamed_meanwhile(portal_with_wiki: MediaWiki, newcomer: Newcomer, clock: Clock) -> None:
    dana: User = newcomer("Dana")
    portal_with_wiki.rename("Dana", "Dana Light")
    portal_with_wiki.make_account("Dana", "eve@example.org")
    owe(dana, at=clock.now)
    assert Drain(clock).run() == 1
    assert [mail.to for mail in portal_with_wiki.inbox] == ["4@inbox.example.org"]
