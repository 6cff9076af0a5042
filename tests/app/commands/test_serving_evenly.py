"""New connections are shared evenly among the workers."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.app.servers import Server, serving

MANY = 24


@pytest.fixture
def server(place: Path) -> Iterator[Server]:
    with serving(place, {}) as running:
        yield running


@contextmanager
def stopped(worker: int) -> Iterator[None]:
    os.kill(worker, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(worker, signal.SIGCONT)


def keep(server: Server, stack: ExitStack, count: int) -> None:
    """So many new connections that were answered and stay open."""
    for _ in range(count):
        connection = HTTPConnection(server.address.removeprefix("http://"), timeout=10)
        stack.callback(connection.close)
        connection.request("GET", "/healthz")
        assert connection.getresponse().read()


def sockets(worker: int) -> int:
    found = 0
    for file in Path(f"/proc/{worker}/fd").iterdir():
        with suppress(FileNotFoundError):  # it is closed by now
            found += os.readlink(file).startswith("socket:")
    return found


def test_a_worker_with_fewer_connections_takes_the_next_ones(server: Server) -> None:
    idle, busy = server.workers()
    with stopped(busy):
        server.wait_for("/healthz")  # the other has loaded, too
    with ExitStack() as stack:
        with stopped(idle):
            keep(server, stack, MANY)  # nobody waits for the one that is stopped
        before = sockets(idle)
        keep(server, stack, MANY)
        assert sockets(idle) - before > MANY * 0.6  # half or fewer go there otherwise
