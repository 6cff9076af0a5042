"""Finding quizzes and their questions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from app.db import Database
from app.people.service import memberships_within
from app.people.views import Person
from app.quizzes.tables import Quiz, QuizQuestion
from app.quizzes.views import PlacedQuestion, QuizView
from app.refusals import NotThere


def quizzes_of(db: Database, course_id: int) -> Sequence[QuizView]:
    """The quizzes of a course, the next due first."""
    with db.read() as c:
        return quizzes_within(c, course_id)


def quizzes_within(c: Connection, course_id: int) -> Sequence[QuizView]:
    """The same within a transaction."""
    query = _quizzes().where(Quiz.course_id == course_id).order_by(Quiz.due_at.is_(None), Quiz.due_at, Quiz.slug)
    return [_view(row) for row in c.execute(query)]


def find_quiz(db: Database, person: Person, slug: str) -> QuizView:
    """The quiz in the courses that one may enter; raises NotThere."""
    with db.read() as c:
        return find_quiz_within(c, person, slug)


def find_quiz_within(c: Connection, person: Person, slug: str) -> QuizView:
    """The same within a transaction."""
    courses = [membership.course.id for membership in memberships_within(c, person)]
    row = c.execute(_quizzes().where(Quiz.slug == slug, Quiz.course_id.in_(courses)).order_by(Quiz.id)).first()
    if row is None:
        raise NotThere
    return _view(row)


def any_quiz(db: Database, slug: str) -> QuizView:
    """The quiz with this name, for the command line, which may see all; raises NotThere."""
    with db.read() as c:
        row = c.execute(_quizzes().where(Quiz.slug == slug).order_by(Quiz.id)).first()
    if row is None:
        raise NotThere(f"There is no quiz {slug!r} in the database.")
    return _view(row)


def quiz_by_id(c: Connection, quiz_id: int, lock: bool = False) -> QuizView:
    """A quiz; `lock` holds it until the transaction ends, where writers may run side by side."""
    found = _quizzes().where(Quiz.id == quiz_id)
    return _view(c.execute(found.with_for_update() if lock else found).one())


def placed_questions(c: Connection, quiz_id: int) -> Sequence[PlacedQuestion]:
    """The questions of a quiz in their order, without those withdrawn."""
    query = _placed().where(QuizQuestion.quiz_id == quiz_id, QuizQuestion.withdrawn.is_(False))
    return [PlacedQuestion(*row) for row in c.execute(query.order_by(QuizQuestion.position))]


def question_ids(db: Database, quiz_id: int) -> list[str]:
    """The short ids of a quiz's questions, in their order."""
    with db.read() as c:
        return [placed.slug for placed in placed_questions(c, quiz_id)]


def every_placed_question(c: Connection, quiz_id: int) -> Sequence[PlacedQuestion]:
    """All questions that a quiz has or had, in their order."""
    query = _placed().where(QuizQuestion.quiz_id == quiz_id).order_by(QuizQuestion.position, QuizQuestion.id)
    return [PlacedQuestion(*row) for row in c.execute(query)]


def placed_question(c: Connection, quiz_id: int, slug: str) -> PlacedQuestion:
    """A question by its short id, withdrawn or not; raises NotThere."""
    row = c.execute(_placed().where(QuizQuestion.quiz_id == quiz_id, QuizQuestion.slug == slug)).one_or_none()
    if row is None:
        raise NotThere
    return PlacedQuestion(*row)


def _placed() -> Select[int, str, int, str, int | None]:
    return select(QuizQuestion.id, QuizQuestion.slug, QuizQuestion.position, QuizQuestion.version, QuizQuestion.tries)


def _quizzes() -> Select[Any]:
    return select(*(column for column in Quiz.__table__.columns if column.name != "loaded"))


def _view(row: Row[Any]) -> QuizView:
    values = row._asdict()
    return QuizView(**{**values, "sections": json.loads(values["sections"])})
