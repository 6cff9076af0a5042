"""A worker that may open no more files goes on with the connections it has."""

from __future__ import annotations

import resource
import socket
import time
from contextlib import ExitStack
from urllib.parse import urlsplit

from app.worker.accepting import SCARCE
from tests.app.api.live import Live, live
from tests.app.store import ON_SQLITE

__all__ = ["live"]


@ON_SQLITE
def test_no_worker_dies_of_more_connections_than_it_may_have(live: Live) -> None:
    address = urlsplit(live.server.address)
    workers = live.server.workers()
    for worker in workers:
        _, most = resource.prlimit(worker, resource.RLIMIT_NOFILE)
        resource.prlimit(worker, resource.RLIMIT_NOFILE, (64, most))
    with ExitStack() as stack:
        for _ in range(300):
            stack.enter_context(socket.create_connection((address.hostname, address.port), timeout=30))
        assert any("Too many open files" in live.server.log.read_text() or time.sleep(0.1) for _ in range(100))
    assert live.ask("GET", "/healthz")[0] == 200
    assert live.server.workers() == workers
    for worker in workers:
        resource.prlimit(worker, resource.RLIMIT_NOFILE, (1024, most))
    time.sleep(SCARCE + 1.5)  # a round of the worker's loop takes a second
    with ExitStack() as stack:
        for _ in range(100):
            last = stack.enter_context(socket.create_connection((address.hostname, address.port), timeout=30))
        last.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        last.settimeout(3)  # with as few as before it would wait for the others to be ended, for longer
        assert last.recv(15) == b"HTTP/1.1 200 OK"
