"""A network that loses requests: a proxy before the server which drops some of them, before or after they arrive, and
which can fall silent altogether."""

from __future__ import annotations

import random
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit


class Lossy(socketserver.ThreadingTCPServer):
    """Passes each request on over a connection of its own. `loss` is the share that gets no answer, half of which the
    server never sees; while `silent`, nothing passes."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, server: str, seed: int) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.behind = (urlsplit(server).hostname or "", urlsplit(server).port or 0)
        self.loss = 0.0
        self.silent = False
        self.lost = 0
        self.dice = random.Random(seed)

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Passing(socketserver.StreamRequestHandler):
    server: Lossy

    def handle(self) -> None:
        """One request, one answer, and the connection is closed."""
        request = self._request()
        fate = self.server.dice.random()
        lost = self.server.silent or fate < self.server.loss
        if not request or self.server.silent or fate < self.server.loss / 2:
            self.server.lost += bool(request)
            return
        with socket.create_connection(self.server.behind) as onward:
            onward.sendall(request)
            while block := onward.recv(65536):
                if not lost:
                    self.wfile.write(block)
        self.server.lost += lost

    def _request(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b"\r\n", b""):
            if not line.lower().startswith(b"connection:"):
                lines.append(line)
        length = next((int(line[15:]) for line in lines if line.lower().startswith(b"content-length:")), 0)
        return b"".join([*lines, b"Connection: close\r\n\r\n", self.rfile.read(length)]) if lines else b""


@contextmanager
def lossy(server: str, seed: int = 1) -> Iterator[Lossy]:
    """A proxy before this server, for as long as the block."""
    with Lossy(server, seed) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        yield proxy
        proxy.shutdown()
