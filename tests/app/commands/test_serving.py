"""`chainrule serve`: a real gunicorn, in the foreground, that drains and renews."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.commands.common import open_database
from app.commands.serving import address, is_loopback
from app.people.views import Person
from app.taking import service as taking
from tests.app.servers import PATIENCE, ROOT, Server, serving

PACKAGES = ("app", "questions", "graders", "migrations")


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """The code that is served, where a test may change it."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / "code" / package, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "code"


@pytest.fixture
def server(place: Path, code: Path) -> Iterator[Server]:
    """`chainrule serve` on a free port, with a database that is not there yet."""
    with serving(place, {}, code=code) as server:
        yield server


def test_it_migrates_serves_renews_and_drains(server: Server, place: Path, code: Path) -> None:
    assert json.loads(server.get("/readyz")[1]) == {"status": "ok", "database": "ok", "grader": "ok"}
    assert server.get("/")[0] == 200
    assert server.get("/", host="evil.example")[0] >= 400
    assert os.getpgid(server.process.pid) == os.getpgid(0)
    assert len(server.workers()) == 2
    upgrade(code)
    assert server.get("/", host="evil.example")[0] == 400
    server.renew()
    assert [server.get("/", host="evil.example")[0] for _ in range(8)] == [200] * 8
    server.process.terminate()
    assert server.process.wait(PATIENCE) == 0
    entries = [json.loads(line) for line in (place / "log").read_text().splitlines()]
    assert entries
    assert all({"at", "level", "logger", "message"} <= set(entry) for entry in entries)
    told = next(entry for entry in entries if entry["message"] == "request")
    assert (told["method"], told["path"], told["status"]) == ("GET", "/", 200)
    assert len(told["request"]) == 16


def upgrade(code: Path) -> None:
    """Change a setting in a module that the first process has loaded before it made any worker."""
    config = code / "app" / "config.py"
    text = config.read_text()
    changed = text.replace('"localhost,127.0.0.1"', '"localhost,127.0.0.1,evil.example"')
    assert changed != text
    config.write_text(changed)


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


def test_a_host_with_another_ledger_key_does_not_serve(loaded, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert loaded("user", "add", "Ada", "--role", "student")[0] == 0
    db = open_database()
    taking.start_or_resume(db, Person(1, "Ada", False), "small")
    db.close()
    assert loaded("doctor")[0] == 0
    monkeypatch.setenv("LEDGER_KEY", "another one, made on this host")
    for command in ("serve", "doctor"):
        status, out, complaints = loaded(command)
        assert (status, "LEDGER_KEY is not the key" in out + complaints) == (1, True)


def test_a_newer_database_is_not_served(loaded, place: Path) -> None:
    with sqlite3.connect(place / "place.db") as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    status, _, complaints = loaded("serve")
    assert (status, "newer version" in complaints) == (1, True)
