"""A real server for tests: `chainrule serve` as a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

PATIENCE = 60
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Server:
    """A server that runs."""

    process: subprocess.Popen[str]
    address: str
    log: Path

    def get(self, path: str, host: str | None = None) -> tuple[int, str]:
        """Status and body."""
        request = urllib.request.Request(self.address + path, headers={"Host": host} if host else {})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def renew(self) -> None:
        """Have all workers replaced by new ones, and wait for that."""
        before = self.workers()
        os.kill(self.process.pid, signal.SIGHUP)
        for _ in range(PATIENCE * 10):
            if len(self.workers()) == len(before) and not self.workers() & before:
                break
            time.sleep(0.1)
        assert not self.workers() & before
        self.wait_for("/healthz")

    def workers(self) -> set[int]:
        """The children of the process that we started."""
        pid = self.process.pid
        return set(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))

    def wait_for(self, path: str) -> None:
        """Until the address answers 200."""
        for _ in range(PATIENCE * 10):
            assert self.process.poll() is None, "the server ended"
            try:
                if self.get(path)[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.1)
        pytest.fail(f"{path} never answered")


@contextmanager
def serving(place: Path, environment: Mapping[str, str], workers: int = 2, code: Path = ROOT) -> Iterator[Server]:
    """`chainrule serve` of some code on a free port, once it is ready; its log is `place / "log"`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "app.cli", "serve", "--workers", str(workers), "--threads", "8"]
    settings = {**os.environ, **environment, "PORT": str(port), "PYTHONPATH": str(code)}
    with (place / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=place, env=settings, stderr=log, text=True)
    server = Server(process, f"http://127.0.0.1:{port}", place / "log")
    try:
        server.wait_for("/readyz")
        yield server
    finally:
        process.kill()
        process.wait()
