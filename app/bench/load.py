"""A lean client that keeps a server busy: plain sockets, requests made beforehand, answers hardly looked at.

It runs in a process of its own, and takes little of the processor that the server needs.
"""

from __future__ import annotations

import selectors
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from time import perf_counter
from typing import NamedTuple

from app.bench.measuring import percentile, shown

PATIENCE = 30.0  # seconds without any answer


class Answered(NamedTuple):
    """The status of an answer, and how many seconds its first byte and all of it took."""

    status: int
    first: float
    took: float


class Ran(NamedTuple):
    """What came back, and within how many seconds."""

    answers: list[Answered]
    seconds: float

    def all_are(self, status: int) -> None:
        """Raises AssertionError where one has another status."""
        others = [answer.status for answer in self.answers if answer.status != status]
        if others:
            raise AssertionError(f"{len(others)} answers of {len(self.answers)} were not {status} but {set(others)}")


def spread(times: list[float]) -> str:
    """Their median and 99th percentile, in words."""
    return f"median {shown(median(times))}, p99 {shown(percentile(times, 99))}"


@dataclass(eq=False)
class _Client:
    """A connection and what is to be sent over it, from some moment on."""

    requests: Iterator[bytes]
    begins: float
    socket: socket.socket = field(init=False)
    sent: float = 0.0
    first: float = 0.0
    got: bytes = b""


def in_turn(port: int, clients: Sequence[Sequence[bytes]]) -> Ran:
    """Each client sends its next request as soon as its last was answered."""
    return _serve(port, [_Client(iter(requests), 0.0) for requests in clients])


def crowd(port: int, requests: Sequence[bytes], within: float) -> Ran:
    """Evenly within a time each request comes over a new connection, whatever the server does; how long its answer took
    counts from when it was to be sent."""
    begin = perf_counter()
    each = within / len(requests)
    return _serve(port, [_Client(iter([one]), begin + number * each) for number, one in enumerate(requests)])


def _serve(port: int, clients: list[_Client]) -> Ran:
    answers: list[Answered] = []
    coming = clients[::-1]
    begin = perf_counter()
    with selectors.DefaultSelector() as selector:
        while coming or selector.get_map():
            while coming and coming[-1].begins <= perf_counter():
                client = coming.pop()
                client.socket = _connected(port)
                selector.register(client.socket, selectors.EVENT_READ, client)
                _send(client, client.begins or perf_counter())
            events = selector.select(max(0.0, coming[-1].begins - perf_counter()) if coming else PATIENCE)
            if not events and not coming:
                raise TimeoutError(f"no answer within {PATIENCE:.0f} seconds")
            for key, _ in events:
                client = key.data
                if answer := _received(client):
                    answers.append(answer)
                    if not _send(client, perf_counter()):
                        selector.unregister(client.socket)
                        client.socket.close()
    return Ran(answers, perf_counter() - begin)


def _connected(port: int) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def _send(client: _Client, at: float) -> bool:
    """Send the next request, if there is one."""
    request = next(client.requests, None)
    if request is None:
        return False
    client.sent, client.first, client.got = at, 0.0, b""
    client.socket.sendall(request)
    return True


def _received(client: _Client) -> Answered | None:
    """The answer, once all of it is there."""
    part = client.socket.recv(65536)
    now = perf_counter()
    if not part:
        raise ConnectionError("the server closed a connection before it had answered")
    client.first = client.first or now
    client.got += part
    head, found, body = client.got.partition(b"\r\n\r\n")
    if not found or len(body) < _length(head):
        return None
    return Answered(int(head[9:12]), client.first - client.sent, now - client.sent)


def _length(head: bytes) -> int:
    _, _, rest = head.lower().partition(b"\r\ncontent-length:")
    return int(rest.partition(b"\r\n")[0] or 0)
