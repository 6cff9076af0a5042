"""Finding quizzes and their questions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from app.db import Database, table
from app.db.prepared import Prepared
from app.people.service import memberships_within
from app.people.views import Person
from app.quizzes.tables import Quiz, QuizQuestion
from app.quizzes.views import PlacedQuestion, QuizView
from app.refusals import NotThere

_QUIZZES, _QUESTIONS = table(Quiz), table(QuizQuestion)
_VIEWS: Select[*tuple[Any, ...]] = select(*(_QUIZZES.c[name] for name in QuizView.__slots__))
_ONE = _VIEWS.where(_QUIZZES.c.id == bindparam("quiz"))
_BY_ID, _LOCKED = Prepared(_ONE), Prepared(_ONE.with_for_update())
_OF_PLACED = [_QUESTIONS.c[name] for name in PlacedQuestion.__slots__]
_PLACED: Select[*tuple[Any, ...]] = select(*_OF_PLACED)
_OF_QUIZ = _PLACED.where(_QUESTIONS.c.quiz_id == bindparam("quiz"))
_BY_SLUG = Prepared(_OF_QUIZ.where(_QUESTIONS.c.slug == bindparam("slug")))
_EVERY = _OF_QUIZ.order_by(_QUESTIONS.c.position, _QUESTIONS.c.id)
_USED = _OF_QUIZ.where(_QUESTIONS.c.withdrawn.is_(False)).order_by(_QUESTIONS.c.position)
_PLACE = Prepared(
    _ONE.join(_QUESTIONS, _QUESTIONS.c.quiz_id == _QUIZZES.c.id)
    .where(_QUESTIONS.c.slug == bindparam("slug"))
    .add_columns(*(column.label(f"placed_{column.name}") for column in _OF_PLACED))
)


def quizzes_of(db: Database, course_id: int) -> Sequence[QuizView]:
    """The quizzes of a course, the next due first."""
    with db.read() as c:
        return quizzes_within(c, course_id)


def quizzes_within(c: Connection, course_id: int) -> Sequence[QuizView]:
    """The same within a transaction."""
    query = _VIEWS.where(Quiz.course_id == course_id).order_by(Quiz.due_at.is_(None), Quiz.due_at, Quiz.slug)
    return [_view(row) for row in c.execute(query)]


def find_quiz(db: Database, person: Person, slug: str) -> QuizView:
    """The quiz in the courses that one may enter; raises NotThere."""
    with db.read() as c:
        return find_quiz_within(c, person, slug)


def find_quiz_within(c: Connection, person: Person, slug: str) -> QuizView:
    """The same within a transaction."""
    courses = [membership.course.id for membership in memberships_within(c, person)]
    row = c.execute(_VIEWS.where(Quiz.slug == slug, Quiz.course_id.in_(courses)).order_by(Quiz.id)).first()
    if row is None:
        raise NotThere
    return _view(row)


def any_quiz(db: Database, slug: str) -> QuizView:
    """The quiz with this name, for the command line, which may see all; raises NotThere."""
    with db.read() as c:
        row = c.execute(_VIEWS.where(Quiz.slug == slug).order_by(Quiz.id)).first()
    if row is None:
        raise NotThere(f"There is no quiz {slug!r} in the database.")
    return _view(row)


def quiz_by_id(c: Connection, quiz_id: int, lock: bool = False) -> QuizView:
    """A quiz; `lock` holds it until the transaction ends, where writers may run side by side."""
    (row,) = (_LOCKED if lock else _BY_ID).rows(c, quiz=quiz_id)
    return _view(row)


def placed_questions(c: Connection, quiz_id: int) -> Sequence[PlacedQuestion]:
    """The questions of a quiz in their order, without those withdrawn."""
    return [PlacedQuestion(*row) for row in c.execute(_USED, {"quiz": quiz_id})]


def question_ids(db: Database, quiz_id: int) -> list[str]:
    """The short ids of a quiz's questions, in their order."""
    with db.read() as c:
        return [placed.slug for placed in placed_questions(c, quiz_id)]


def every_placed_question(c: Connection, quiz_id: int) -> Sequence[PlacedQuestion]:
    """All questions that a quiz has or had, in their order."""
    return [PlacedQuestion(*row) for row in c.execute(_EVERY, {"quiz": quiz_id})]


def placed_question(c: Connection, quiz_id: int, slug: str) -> PlacedQuestion:
    """A question by its short id, withdrawn or not; raises NotThere."""
    row = _BY_SLUG.row(c, quiz=quiz_id, slug=slug)
    if row is None:
        raise NotThere
    return PlacedQuestion(*row)


def place(c: Connection, quiz_id: int, slug: str) -> tuple[QuizView, PlacedQuestion]:
    """The same with its quiz, at one go."""
    row = _PLACE.row(c, quiz=quiz_id, slug=slug)
    if row is None:
        raise NotThere
    return _view(row[: len(QuizView.__slots__)]), PlacedQuestion(*row[len(QuizView.__slots__) :])


def _view(row: Sequence[Any]) -> QuizView:
    values = dict(zip(QuizView.__slots__, row, strict=True))
    return QuizView(**{**values, "sections": json.loads(values["sections"])})
