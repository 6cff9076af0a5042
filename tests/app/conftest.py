"""A small house with people in every role, made once and copied for each test."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app, upgrading
from app.config import Config
from app.db import Database
from app.keys import Keys
from app.people import service as people
from app.people.views import Role
from app.quizzes import service as quizzes
from app.taking import service as taking
from app.web.access import DATABASE
from questions.loading import load_bank
from tests.databases import copied, emptied, furnished, store

__all__ = ["furnished", "store"]

BANK = {
    "deep/small": """
[quiz]
title = "A small quiz"
mode = "homework"
tries = 3

[[question]]
id = "1"
title = "One"
prompt = "Say it."
hints = ["Think."]
[[question.field]]
name = "pick"
kind = "choice"
key = ["A"]
[question.field.options]
A = "this"
B = "that"
[question.field.feedback]
B = "Not that, since it is not this."
[[question.field]]
name = "why"
kind = "text"
points = 2
rubric = [{key = "a", points = 1, text = "names it"}, {key = "b", points = 1, text = "says why"}]

[[question]]
id = "2"
title = "Two"
[[question.field]]
name = "pick"
kind = "choice"
key = ["B"]
[question.field.options]
A = "this"
B = "that"
""",
    "other/elsewhere": """
[[question]]
id = "1"
title = "Elsewhere"
[[question.field]]
name = "pick"
kind = "choice"
key = ["A"]
[question.field.options]
A = "this"
B = "that"
""",
}
PEOPLE = {
    "outsider": (Role.STUDENT, "other"),
    "student": (Role.STUDENT, "deep"),
    "classmate": (Role.STUDENT, "deep"),
    "assistant": (Role.ASSISTANT, "deep"),
    "instructor": (Role.INSTRUCTOR, "deep"),
}
PASSWORD = "correct horse battery"
KEYS = Keys(b"grading key of the tests", b"ledger key of the tests")


@dataclass(frozen=True)
class House:
    """A running application with the cookies and tokens of its people, one attempt, one text that waits for a person,
    and what its student said about the grade of that."""

    site: Flask
    cookies: dict[str, str]
    tokens: dict[str, str]
    attempt: int
    answer: int
    item: int

    @property
    def db(self) -> Database:
        """The database of the application."""
        db: Database = self.site.extensions[DATABASE]
        return db

    def signed_in(self, role: str) -> FlaskClient:
        """A browser of somebody; of a stranger when they have no cookie."""
        client = self.site.test_client()
        if role in self.cookies:
            client.set_cookie("session", self.cookies[role], domain="localhost")
        return client

    def fill(self, rule: str) -> str:
        """An address of the attempt, the answer, the quiz and the question there are."""
        parts = {
            "attempt": self.attempt,
            "answer": self.answer,
            "item": self.item,
            "quiz": "small",
            "course": "deep",
            "user": 2,
            "regrade": 1,
        }
        for name, value in {**parts, "slug": "1", "question": "1"}.items():
            rule = re.sub(rf"<(id:)?{name}>", str(value), rule)
        return rule

    def bearer(self, role: str) -> dict[str, str]:
        """The header that says to programs' addresses who asks; nothing for a stranger."""
        return {"Authorization": f"Bearer {self.tokens[role]}"} if role in self.tokens else {}

    def token(self, client: FlaskClient) -> str:
        """What a form of this browser carries."""
        page = client.get("/sign-in", follow_redirects=True).text
        found = re.search(r'name="csrf_token" value="([0-9a-f]+)"', page)
        assert found
        return found[1]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path, House]:
    """The house that tests get copies of."""
    folder = tmp_path_factory.mktemp("house")
    url = f"sqlite:///{folder / 'store.db'}"
    return url, folder, build(url, tmp_path_factory.mktemp("bank"))


@pytest.fixture(scope="session")
def built_on_postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path, House]]:
    """The same on PostgreSQL."""
    with emptied() as url:
        yield url, tmp_path_factory.mktemp("house"), build(url, tmp_path_factory.mktemp("bank"))


def build(url: str, bank: Path) -> House:
    """A house in an empty database."""
    for name, text in BANK.items():
        path = bank / f"{name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    db = Database(url, KEYS)
    upgrading.upgrade(db)
    quizzes.load(db, load_bank(bank))
    for name, (role, course) in PEOPLE.items():
        people.add_user(db, name, PASSWORD, role=role, course=course)
    people.add_user(db, "admin", PASSWORD, admin=True)
    signed = {name: people.sign_in(db, name, PASSWORD, "127.0.0.1") for name in (*PEOPLE, "admin")}
    student = signed["student"].person
    attempt = taking.start_or_resume(db, student, "small")
    taking.submit(db, student, attempt, "1", {"why": "Because it is this."}, key="k" * 16)
    taking.ask_regrade(db, student, attempt, "1", "why", "When will it be read?")
    with db.read() as c:
        answer, item = c.exec_driver_sql("SELECT id, item_id FROM answers").one()
    tokens = {name: people.issue_token(db, name) for name in signed}
    db.close()
    cookies = {name: entry.session_id for name, entry in signed.items()}
    return House(Flask("none"), cookies, tokens, attempt, answer, item)


@pytest.fixture
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """A fresh copy of the house; by `parametrize("house", KINDS, indirect=True)` one on PostgreSQL, too."""
    kind = getattr(request, "param", "sqlite")
    url, folder, made = request.getfixturevalue("built_on_postgresql" if kind == "postgresql" else "built")
    with copied((url, folder), tmp_path) as copy:
        settings = Config(copy, "secret key of the tests", KEYS, 8000, ("localhost",), "WARNING")
        house = House(create_app(settings), made.cookies, made.tokens, made.attempt, made.answer, made.item)
        yield house
        house.db.close()
