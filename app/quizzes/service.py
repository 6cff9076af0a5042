"""Quizzes and their questions; one transaction a function."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, select, update

from app.db import Database
from app.people.service import audit, memberships_within
from app.people.views import Person
from app.quizzes.loading import load
from app.quizzes.revising import question_text, read_revision, revise
from app.quizzes.tables import Quiz, QuizQuestion
from app.quizzes.versions import question
from app.quizzes.views import PlacedQuestion, QuizView
from app.quizzes.visibility import visibility
from app.refusals import NotThere, Unreadable
from questions.question import Settings

__all__ = [
    "any_quiz",
    "change_settings",
    "every_placed_question",
    "find_quiz",
    "find_quiz_within",
    "load",
    "placed_question",
    "placed_questions",
    "question",
    "question_ids",
    "question_text",
    "quiz_by_id",
    "quizzes_of",
    "quizzes_within",
    "read_revision",
    "release",
    "revise",
    "visibility",
]

CHANGEABLE = frozenset(Settings.__struct_fields__) - {"sections"}


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


def quiz_by_id(c: Connection, quiz_id: int) -> QuizView:
    """A quiz."""
    return _view(c.execute(_quizzes().where(Quiz.id == quiz_id)).one())


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


def change_settings(db: Database, actor: Person, quiz_id: int, changes: Mapping[str, object]) -> QuizView:
    """Change settings of a quiz, audited; raises Unreadable for a name or value there is not.

    Times may be given as text with an offset. Running attempts keep the due time they began with.
    """
    if unknown := changes.keys() - CHANGEABLE:
        raise Unreadable(f"There is no setting {', '.join(sorted(unknown))}.")
    try:
        checked = msgspec.convert(dict(changes), Settings, strict=False)
    except msgspec.ValidationError as error:
        raise Unreadable(f"That setting cannot be: {error}.") from None
    values = {name: getattr(checked, name) for name in changes}
    _check_settings(values)

    def work(c: Connection) -> QuizView:
        before = quiz_by_id(c, quiz_id)
        c.execute(update(Quiz).where(Quiz.id == quiz_id).values(values))
        detail = {name: [getattr(before, name), value] for name, value in values.items()}
        audit(c, db.now(), actor, before.course_id, "change settings", before.slug, **detail)
        return quiz_by_id(c, quiz_id)

    return db.write(work)


def _check_settings(values: Mapping[str, Any]) -> None:
    for name in ("minutes", "tries"):
        if values.get(name) is not None and values[name] < 1:
            raise Unreadable(f"`{name}` is at least 1, or nothing for no limit.")
    for name in ("opens_at", "due_at"):
        if values.get(name) is not None and values[name].tzinfo is None:
            raise Unreadable(f"`{name}` needs its offset from UTC.")


def release(db: Database, actor: Person, quiz_id: int) -> None:
    """Show what waits for release, audited."""

    def work(c: Connection) -> None:
        quiz = quiz_by_id(c, quiz_id)
        if quiz.released_at is None:
            now = db.now()
            c.execute(update(Quiz).where(Quiz.id == quiz_id).values(released_at=now))
            audit(c, now, actor, quiz.course_id, "release", quiz.slug)

    db.write(work)


def _placed() -> Select[int, str, int, str, int | None]:
    return select(QuizQuestion.id, QuizQuestion.slug, QuizQuestion.position, QuizQuestion.version, QuizQuestion.tries)


def _quizzes() -> Select[Any]:
    return select(*(column for column in Quiz.__table__.columns if column.name != "loaded"))


def _view(row: Row[Any]) -> QuizView:
    values = row._asdict()
    return QuizView(**{**values, "sections": json.loads(values["sections"])})
