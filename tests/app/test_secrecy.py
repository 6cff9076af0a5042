"""Before the release of an exam nothing of what decides its grades is anywhere where a student can look.

Every question of the bank is answered, right and wrong; every page and every answer of the API that the url map has for
a student is fetched and searched for the texts of rubrics, feedback, solutions, keys and tags, and for the seed.
"""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app import create_app, upgrading
from app.config import Config
from app.db import Database
from app.people import service as people
from app.people.views import Role
from app.quizzes import service as quizzes
from app.web.access import DATABASE, FOR_PROGRAMS
from questions.loading import BANK, load_bank
from tests.app.conftest import KEYS, PASSWORD

ELSEWHERE = ("/static/", "/desk/")
SHORT = 6  # letters and formulas that are shorter stand on pages anyway


def texts(value: Any) -> Iterator[str]:
    """Every text and number within a value of TOML, dates and truths left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts(one)


def secrets(question: dict[str, Any], file: dict[str, Any]) -> set[str]:
    """What decides the grades of a question: the texts of its fields without those that are to be read."""
    shown = " ".join(
        [
            *texts([question.get(name, "") for name in ("title", "prompt", "hints", "definitions", "symbols")]),
            *(text for other in file["question"] for text in texts([other.get("prompt", ""), other.get("title", "")])),
            *(text for field in question["field"] for name in SHOWN for text in texts(field.get(name, ""))),
        ]
    )
    found = set(texts(question.get("solution", "")))
    for field in question["field"]:
        found |= {text for name, value in field.items() if name not in SHOWN for text in texts(value)}
        found |= set(field.get("credit", ()))
    return {text for text in found if len(text) >= SHORT and text not in shown and "\n" not in text}


# What an author writes for students to read.
SHOWN = (
    *("name", "kind", "label", "prompt", "options", "blocks", "items", "choices", "layers", "placeholder", "follows"),
    *("unit", "inputs", "outputs", "function", "facts", "start", "loss", "goal", "distractors", "wrt", "network"),
)


@pytest.fixture(scope="module", params=("assignment-3", "backprop-practice"))
def exam(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Path, str]]:
    """A quiz of the bank as an exam that nobody has released."""
    folder = tmp_path_factory.mktemp("exam")
    source = next(BANK.rglob(f"{request.param}.toml"))
    file = folder / "bank" / "course" / source.name
    file.parent.mkdir(parents=True)
    text, changed = re.subn(r'^mode = ".*"$', 'mode = "exam"', source.read_text(), count=1, flags=re.MULTILINE)
    file.write_text(text if changed else f'[quiz]\ntitle = "An exam"\nmode = "exam"\n{text}')
    settings = Config(
        f"sqlite:///{folder / 'exam.db'}", "secret key of the tests", KEYS, 8000, ("localhost",), "WARNING"
    )

    db = Database(settings.database_url, settings.keys)
    upgrading.upgrade(db)
    quizzes.load(db, load_bank(folder / "bank"))
    people.add_user(db, "student", PASSWORD, role=Role.STUDENT, course="course")
    db.close()
    site = create_app(settings)
    yield site, file, request.param
    site.extensions[DATABASE].close()


class Student:
    """Answers everything, and looks everywhere."""

    def __init__(self, site: Flask, file: Path, quiz: str) -> None:
        db = site.extensions[DATABASE]
        self.site, self.quiz, self.client = site, quiz, site.test_client()
        self.bearer = {"Authorization": f"Bearer {people.issue_token(db, 'student')}"}
        session = people.sign_in(db, "student", PASSWORD, "127.0.0.1").session_id
        self.client.set_cookie("session", session, domain="localhost")
        self.questions = tomllib.loads(file.read_text())["question"]
        self.attempt = self.program("POST", f"/quizzes/{quiz}/attempts").get_json()["id"]

    def program(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        """Ask the API."""
        return self.client.open(f"/api/v1{path}", method=method, json=body, headers=self.bearer | headers)

    def take(self) -> Iterator[tuple[str, str]]:
        """Addresses, each with what it answered."""
        yield from self.looked("")
        for question in self.questions:
            yield from self.looked("<slug>", question["id"])
            yield from self.answered(question)
            yield from self.looked("<slug>", question["id"])
        yield "finish", self.program("POST", f"/attempts/{self.attempt}/finish").text
        yield from self.looked("")

    def answered(self, question: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """Submit and preview the first two examples of each field."""
        rows = {field["name"]: [row["answer"] for row in field.get("example", ())] for field in question["field"]}
        for number in range(2):
            answer = {name: answers[number] for name, answers in rows.items() if len(answers) > number}
            address = f"/attempts/{self.attempt}/answers/{question['id']}/submit"
            key = {"Idempotency-Key": f"{number}".zfill(16)}
            yield address, self.program("POST", address, {"answer": answer}, **key).text
            for name, value in answer.items():
                asked = {"question": f"{self.quiz}/{question['id']}", "field": name, "value": value}
                yield "/preview", self.program("POST", "/preview", asked).text

    def looked(self, part: str, slug: str = "1") -> Iterator[tuple[str, str]]:
        """Every address of the url map that has this part and answers to a GET."""
        parts = {"quiz": self.quiz, "attempt": self.attempt, "slug": slug}
        for rule in self.site.url_map.iter_rules():
            path = re.sub(r"<(?:\w+:)?(\w+)>", lambda of: str(parts.get(of[1], 1)), rule.rule)
            if part in rule.rule and "GET" in (rule.methods or ()) and not path.startswith(ELSEWHERE):
                found = self.client.get(path, headers=self.bearer if path.startswith(FOR_PROGRAMS) else {})
                assert found.status_code in (200, 303, 401, 404), path
                yield path, f"{html.unescape(found.text)} {found.headers}"


def test_nothing_that_decides_is_anywhere_before_the_release(exam: tuple[Flask, Path, str]) -> None:
    site, file, quiz = exam
    student = Student(site, file, quiz)
    with site.extensions[DATABASE].read() as c:
        seed = c.exec_driver_sql("SELECT seed FROM attempts").scalar()
    read = {"question": student.questions}
    fields = [field for question in student.questions for field in question["field"]]
    typed = " ".join(text for field in fields for text in texts(field.get("example", [])))
    hidden = {text for question in student.questions for text in secrets(question, read) if text not in typed}
    assert len(hidden) > 30
    pages = list(student.take())
    assert len(pages) > 100
    shown = [(path, secret) for path, text in pages for secret in {*hidden, str(seed)} if secret in text]
    assert shown == []
