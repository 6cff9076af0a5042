"""What every drill needs: a service that really runs, students who submit and send again until they are answered, and
the comparison of every acknowledgement with what is stored."""

from __future__ import annotations

import http.client
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app import upgrading
from app.db import Database
from app.keys import Keys
from app.ledger import service as ledger
from app.people import service as people
from app.people.views import Role
from app.quizzes import service as quizzes
from app.taking import service as taking
from questions.loading import load_bank
from tests.databases import POSTGRES

LONG = os.environ.get("CHAINRULE_DRILLS") == "long"
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
SETTINGS = {name: f"the {name} of the drills" for name in ("SECRET_KEY", "GRADING_KEY", "LEDGER_KEY")}
KEYS = Keys(SETTINGS["GRADING_KEY"].encode(), SETTINGS["LEDGER_KEY"].encode())
BANK = """
[[question]]
id = "1"
title = "Pick"
[[question.field]]
name = "pick"
kind = "choice"
key = ["A"]
options = {A = "this", B = "that"}

[[question]]
id = "2"
title = "XOR"
[[question.field]]
name = "weights"
kind = "network"
layers = "W2 relu(W1 x + b1) + b2"
table = [[[0, 0], 0], [[0, 1], 1], [[1, 0], 1], [[1, 1], 0]]
"""


def length(short: float, long: float) -> float:
    """How much of something: little in continuous integration, more by `make drills`."""
    return long if LONG else short


@dataclass
class Student:
    """Somebody with a token and an attempt."""

    name: str
    token: str
    attempt: int


@dataclass
class Scene:
    """A database with students, and a port for its service."""

    place: Path
    url: str
    students: list[Student]
    port: int
    app: str = "app:create_app()"

    @property
    def environment(self) -> dict[str, str]:
        """The settings of every process of the scene."""
        return {**os.environ, **SETTINGS, "DATABASE_URL": self.url, "PORT": str(self.port), "PYTHONPATH": str(ROOT)}

    def command(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run `chainrule` with the scene's settings."""
        call = [sys.executable, "-m", "app.cli", *map(str, arguments)]
        return subprocess.run(call, env=self.environment, cwd=self.place, capture_output=True, text=True, timeout=120)

    def start(self, workers: int = 2) -> Service:
        """gunicorn as `chainrule serve` runs it, once it answers."""
        call = [sys.executable, "-m", "gunicorn", "--config", "python:app.gunicorn_conf", "--workers", str(workers)]
        call += ["--bind", f"127.0.0.1:{self.port}", self.app]
        for _ in range(5):  # as systemd would: workers of a killed process may still hold the port for seconds
            with (self.place / "log").open("a") as log:
                process = subprocess.Popen(call, env=self.environment, cwd=self.place, stdout=log, stderr=log)
            service = Service(self, process)
            with suppress(ChildProcessError):
                service.wait()
                return service
        raise AssertionError("the service never came up")

    @contextmanager
    def serving(self, workers: int = 2) -> Iterator[Service]:
        """The same, ended afterwards."""
        service = self.start(workers)
        try:
            yield service
        finally:
            service.process.terminate()
            try:
                service.process.wait(PATIENCE)
            finally:
                service.process.kill()

    @contextmanager
    def database(self, url: str | None = None) -> Iterator[Database]:
        """The database itself, beside the service."""
        db = Database(url or self.url, KEYS)
        try:
            yield db
        finally:
            db.close()


@dataclass
class Service:
    """A service that runs."""

    scene: Scene
    process: subprocess.Popen[bytes]

    def wait(self) -> float:
        """Until it answers; how many seconds that took."""
        begin = time.monotonic()
        while True:
            try:
                # Not by workers of a process that was killed.
                if self.workers() and self.get("/healthz") == 200:
                    return time.monotonic() - begin
            except OSError:
                if self.process.poll() is not None:
                    raise ChildProcessError("the service ended") from None
                if time.monotonic() - begin > PATIENCE:
                    raise
            time.sleep(0.05)

    def get(self, path: str) -> int:
        """The status of an address."""
        return asked(self.scene.port, "GET", path)[0]

    def workers(self) -> list[int]:
        """The processes that serve."""
        pid = self.process.pid
        with suppress(FileNotFoundError):
            return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))
        return []

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the first process."""
        self.process.send_signal(number)


def asked(
    port: int, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
) -> tuple[int, Any]:
    """The status of one request, over a connection of its own, and its answer, which may be cut."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        sent = None if body is None else json.dumps(body)
        connection.request(method, path, sent, {"Content-Type": "application/json", **(headers or {})})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@dataclass
