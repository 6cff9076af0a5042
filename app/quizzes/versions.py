"""Versions of questions, kept in memory once read."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, select

from app.quizzes.tables import QuestionVersion
from questions.question import Question
from questions.reading import read_question

_questions: dict[str, Question] = {}  # versions are immutable, so this never grows stale


def question(c: Connection, version: str) -> Question:
    """A version of a question, kept in memory once read."""
    if version not in _questions:
        content = c.execute(select(QuestionVersion.content).where(QuestionVersion.hash == version)).scalar_one()
        _questions[version] = read_question(msgspec.json.decode(content))
    return _questions[version]
