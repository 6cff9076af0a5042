"""`chainrule serve`: a real gunicorn, in the foreground, that drains and renews."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.commands import serving

PATIENCE = 60


@dataclass
class Server:
    """A server that runs."""

    process: subprocess.Popen[str]
    address: str

    def get(self, path: str, host: str | None = None) -> tuple[int, str]:
        """Status and body."""
        request = urllib.request.Request(self.address + path, headers={"Host": host} if host else {})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

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


@pytest.fixture
def server(place: Path) -> Iterator[Server]:
    """`chainrule serve` on a free port, with a database that is not there yet."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "app.cli", "serve", "--workers", "2", "--threads", "8"]
    root = str(Path(__file__).resolve().parents[3])
    environment = {**os.environ, "PORT": str(port), "PYTHONPATH": root}
    with (place / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=place, env=environment, stderr=log, text=True)
    server = Server(process, f"http://127.0.0.1:{port}")
    try:
        server.wait_for("/readyz")
        yield server
    finally:
        process.kill()
        process.wait()


def test_it_migrates_serves_renews_and_drains(server: Server, place: Path) -> None:
    assert json.loads(server.get("/readyz")[1]) == {"status": "ok", "database": "ok", "grader": "ok"}
    assert server.get("/")[0] == 200
    assert server.get("/", host="evil.example")[0] >= 400
    assert os.getpgid(server.process.pid) == os.getpgid(0)
    before = server.workers()
    assert len(before) == 2
    os.kill(server.process.pid, signal.SIGHUP)
    for _ in range(PATIENCE * 10):
        if len(server.workers()) == 2 and not server.workers() & before:
            break
        time.sleep(0.1)
    assert not server.workers() & before
    server.wait_for("/healthz")
    server.process.terminate()
    assert server.process.wait(PATIENCE) == 0
    entries = [json.loads(line) for line in (place / "log").read_text().splitlines()]
    assert entries
    assert all({"at", "level", "logger", "message"} <= set(entry) for entry in entries)


@pytest.mark.parametrize("bind", ["0.0.0.0", "0.0.0.0:80", "::", "[::]:8000", "quiz.example.org", "192.168.1.5:8000"])
def test_plain_http_beyond_loopback_is_refused(bind: str, run) -> None:
    status, _, complaints = run("serve", "--bind", bind)
    assert (status, "ALLOW_HTTP" in complaints) == (1, True)


@pytest.mark.parametrize(
    ("given", "bind"),
    [
        (None, "127.0.0.1:8000"),
        ("127.0.0.2", "127.0.0.2:8000"),
        ("localhost:9000", "localhost:9000"),
        ("::1", "[::1]:8000"),
        ("[::1]:9000", "[::1]:9000"),
        ("unix:/run/chainrule.sock", "unix:/run/chainrule.sock"),
    ],
)
def test_loopback_is_known(given: str | None, bind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORT", raising=False)
    assert serving.address(given) == bind
    assert serving.is_loopback(bind)


def test_a_newer_database_is_not_served(loaded, place: Path) -> None:
    with sqlite3.connect(place / "place.db") as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    status, _, complaints = loaded("serve")
    assert (status, "newer version" in complaints) == (1, True)
