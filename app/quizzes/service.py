"""Quizzes and their questions; one transaction a function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.db import Database
from app.people.views import Person
from app.quizzes.views import Loaded, QuizView, Visible
from questions.question import Bank, Question


def load(db: Database, bank: Bank) -> Loaded:
    """Bring a bank into the database: courses, quizzes, new question versions. What is gone is withdrawn."""
    raise NotImplementedError


def quizzes_of(db: Database, course_id: int) -> Sequence[QuizView]:
    """The quizzes of a course, by title."""
    raise NotImplementedError


def find_quiz(db: Database, person: Person, slug: str) -> QuizView:
    """The quiz in the courses that one may enter; raises NotThere."""
    raise NotImplementedError


def visibility(quiz: QuizView, due_at: datetime | None, now: datetime) -> Visible:
    """What of a judged answer may be shown to its student now; `due_at` is that student's. The only place that decides."""
    raise NotImplementedError


def change_settings(db: Database, actor: Person, quiz_id: int, changes: Mapping[str, object]) -> QuizView:
    """Change settings of a quiz, audited; raises Unreadable for a name or value there is not."""
    raise NotImplementedError


def release(db: Database, actor: Person, quiz_id: int) -> None:
    """Show what waits for release, audited."""
    raise NotImplementedError


def question(db: Database, version: str) -> Question:
    """A version of a question, kept in memory once read."""
    raise NotImplementedError
