"""What a question may know of the student's answers to the questions that it follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from app.ledger import service as ledger
from app.ledger.values import decoded
from app.ledger.views import AttemptRow
from app.quizzes import service as quizzes
from questions.question import Question


def earlier_answers(c: Connection, attempt: AttemptRow, question: Question) -> Mapping[str, Mapping[str, Any]]:
    """The student's last answers by question, each by field."""
    followed = {name for field in question.fields.values() for name in field.follows}
    found: dict[str, Mapping[str, Any]] = {}
    by_slug = {placed.slug: placed for placed in quizzes.every_placed_question(c, attempt.quiz_id)} if followed else {}
    for slug in sorted(followed & by_slug.keys()):
        placed = by_slug[slug]
        names = {item.id: item.field for item in ledger.items(c, [attempt.id], placed.id)}
        answers = ledger.answers_to(c, list(names))
        found[slug] = {names[answer.item_id]: decoded(answer.value) for answer in answers}
    return found
