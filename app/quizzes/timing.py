"""Somebody's own times: the quiz's, and what they have beyond the others."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.people.views import Allowance
from app.quizzes.views import QuizView


def personal_due(quiz: QuizView, allowance: Allowance) -> datetime | None:
    """When the quiz is due for somebody; nobody's due time is earlier than the others'."""
    if quiz.due_at is None or allowance.due_at is None:
        return quiz.due_at
    return max(quiz.due_at, allowance.due_at)


def personal_minutes(quiz: QuizView, allowance: Allowance) -> int | None:
    """How long somebody has."""
    if quiz.minutes is None:
        return None
    return -(-quiz.minutes * allowance.time_percent // 100) + allowance.extra_minutes


def attempt_end(quiz: QuizView, allowance: Allowance, started_at: datetime) -> datetime | None:
    """When an attempt begun at that moment ends, by what is set now; None without any limit."""
    due_at, minutes = personal_due(quiz, allowance), personal_minutes(quiz, allowance)
    if minutes is None:
        return due_at
    over = started_at + timedelta(minutes=minutes)
    return over if due_at is None else min(over, due_at)
