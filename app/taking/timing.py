"""A student's own time: how long, until when, and what that was extended from.

An attempt keeps the end that it began with, unless more time is given while it runs: its end only grows.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from app.keys import Keys
from app.ledger import service as ledger
from app.ledger.views import AttemptRow
from app.people import service as people
from app.people.views import Allowance
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView
from app.taking.views import TimeView


def as_extended(c: Connection, quiz: QuizView, attempt: AttemptRow) -> tuple[AttemptRow, TimeView]:
    """The attempt with the end it has by what is set now, and what its student is told of it."""
    allowance = people.allowance(c, attempt.user_id, quiz.course_id, quiz.id)
    due_at = _later(attempt.due_at, quizzes.attempt_end(quiz, allowance, attempt.started_at))
    usual = quizzes.attempt_end(quiz, Allowance(), attempt.started_at)
    time = TimeView(
        minutes=quizzes.personal_minutes(quiz, allowance),
        usual_minutes=quiz.minutes,
        usual_due_at=usual if usual and due_at and usual < due_at else None,
    )
    return replace(attempt, due_at=due_at), time


def extend(c: Connection, keys: Keys, quiz: QuizView, attempt: AttemptRow) -> AttemptRow:
    """The same, kept in the ledger; within the transaction that goes by it."""
    extended, _ = as_extended(c, quiz, attempt)
    if extended.due_at != attempt.due_at:
        ledger.extend(c, keys, attempt.id, extended.due_at)
    return extended


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return None if one is None or other is None else max(one, other)
