"""Leaving out of a judgement what its student may not see now. That an answer could not be read is always said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.ledger.values import decoded
from app.ledger.views import AnswerRow, EventRow
from app.quizzes.views import Visible
from app.taking.views import ResultView
from graders.verdict import Outcome

REASON = ("tag", "feedback", "witness", "first_wrong_step")
READING = ("reading", "shape")

Retelling = Callable[[Mapping[str, Any]], Mapping[str, Any]]  # a judgement in the names that the student's form uses


def shown_line(score: float, outcome: str, fields: Mapping[str, Mapping[str, Any]], visible: Visible) -> dict[str, Any]:
    """The object of the grading lines without the members that may not be shown."""
    unreadable = outcome == Outcome.INVALID
    line: dict[str, Any] = {"score": score} if visible.score else {}
    if visible.score or unreadable:
        line["outcome"] = outcome
    return {**line, "fields": {name: shown_field(result, visible) for name, result in fields.items()}}


def shown_field(result: Mapping[str, Any], visible: Visible) -> dict[str, Any]:
    """One field's result without the members that may not be shown."""
    unreadable = result["outcome"] == Outcome.INVALID
    names = ["outcome", "score"] if visible.score or unreadable else []
    names += [*REASON, "comment"] if visible.reason or unreadable else []
    names += READING if visible.reading else []
    return {name: result[name] for name in names if name in result}


def result_view(
    answer: AnswerRow, event: EventRow | None, counts: bool, visible: Visible, retold: Retelling
) -> ResultView:
    """An answer with its judgement, as far as it may be shown."""
    value = decoded(answer.value)
    if event is None:
        return ResultView(answer.seq, answer.received_at, value, None, None)
    shown = shown_field(retold(event.details), visible)
    shown.pop("score", None)
    outcome = event.outcome if shown.pop("outcome", None) else None
    points = event.points if visible.score else None
    return ResultView(answer.seq, answer.received_at, value, outcome, points, **shown, counts=counts and visible.score)
