"""What tests/conftest.py promises for every test is itself put to the test."""

import logging
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import caches

from tests.conftest import NetworkUsed


def test_no_other_machine_can_be_reached() -> None:
    with socket.socket() as outward, pytest.raises(NetworkUsed):
        outward.connect(("192.0.2.1", 80))
    with pytest.raises(NetworkUsed):
        socket.getaddrinfo("portal.example.org", 443)


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()[:2]).close()


def test_a_logged_error_is_noticed(logged_errors: list[logging.LogRecord]) -> None:
    logging.getLogger("portal").error("something broke")
    assert [record.getMessage() for record in logged_errors] == ["something broke"]
    logged_errors.clear()


def test_each_test_counts_for_itself_in_every_thread() -> None:
    def prefix() -> str:
        return caches["default"].key_prefix

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(prefix).result() == prefix() != ""
