"""What an instructor or assistant gets to see. All points are integer thousandths."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.quizzes.views import QuizView
from questions.charts import Html


@dataclass(frozen=True, slots=True)
class RubricLine:
    """Something a full answer has; `ticked` by whoever graded last."""

    id: str
    text: str
    points: int
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class DeskEvent:
    """A judgement with all that was recorded; `result` is the object of the grading lines."""

    id: int
    at: datetime
    source: str
    grader: str | None
    outcome: str
    points: int
    tag: str | None
    result: Mapping[str, Any]
    comment: str | None
    build: str


@dataclass(frozen=True, slots=True)
class DeskAnswer:
    """One answer to a field and its judgements, newest first."""

    answer_id: int
    seq: int
    at: datetime
    value: Any
    events: Sequence[DeskEvent]
    counts: bool


@dataclass(frozen=True, slots=True)
class DeskField:
    """A field of a student's attempt; answers newest first."""

    item_id: int
    name: str
    label: str
    kind: str
    ask: Mapping[str, Any]
    points: int
    earned: int
    outcome: str | None
    rubric: Sequence[RubricLine]
    answers: Sequence[DeskAnswer]
    picture: Html | None  # of the answer that counts, else of the newest
    overrides: Sequence[DeskEvent]  # newest first
    last_event: int  # of any of its judgements; 0 before there is one


@dataclass(frozen=True, slots=True)
class DeskQuestion:
    """A question of a student's attempt."""

    slug: str
    title: str
    prompt: str
    extra: bool
    points: int
    earned: int
    fields: Sequence[DeskField]


@dataclass(frozen=True, slots=True)
class DeskAttempt:
    """A student's attempt, whole."""

    id: int
    quiz: QuizView
    student: str
    started_at: datetime
    due_at: datetime | None
    finished_at: datetime | None
    questions: Sequence[DeskQuestion]
    earned: int
    points: int


@dataclass(frozen=True, slots=True)
class DeskMessage:
    """Something said about a grade."""

    at: datetime
    author: str
    by_student: bool
    text: str


@dataclass(frozen=True, slots=True)
class Request:
    """What was said about the grade of one field; it waits while the student had the last word."""

    item_id: int
    attempt_id: int
    question: str
    field: str
    student: str
    points: int
    earned: int
    messages: Sequence[DeskMessage]

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is owed."""
        return self.messages[-1].by_student
