"""A database with a small quiz, a student and an instructor: what the tests of the services stand on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert

from app import upgrading
from app.db import Database
from app.keys import Keys
from app.people.tables import Course, Enrolment, User
from app.people.views import Person, Role
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView
from app.taking import service as taking
from app.taking.views import Receipt
from questions.loading import load_bank

NOON = datetime(2030, 5, 1, 12, 0, tzinfo=UTC)
KEYS = Keys(b"the grading key of the tests", b"the ledger key of the tests")
QUESTIONS = """
[[question]]
id = "1.1"
title = "Pick"
prompt = "Pick A."
[[question.field]]
name = "pick"
kind = "choice"
points = 2
key = ["A"]
options = {A = "this", B = "that"}

[[question]]
id = "1.2"
title = "Explain"
prompt = "Explain and pick."
[[question.field]]
name = "why"
kind = "text"
points = 3
rubric = [{key = "1", points = 2, text = "names the cause"}, {key = "2", points = 1, text = "names the effect"}]
[[question.field]]
name = "pick"
kind = "choice"
key = ["B"]
options = {A = "this", B = "that"}

[[question]]
id = "2.1"
title = "More"
prompt = "Extra."
extra = true
[[question.field]]
name = "pick"
kind = "choice"
key = ["A"]
options = {A = "this", B = "that"}
"""
STUDENT, OTHER, INSTRUCTOR = Person(1, "student", False), Person(2, "other", False), Person(3, "instructor", False)
HOMEWORK = '[quiz]\ntitle = "Small"\nmode = "homework"\ntries = 3\n'


# For what only one kind of server can do; see the fixture `furnished`.
ON_SQLITE = pytest.mark.parametrize("furnished", ["sqlite"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("furnished", ["postgresql"], indirect=True)


class Clock:
    """A clock that stands still until it is told to move."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **length: float) -> None:
        """Move; negative lengths move back."""
        self.at += timedelta(**length)


@dataclass
class Store:
    """The parts that tests use again and again."""

    db: Database
    clock: Clock
    folder: Path
    student: Person = STUDENT
    other: Person = OTHER
    instructor: Person = INSTRUCTOR

    def load(self, head: str = HOMEWORK, questions: str = QUESTIONS, name: str = "small") -> QuizView:
        """Write a bank file and load the bank."""
        path = self.folder / "bank" / "course" / f"{name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(head + questions)
        quizzes.load(self.db, load_bank(self.folder / "bank"))
        return self.quiz(name)

    def quiz(self, name: str = "small") -> QuizView:
        """The quiz as it is now."""
        return quizzes.any_quiz(self.db, name)

    def start(self, person: Person | None = None, name: str = "small") -> int:
        """Somebody's attempt."""
        return taking.start_or_resume(self.db, person or self.student, name)

    def submit(self, attempt: int, slug: str, answer: Any, key: str, **rest: Any) -> Receipt:
        """A submission of the student; short keys are padded."""
        return taking.submit(self.db, self.student, attempt, slug, answer, key=key.ljust(16, "."), **rest)

    def counts(self) -> tuple[int, int, int]:
        """How many submissions, answers and grade events there are."""
        names = ("submissions", "answers", "grade_events")
        one, two, three = (self.scalar(f"SELECT count(*) FROM {name}") for name in names)
        return one, two, three

    def scalar(self, statement: str) -> Any:
        """What a raw statement finds."""
        with self.db.read() as c:
            return c.exec_driver_sql(statement).scalar()

    def run(self, statement: str, *values: object) -> None:
        """A raw statement, as somebody at the database would send it."""
        self.db.write(lambda c: c.exec_driver_sql(statement, values) and None)


def furnish(db: Database, folder: Path) -> None:
    """Fill an empty database: the schema, people, the small quiz."""
    upgrading.upgrade(db)
    db.write(lambda c: _people(c, NOON))
    Store(db, Clock(), folder).load()


def enter(url: str, folder: Path) -> Store:
    """A store on a furnished database."""
    clock = Clock()
    return Store(Database(url, KEYS, clock), clock, folder)


def _people(c: Connection, now: datetime) -> None:
    course = c.execute(insert(Course).values(slug="course", title="Course").returning(Course.id)).scalar_one()
    for person, role in ((STUDENT, Role.STUDENT), (OTHER, Role.STUDENT), (INSTRUCTOR, Role.INSTRUCTOR)):
        values = {"name_key": person.name, "password_hash": "none", "admin": False, "created_at": now}
        c.execute(insert(User).values(name=person.name, **values))
        c.execute(insert(Enrolment).values(user_id=person.id, course_id=course, role=role, created_at=now))


@contextmanager
def counting(store: Store) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    sent: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(store.db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(store.db.engine, "before_cursor_execute", note)
