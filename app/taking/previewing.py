"""How a value would be read, before and without any judgement on it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from app.db import Database
from app.ledger import service as ledger
from app.people import service as people
from app.people.views import Person, Role
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView
from app.refusals import NotThere, Unreadable
from app.taking.looking import own_attempt
from questions import grading
from questions.question import Question


def preview(db: Database, person: Person, attempt_id: int, slug: str, field: str, value: Any) -> dict[str, Any]:
    """How a value is read: reading (LaTeX), shape, problems; never a verdict."""
    with db.read() as c:
        asked = _asked(c, own_attempt(c, person, attempt_id).id, slug)
    return _read(asked, field, value)


def preview_named(db: Database, person: Person, name: str, field: str, value: Any) -> dict[str, Any]:
    """The same for a question by its full name, `assignment-3/2.2`, as it is in one's attempt. Who has not begun yet
    may try it where beginning costs nothing; raises NotThere."""
    quiz_slug, _, slug = name.partition("/")
    with db.read() as c:
        quiz = quizzes.find_quiz_within(c, person, quiz_slug)
        begun = ledger.latest_attempt(c, quiz.id, person.id)
        if begun:
            asked = _asked(c, begun.id, slug)
        elif _costs_nothing(c, db, person, quiz):
            asked = quizzes.question(c, quizzes.placed_question(c, quiz.id, slug).version).variant(None)
        else:
            raise NotThere
    return _read(asked, field, value)


def _asked(c: Connection, attempt_id: int, slug: str) -> Question:
    """A question as it is in an attempt."""
    attempt = ledger.attempt(c, attempt_id)
    placed = quizzes.placed_question(c, attempt.quiz_id, slug)
    items = ledger.items(c, [attempt_id], placed.id)
    if not items:
        raise NotThere
    return quizzes.question(c, items[0].version).variant(attempt.seed)


def _costs_nothing(c: Connection, db: Database, person: Person, quiz: QuizView) -> bool:
    """Whether somebody may see the questions without an attempt: staff, and all where no clock begins to run."""
    entries = people.memberships_within(c, person)
    if any(entry.course.id == quiz.course_id and entry.role is not Role.STUDENT for entry in entries):
        return True
    is_open = quiz.opens_at is None or db.now() >= quiz.opens_at
    return is_open and quiz.minutes is None and quiz.mode != "exam"


def _read(asked: Question, field: str, value: Any) -> dict[str, Any]:
    try:
        return grading.preview(asked, field, value)
    except grading.CannotGrade as error:
        raise Unreadable(str(error)) from None
