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
        _questions[version] = read_question(msgspec.json.decode(content(c, version)))
    return _questions[version]


def content(c: Connection, version: str) -> str:
    """What a version of a question consists of, as JSON."""
    found = select(QuestionVersion.content).where(QuestionVersion.hash == version)
    return str(c.execute(found).scalar_one())
