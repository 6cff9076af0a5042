"""Who is slow keeps nobody else waiting: silent connections, letter by letter, and those who do not hang up."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from http.client import HTTPResponse
from urllib.parse import urlsplit

import pytest

from app.worker.patience import hung_up, stop_reading
from tests.app.api.live import Live, live
from tests.app.store import ON_SQLITE

__all__ = ["live"]

REQUEST = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"
TCP_CLOSE = 7  # the state of a connection whose other end is gone altogether (Linux, net/tcp_states.h)


@pytest.fixture
def clients(live: Live) -> Iterator[list[socket.socket]]:
    """Fifty connections to a server of sixteen threads."""
    address = urlsplit(live.server.address)
    with ExitStack() as stack:
        yield [
            stack.enter_context(socket.create_connection((address.hostname, address.port), timeout=30))
            for _ in range(50)
        ]


def status(client: socket.socket) -> int:
    """What this connection is told; it is read as far as that goes."""
    answer = HTTPResponse(client)
    answer.begin()
    answer.read()
    return answer.status


def is_forsaken(client: socket.socket) -> bool:
    """Whether the server has let go of it: then what is sent comes back as a reset."""
    with suppress(OSError):
        client.send(b"x")
    time.sleep(0.1)
    return client.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO) == TCP_CLOSE


@ON_SQLITE
def test_silent_connections_take_no_thread(live: Live, clients: list[socket.socket]) -> None:
    assert live.ask("GET", "/healthz")[0] == 200
    assert not any(map(quiet_end, clients))  # all of them are still waited for
    for client in clients:
        client.sendall(REQUEST + b"\r\n")
    assert [status(client) for client in clients] == [200] * 50


@ON_SQLITE
def test_who_does_not_hang_up_keeps_nobody_waiting(live: Live, clients: list[socket.socket]) -> None:
    for client in clients:
        client.sendall(REQUEST + b"Connection: close\r\n\r\n")
    assert [status(client) for client in clients] == [200] * 50
    assert live.ask("GET", "/healthz")[0] == 200
    assert not is_forsaken(clients[0])
    assert any(is_forsaken(clients[0]) for _ in range(100))


@ON_SQLITE
def test_who_is_silent_for_long_is_waited_for_no_more(clients: list[socket.socket]) -> None:
    assert [client.recv(1) for client in clients] == [b""] * 50


def test_what_has_not_arrived_in_time_ends_and_can_still_be_answered() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"GET / HT")
        assert ours.recv(100) == b"GET / HT"
        stop_reading([ours])
        assert ours.recv(100) == b""
        ours.sendall(b"HTTP/1.1 400 Bad Request")
        assert theirs.recv(100).endswith(b"Bad Request")
    stop_reading([ours])  # closed by now


def test_who_still_sends_has_not_hung_up() -> None:
    ours, theirs = socket.socketpair()
    with ours:
        ours.setblocking(False)
        assert not hung_up(ours)
        with theirs:
            theirs.sendall(b"more")
            assert not hung_up(ours)
        assert hung_up(ours)
    assert hung_up(ours)  # closed by now


def quiet_end(client: socket.socket) -> bool:
    """Whether the server has ended what nothing was sent over."""
    client.setblocking(False)
    try:
        return client.recv(1) == b""
    except BlockingIOError:
        return False
    finally:
        client.settimeout(30)
