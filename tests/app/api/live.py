"""The JSON API of a real server, for tests over HTTP."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from app.db import Database
from app.people import service as people
from app.people.views import Role
from app.quizzes import service as quizzes
from questions.loading import load_bank
from tests.app.servers import Server, serving
from tests.app.store import KEYS
from tests.databases import copied

PASSWORD = "correct horse battery"


@dataclass
class Live:
    """A server, the settings it runs with, and the tokens of its people."""

    server: Server
    environment: dict[str, str]
    tokens: dict[str, str]

    def connect(self) -> http.client.HTTPConnection:
        """A connection that nothing was sent over yet."""
        return http.client.HTTPConnection(urlsplit(self.server.address).netloc, timeout=30)

    def ask(self, method: str, path: str, body: Any = None, who: str = "student", **headers: str) -> tuple[int, Any]:
        """Status and body."""
        connection = self.connect()
        sent = {"Authorization": f"Bearer {self.tokens[who]}", **headers}
        if body is not None:
            sent["Content-Type"] = "application/json"
        connection.request(method, path, None if body is None else json.dumps(body), sent)
        answered = connection.getresponse()
        text = answered.read().decode()
        connection.close()
        return answered.status, json.loads(text) if "json" in answered.headers["Content-Type"] else text


@pytest.fixture(scope="module")
def live(furnished: tuple[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """`chainrule serve` on a copy of the furnished database, with the product's own bank in a second course: there
    `ada` and `ben` are students and `tea` is their instructor."""
    place = tmp_path_factory.mktemp("live")
    with copied(furnished, place) as url:
        db = Database(url, KEYS)
        quizzes.load(db, load_bank())
        people.add_users(db, [("ada", PASSWORD), ("ben", PASSWORD)], role=Role.STUDENT, course="deep-learning")
        people.add_user(db, "tea", PASSWORD, role=Role.INSTRUCTOR, course="deep-learning")
        names = ("student", "other", "instructor", "ada", "ben", "tea")
        tokens = {name: people.issue_token(db, name) for name in names}
        db.close()
        environment = {
            "DATABASE_URL": url,
            "SECRET_KEY": "the secret key of the tests",
            "GRADING_KEY": KEYS.grading.decode(),
            "LEDGER_KEY": KEYS.ledger.decode(),
        }
        with serving(place, environment) as server:
            yield Live(server, environment, tokens)