class Crowd:
    """Students who submit one answer after the other, each until it is acknowledged; what they were told."""

    scene: Scene
    acknowledged: dict[str, tuple[Student, Any, int, float]] = field(default_factory=dict)  # by idempotency key
    refused: list[int] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    _number: Iterator[int] = field(default_factory=itertools.count)
    _over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def busy(self, clients: int) -> Iterator[None]:
        """So many of them at the same time."""
        work = [threading.Thread(target=self._submit_on, args=(one,)) for one in self.scene.students[:clients]]
        for thread in work:
            thread.start()
        try:
            yield
        finally:
            self._over.set()
            for thread in work:
                thread.join(PATIENCE)
            self._over.clear()

    def _submit_on(self, student: Student) -> None:
        while not self._over.is_set():
            number = next(self._number)
            self.submit(student, f"submission number {number:08d}", {"pick": "AB"[number % 2]})

    def submit(self, student: Student, key: str, answer: Any, question: str = "1") -> int | None:
        """Until it is acknowledged, or nobody waits any more; the status."""
        path = f"/api/v1/attempts/{student.attempt}/answers/{question}/submit"
        headers = {"Authorization": f"Bearer {student.token}", "Idempotency-Key": key}
        while True:
            try:
                status, told = asked(self.scene.port, "POST", path, {"answer": answer}, headers)
            except (OSError, http.client.HTTPException) as e:
                self.broken.append(repr(e))
            else:
                if status in (200, 201):
                    self.acknowledged[key] = (student, answer, json.loads(told)["submission"], time.time())
                    return status
                self.refused.append(status)
                if status != 503:
                    return status
            if self._over.is_set():
                return None
            time.sleep(0.02)

    def check(self, url: str | None = None, until: float | None = None) -> int:
        """Every acknowledgement (before some moment) is stored once and as it was sent, and every chain is whole; how
        many submissions there are."""
        with self.scene.database(url) as db:
            with db.read() as c:
                rows = c.execute(text("SELECT idempotency_key, id, attempt_id, answer FROM submissions")).all()
            stored = {row.idempotency_key: row for row in rows}
            assert len(stored) == len(rows)  # 0 duplicated
            for key, (student, answer, id, at) in self.acknowledged.items():
                if until is None or at < until:
                    assert key in stored, "lost"
                    found = stored[key]
                    assert (found.id, found.attempt_id, json.loads(found.answer)) == (id, student.attempt, answer)
            assert list(ledger.verify(db)) == []
        return len(rows)

    def check_all_graded(self) -> None:
        """Nothing waits for a grade any more, or will soon."""
        with self.scene.database() as db:
            for _ in range(PATIENCE * 10):
                with db.read() as c:
                    if not c.execute(text(UNGRADED)).scalar():
                        return
                time.sleep(0.1)
        raise AssertionError("some were never graded")


UNGRADED = "SELECT count(*) FROM answers a WHERE NOT EXISTS (SELECT 1 FROM grade_events e WHERE e.answer_id = a.id)"


def furnish(url: str, place: Path, count: int) -> list[Student]:
    """A schema, the two questions with any number of tries, and students who have begun."""
    bank = place / "bank" / "course"
    bank.mkdir(parents=True)
    (bank / "drill.toml").write_text(BANK)
    db = Database(url, KEYS)
    upgrading.upgrade(db)
    quizzes.load(db, load_bank(place / "bank"))
    accounts = [(f"student {number}", "the same for all") for number in range(count)]
    added = people.add_users(db, accounts, role=Role.STUDENT, course="course")
    students = [
        Student(one.name, people.issue_token(db, one.name), taking.start_or_resume(db, one, "drill")) for one in added
    ]
    db.close()
    return students


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def percentile(times: Sequence[float], percent: int) -> float:
    """The time that so many percent do not exceed."""
    return sorted(times)[min(len(times) - 1, len(times) * percent // 100)]


# Without a server one test says that it is missing (`tests/app/test_db.py`).
ON_BOTH = pytest.mark.parametrize("scene", ["sqlite", "postgresql"] if POSTGRES else ["sqlite"], indirect=True)
