"""All that is stored about a student's attempt, for that student to keep; with the judgements as far as they show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.taking.views import AttemptView, FieldView, MessageView, QuestionView, ResultView

Threads = Mapping[tuple[str, str], Sequence[MessageView]]


def own_data(attempt: AttemptView, questions: Sequence[QuestionView], threads: Threads) -> dict[str, Any]:
    """As JSON objects; points are thousandths."""
    return {
        "quiz": attempt.quiz.slug,
        "title": attempt.quiz.title,
        "state": attempt.state,
        "started_at": attempt.started_at,
        "due_at": attempt.due_at,
        "earned": attempt.earned,
        "points": attempt.points,
        "questions": [_question(question, threads) for question in questions],
    }


def _question(question: QuestionView, threads: Threads) -> dict[str, Any]:
    return {
        "question": question.slug,
        "title": question.title,
        "points": question.points,
        "flagged": question.flagged,
        "draft_saved_at": question.draft_saved_at,
        "fields": [_field(field, threads.get((question.slug, field.name), ())) for field in question.fields],
    }


def _field(field: FieldView, thread: Sequence[MessageView]) -> dict[str, Any]:
    return {
        "field": field.name,
        "kind": field.kind,
        "points": field.points,
        "tries": field.tries,
        "tries_left": field.tries_left,
        "written": field.value,
        "answers": [_answer(result) for result in reversed(field.results)],
        "messages": [{"at": said.at, "author": said.author, "text": said.text} for said in thread],
    }


def _answer(result: ResultView) -> dict[str, Any]:
    names = ("seq", "at", "value", "outcome", "points", "tag", "feedback", "reading", "shape", "witness", "comment")
    return {name: found for name in names if (found := getattr(result, name)) is not None}
