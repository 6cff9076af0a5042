"""What leaves the house: grades as CSV, answers as JSON Lines."""

from __future__ import annotations

from collections.abc import Iterator

from app.db import Database
from app.quizzes.views import QuizView


def grades_csv(db: Database, quiz: QuizView, canvas: bool = False) -> Iterator[str]:
    """The gradebook, a line a student; cells that a spreadsheet would run as a formula are prefixed."""
    raise NotImplementedError


def answers(db: Database, quiz: QuizView) -> Iterator[str]:
    """Every submission, a JSON line each."""
    raise NotImplementedError
