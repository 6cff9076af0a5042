"""What a student gets to see. No view has a place for a key, a tolerance, a rubric or a seed.

All points are integer thousandths; None where the quiz does not show them now.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from app.quizzes.views import QuizView, Visible
from questions.replay import Replay

QuizState = Literal["not-open", "open", "running", "finished", "over"]
AttemptState = Literal["running", "finished", "over"]  # over: the time has run out
QuestionState = Literal["empty", "draft", "submitted"]


@dataclass(frozen=True, slots=True)
class QuizCard:
    """A quiz on the course home."""

    quiz: QuizView
    state: QuizState
    attempt_id: int | None
    due_at: datetime | None  # this student's
    minutes: int | None  # this student's
    answered: int  # questions with a submission
    questions: int
    earned: int | None
    points: int
    extra_points: int
    saved_at: datetime | None
    startable: bool  # a new attempt could begin now


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """A question in the rail and on the overview."""

    slug: str
    title: str
    extra: bool
    points: int
    state: QuestionState
    flagged: bool
    edited: bool  # written on since it was submitted
    outcome: str | None
    earned: int | None


@dataclass(frozen=True, slots=True)
class Section:
    """The questions whose ids begin alike."""

    key: str
    title: str
    questions: Sequence[QuestionCard]


@dataclass(frozen=True, slots=True)
class TimeView:
    """How long somebody has, and what that was extended from; `usual_due_at` is when it would end without."""

    minutes: int | None
    usual_minutes: int | None
    usual_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class AttemptView:
    """An attempt with its progress. `earned` counts extra credit, `points` does not."""

    id: int
    quiz: QuizView
    state: AttemptState
    started_at: datetime
    due_at: datetime | None
    time: TimeView
    now: datetime
    sections: Sequence[Section]
    visible: Visible
    earned: int | None
    points: int
    extra_points: int
    saved_at: datetime | None


@dataclass(frozen=True, slots=True)
class ResultView:
    """One judged answer to one field, as far as it may be shown; `outcome` None is "received"."""

    seq: int
    at: datetime
    value: Any
    outcome: str | None
    points: int | None
    tag: str | None = None
    feedback: str | None = None
    reading: str | None = None
    shape: Sequence[str] | None = None
    witness: Mapping[str, Any] | None = None
    first_wrong_step: int | None = None
    comment: str | None = None  # a person's
    counts: bool = False  # this is the answer that the grade comes from


@dataclass(frozen=True, slots=True)
class Amended:
    """A change of a grade after it was given, in thousandths; `before` is None where it was set, not changed."""

    at: datetime
    before: int | None
    after: int
    reason: str


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of a question. `ask` is what its form needs; `value` is the draft, or what was submitted last.

    `has_value` tells an absent value from null. `results` are newest first. `solution` only when it may be shown.
    """

    name: str
    label: str
    kind: str
    points: int
    ask: Mapping[str, Any]
    has_value: bool
    value: Any
    tries: int | None
    tries_left: int | None
    results: Sequence[ResultView]
    solution: Mapping[str, Any] | None
    amended: Sequence[Amended] = ()


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question as its student meets it. `prompt` and `hints` are Markdown.

    A form carries `seq` (the next of its submissions) and `key` (an idempotency key, fresh with each view); a draft
    carries `draft_seq` + 1. `touched_at` is when anything of it was stored last.
    """

    attempt: AttemptView
    slug: str
    title: str
    prompt: str
    hints: Sequence[str]
    extra: bool
    points: int
    replay: Replay | None  # where reasons may be shown, once every field was answered
    fields: Sequence[FieldView]
    seq: int
    draft_seq: int
    draft_saved_at: datetime | None
    touched_at: datetime | None
    flagged: bool
    names: Sequence[str]  # what an answer may name
    key: str
    previous: str | None
    next: str | None


@dataclass(frozen=True, slots=True)
class MessageView:
    """Something said about a grade, by oneself or by the staff."""

    at: datetime
    author: str
    own: bool
    text: str


@dataclass(frozen=True, slots=True)
class ClockView:
    """The time by the server's clock, and when an attempt ends."""

    state: AttemptState
    now: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class FormView:
    """What it takes to read a posted form of a field."""

    name: str
    kind: str
    ask: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReadBack:
    """How a value is read; `span` is where in it, when it is a text, the first problem is."""

    value: Any
    reading: str | None
    shape: Sequence[str] | None
    problems: Sequence[str]
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class DraftView:
    """A stored draft: what the API gives back."""

    question: str
    answer: Any
    seq: int
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """A submission that is on disk. `result` is the object of the grading lines without what may not be shown now."""

    submission: int
    repeated: bool
    received_at: datetime
    result: Mapping[str, Any]
