"""`chainrule serve`: a real gunicorn, in the foreground, that drains and renews."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.commands.serving import address, is_loopback
from tests.app.servers import PATIENCE, Server, serving


@pytest.fixture
def server(place: Path) -> Iterator[Server]:
    """`chainrule serve` on a free port, with a database that is not there yet."""
    with serving(place, {}) as server:
        yield server


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
    assert address(given) == bind
    assert is_loopback(bind)


def test_a_newer_database_is_not_served(loaded, place: Path) -> None:
    with sqlite3.connect(place / "place.db") as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    status, _, complaints = loaded("serve")
    assert (status, "newer version" in complaints) == (1, True)
