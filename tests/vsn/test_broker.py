"""A worker that looks while a message is being written sees the whole message or none."""

import os
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection
from kombu.transport import filesystem

from vsn import broker
from vsn.celery import app

MESSAGE = {"body": "tick"}


def channel(folder: Path, transport: Any) -> Any:
    folders = {"data_folder_in": str(folder), "data_folder_out": str(folder)}
    options = {**folders, "control_folder": str(folder / "control")}
    return Connection(transport=transport, transport_options=options).channel()


def test_a_message_appears_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, replace, looked = channel(tmp_path, broker.Transport), os.replace, []

    def look_first(*names: Any) -> None:
        with pytest.raises(Empty):
            ours._get("celery")
        looked.append(names)
        replace(*names)

    monkeypatch.setattr(os, "replace", look_first)
    ours._put("celery", MESSAGE)
    assert looked
    assert ours._get("celery") == MESSAGE


def test_kombus_own_is_seen_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without the difference the worker would fall over."""
    naive, dumps = channel(tmp_path, filesystem.Transport), filesystem.dumps

    def look_first(payload: Any) -> str:
        with pytest.raises(ValueError, match="Expecting value"):
            naive._get("celery")
        return dumps(payload)

    monkeypatch.setattr(filesystem, "dumps", look_first)
    naive._put("celery", MESSAGE)


def test_queues_are_found_again(tmp_path: Path) -> None:
    ours = channel(tmp_path, broker.Transport)
    for queue in ("celery", "celery", "other"):
        ours._queue_bind("exchange", "", "", queue)
    assert [bound.queue for bound in ours.get_table("exchange")] == ["other", "celery"]


def test_the_portal_uses_it() -> None:
    with app.connection_for_write(url="filesystem://") as connection:
        assert connection.get_transport_cls() is broker.Transport


@pytest.mark.parametrize("url", ["redis://127.0.0.1:1/0", "rediss://127.0.0.1:1/0"])
def test_redis_puts_nothing_back_over_a_lost_connection(url: str) -> None:
    with app.connection_for_write(url=url) as connection:
        assert isinstance(connection.transport, broker.RedisTransport)
        assert connection.transport.Channel.do_restore is False
