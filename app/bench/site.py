"""A service to measure: a database in a room of its own, students with attempts at the assignment, and gunicorn."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from app import config, upgrading
from app.db import Database
from app.people import service as people
from app.people.views import Role
from app.quizzes import service as quizzes
from app.taking import service as taking
from questions.loading import load_bank

COURSE, QUIZ = "deep-learning", "assignment-3"
PATIENCE = 60.0  # seconds until a server is up
PASSWORD = "the same for all"  # noqa: S105 (nobody else gets there)


@dataclass(frozen=True, slots=True)
class Student:
    """Who takes the quiz: the token of the API, the cookie of the pages, and the attempt."""

    token: str
    cookie: str
    attempt: int


@dataclass(frozen=True, slots=True)
class Site:
    """The settings of the servers, and the students."""

    room: Path
    environment: Mapping[str, str]
    students: Sequence[Student]


def furnished(room: Path, count: int, url: str | None = None) -> Site:
    """So many students who have begun the assignment, with as many tries as they like; in SQLite unless told."""
    keys = {name: f"the {name} of the measurements" for name in config.KEY_NAMES}
    environment = {**keys, "DATABASE_URL": url or f"sqlite:///{room / 'bench.sqlite3'}"}
    settings = config.read(environment)
    db = Database(settings.database_url, settings.keys)
    try:
        upgrading.upgrade(db)
        quizzes.load(db, load_bank())
        quiz = quizzes.any_quiz(db, QUIZ)
        quizzes.change_settings(db, people.add_user(db, "author", PASSWORD, admin=True), quiz.id, {"tries": None})
        accounts = [(f"student {number}", PASSWORD) for number in range(count)]
        added = people.add_users(db, accounts, role=Role.STUDENT, course=COURSE)
        cookie = people.sign_in(db, added[0].name, PASSWORD, "127.0.0.1").session_id
        students = [
            Student(people.issue_token(db, one.name), cookie, taking.start_or_resume(db, one, QUIZ)) for one in added
        ]
    finally:
        db.close()
    return Site(room, environment, students)


@dataclass(frozen=True, slots=True)
class Server:
    """A server and the port on which it listens."""

    port: int
    pid: int

    def spent(self) -> float:
        """Seconds of processor time that its workers have had."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        ticks = (Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[11:13] for child in children)
        return sum(int(user) + int(system) for user, system in ticks) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(site: Site, *command: str) -> Iterator[Server]:
    """A server of the site's, by the arguments of this interpreter."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    environment = {**os.environ, **site.environment, "PORT": str(port), "OPENBLAS_NUM_THREADS": "1"}
    with (site.room / "log").open("a") as log:
        process = subprocess.Popen(  # noqa: S603 (our own command)
            [sys.executable, "-m", *(part.format(port=port) for part in command)],
            env=environment,
            stdout=log,
            stderr=log,
        )
    try:
        _wait(port)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait(port: int) -> None:
    patience = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5):
                return
        except OSError:
            if time.monotonic() > patience:
                raise
            time.sleep(0.1)


def posted(path: str, token: str, body: Any, key: str | None = None, method: str = "POST") -> bytes:
    """A request of the API's as it goes over the wire."""
    text = json.dumps(body).encode()
    given = f"Idempotency-Key: {key}\r\n" if key else ""
    head = (
        f"{method} /api/v1{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n{given}"
        f"Content-Type: application/json\r\nContent-Length: {len(text)}\r\n\r\n"
    )
    return head.encode() + text


def entered(port: int, count: int) -> list[bytes]:
    """The sign-ins of so many students, all with the form of one browser."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=5) as answer:
        page, cookie = answer.read().decode(), answer.headers["Set-Cookie"].partition(";")[0]
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    forms = ({"name": f"student {number}", "password": PASSWORD, "csrf_token": token} for number in range(count))
    return [_form("/sign-in", cookie, urlencode(form)) for form in forms]


def _form(path: str, cookie: str, body: str) -> bytes:
    kind = "application/x-www-form-urlencoded"
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\nContent-Type: {kind}\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()


def got(path: str, cookie: str = "") -> bytes:
    """A request for a page."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: session={cookie}\r\n\r\n".encode()
