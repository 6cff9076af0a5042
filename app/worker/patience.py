"""How long a client may take. Only who has sent something gets a thread; who says nothing, sends letter by letter, or
does not hang up, keeps nobody else waiting.

gunicorn's own worker gives a thread to every new connection for five seconds, though browsers open some in reserve:
with five hundred of them the next request waited for half a minute. And its loop itself waits for two seconds until
somebody hangs up who was told to: forty of them held the service up for as long.
"""

from __future__ import annotations

import socket
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ
from time import monotonic
from typing import Any, Final

from app.worker.unparsed import Answering

SLOWEST: Final = 10.0  # seconds in which a request arrives: 64 kB at 52 kbit/s
PARTING: Final = 2.0  # seconds to hang up; before that we do not, or the end of an answer might be lost on its way
AT_ONCE: Final = 65536  # bytes


class Patient(Answering):
    """The worker that waits for everybody, but for nobody with a thread that others want."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.arriving: dict[Any, float] = {}  # connections that a thread reads, or answers by now, and since when
        self.parting: deque[Any] = deque()  # those that have heard everything, the longest first

    def enqueue_req(self, conn: Any) -> None:
        """Give it a thread, once it has sent something. Until then it waits as gunicorn's do that were silent long."""
        if conn.initialized or conn.data_ready:
            super().enqueue_req(conn)
        else:
            conn.sock.setblocking(False)
            conn.set_timeout()
            self.pending_conns.append(conn)
            self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def handle(self, conn: Any) -> Any:
        """Read a request and answer it."""
        self.arriving[conn] = monotonic()
        try:
            return super().handle(conn)
        finally:
            del self.arriving[conn]

    def finish_request(self, conn: Any, future: Any) -> None:
        """Go on with the connection, or end it."""
        if future.cancelled() or future.exception() or future.result():
            super().finish_request(conn, future)
        else:
            self._part(conn)

    def _part(self, conn: Any) -> None:
        conn.sock.setblocking(False)
        with suppress(OSError):  # it is gone already
            conn.sock.shutdown(socket.SHUT_WR)
        if hung_up(conn.sock):
            self._end(conn)
        else:
            conn.timeout = monotonic() + PARTING
            self.parting.append(conn)
            self.poller.register(conn.sock, EVENT_READ, partial(self._on_parting_socket_readable, conn))

    def _on_parting_socket_readable(self, conn: Any, client: socket.socket) -> None:
        if hung_up(client):
            self.parting.remove(conn)
            self.poller.unregister(client)
            self._end(conn)

    def _end(self, conn: Any) -> None:
        self.nr_conns -= 1
        conn.close()

    def notify(self) -> None:
        """Sign of life, in every round of the worker's loop; who was waited for long enough is waited for no more."""
        super().notify()
        now = monotonic()
        stop_reading(conn.sock for conn in list(self.arriving) if now - self.arriving.get(conn, now) > SLOWEST)
        while self.parting and self.parting[0].timeout < now:
            conn = self.parting.popleft()
            self.poller.unregister(conn.sock)
            self._end(conn)


def stop_reading(sockets: Iterable[socket.socket]) -> None:
    """Let whoever reads find the end; who answers is not disturbed."""
    for one in sockets:
        with suppress(OSError):  # it is gone already
            one.shutdown(socket.SHUT_RD)


def hung_up(client: socket.socket) -> bool:
    """Whether the other side has closed its end; what it still sends is thrown away."""
    try:
        return not client.recv(AT_ONCE)
    except BlockingIOError:
        return False
    except OSError:
        return True
