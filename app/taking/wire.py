"""What the JSON API takes and answers about taking a quiz. Like the views it is made of, it has no place for a key, a
tolerance, a rubric or a seed; what may not be shown now is left out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal, cast

import msgspec
from msgspec import UNSET, Meta, UnsetType

from app import refusals
from app.taking.views import AttemptState, AttemptView, DraftView, QuestionCard, QuestionState, QuizCard, Receipt
from app.web.problems import Problem, problem

Time = Annotated[str, Meta(description="ISO 8601, with its offset from UTC", extra_json_schema={"format": "date-time"})]
Points = Annotated[float, Meta(ge=0)]
Share = Annotated[float, Meta(ge=0, le=1, description="a share of the points")]
Outcome = Literal["correct", "partial", "wrong", "invalid", "undecided", "ungraded"]
Answer = Annotated[Any, Meta(description="{field: value}, or the bare value of a question with one field")]
Value = Annotated[Any, Meta(description="whatever the student typed or chose")]


class Quiz(msgspec.Struct, kw_only=True):
    """A quiz, with one's own due time, minutes and attempt. `questions` are short ids, in order."""

    example: ClassVar[Any] = {
        "id": "assignment-3",
        "title": "Assignment 3",
        "mode": "homework",
        "state": "running",
        "opens_at": None,
        "due_at": "2030-05-01T21:59:00+00:00",
        "minutes": None,
        "attempt": 1,
        "questions": ["2.1", "2.2"],
    }

    id: str
    title: str
    mode: Literal["practice", "homework", "exam"]
    state: Literal["not-open", "open", "running", "finished", "over"]
    opens_at: Time | None
    due_at: Time | None
    minutes: int | None
    attempt: int | None
    questions: list[str]


class AttemptQuestion(msgspec.Struct, kw_only=True):
    """A question of an attempt and how far it is; `outcome` and `earned` where the quiz shows them now."""

    id: str
    title: str
    extra: bool
    points: Points
    state: QuestionState
    outcome: Outcome | UnsetType = UNSET
    earned: Points | UnsetType = UNSET


class StoredAnswer(msgspec.Struct, kw_only=True):
    """The draft, or what was submitted since; `seq` is the draft's, 0 without one."""

    answer: Answer
    seq: Annotated[int, Meta(ge=0)]


class Attempt(msgspec.Struct, kw_only=True):
    """One's own attempt; `over` means that its time has run out. `answers` has the questions with a draft or more."""

    example: ClassVar[Any] = {
        "id": 1,
        "quiz": "assignment-3",
        "state": "running",
        "started_at": "2030-05-01T08:00:00+00:00",
        "due_at": "2030-05-01T21:59:00+00:00",
        "points": 3.0,
        "earned": 0.0,
        "questions": [{"id": "2.2", "title": "Squared norm", "extra": False, "points": 3.0, "state": "draft"}],
        "answers": {"2.2": {"answer": {"expression": "2w"}, "seq": 1}},
    }

    id: int
    quiz: str
    state: AttemptState
    started_at: Time
    due_at: Time | None
    points: Points
    earned: Points | UnsetType = UNSET
    questions: list[AttemptQuestion]
    answers: dict[str, StoredAnswer]


class NewDraft(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A draft to keep; `seq` is the last one seen + 1."""

    example: ClassVar[Any] = {"answer": {"expression": "2w"}, "seq": 1}

    answer: Answer
    seq: Annotated[float, Meta(ge=1, le=2**31 - 1, multiple_of=1)]  # in JSON 2.0 is an integer, too


class Draft(msgspec.Struct, kw_only=True):
    """The stored draft of a question."""

    example: ClassVar[Any] = {
        "question": "2.2",
        "answer": {"expression": "2w"},
        "seq": 1,
        "saved_at": "2030-05-01T08:04:31+00:00",
    }

    question: str
    answer: Answer
    seq: Annotated[int, Meta(ge=1)]
    saved_at: Time


class StaleDraft(Problem, kw_only=True):
    """A newer draft was saved before; it is told beside the problem. `seq` is 0 when there is none yet."""

    question: str
    seq: Annotated[int, Meta(ge=0)]
    answer: Answer | UnsetType = UNSET
    saved_at: Time | UnsetType = UNSET


class NewAnswer(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """An answer to submit."""

    example: ClassVar[Any] = {"answer": {"shape": "1 x d", "expression": "2w"}}

    answer: Answer


class FieldResult(msgspec.Struct, kw_only=True):
    """The result of one field, as in grading lines, without what may not be shown now."""

    outcome: Outcome | UnsetType = UNSET
    score: Share | UnsetType = UNSET
    tag: str | UnsetType | None = UNSET
    feedback: str | UnsetType = UNSET
    reading: str | UnsetType | None = UNSET
    shape: list[str] | UnsetType | None = UNSET
    witness: dict[str, Any] | UnsetType | None = UNSET
    first_wrong_step: int | UnsetType | None = UNSET
    comment: str | UnsetType | None = UNSET


class Graded(msgspec.Struct, kw_only=True):
    """A submission that is on disk: the object of grading lines, without what may not be shown now."""

    example: ClassVar[Any] = {
        "submission": 1,
        "score": 0.0,
        "outcome": "wrong",
        "fields": {"expression": {"outcome": "wrong", "score": 0.0, "tag": "used-column-gradient"}},
    }

    submission: int
    score: Share | UnsetType = UNSET
    outcome: Outcome | UnsetType = UNSET
    fields: dict[str, FieldResult]


class Typed(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A value to be read. `question` is the quiz and the short id: `assignment-3/2.2`."""

    example: ClassVar[Any] = {"question": "assignment-3/2.2", "field": "expression", "value": "2w"}

    question: Annotated[str, Meta(pattern=r"^[^/\x00-\x1f]+/[^/\x00-\x1f]+$")]
    field: str
    value: Value


class Reading(msgspec.Struct, kw_only=True):
    """How a value is read: LaTeX, the shape of what was typed, and what is unclear about it. Never a verdict."""

    example: ClassVar[Any] = {"reading": "2 w", "shape": ["d", "1"], "problems": []}

    reading: str | None
    shape: list[str] | None
    problems: list[str]


def quiz(card: QuizCard, questions: list[str]) -> Quiz:
    """A quiz of the course home."""
    return Quiz(
        id=card.quiz.slug,
        title=card.quiz.title,
        mode=card.quiz.mode,
        state=card.state,
        opens_at=_time(card.quiz.opens_at),
        due_at=_time(card.due_at),
        minutes=card.minutes,
        attempt=card.attempt_id,
        questions=questions,
    )


def attempt(view: AttemptView, answers: list[DraftView]) -> Attempt:
    """An attempt with what is stored of its answers."""
    return Attempt(
        id=view.id,
        quiz=view.quiz.slug,
        state=view.state,
        started_at=view.started_at.isoformat(),
        due_at=_time(view.due_at),
        points=view.points / 1000,
        earned=UNSET if view.earned is None else view.earned / 1000,
        questions=[_question(card) for section in view.sections for card in section.questions],
        answers={one.question: StoredAnswer(answer=one.answer, seq=one.seq) for one in answers},
    )


def _question(card: QuestionCard) -> AttemptQuestion:
    return AttemptQuestion(
        id=card.slug,
        title=card.title,
        extra=card.extra,
        points=card.points / 1000,
        state=card.state,
        outcome=UNSET if card.outcome is None else cast(Outcome, card.outcome),
        earned=UNSET if card.earned is None else card.earned / 1000,
    )


def draft(view: DraftView) -> Draft:
    """A stored draft."""
    return Draft(question=view.question, answer=view.answer, seq=view.seq, saved_at=view.saved_at.isoformat())


def stale(question: str, refused: refusals.StaleDraft) -> StaleDraft:
    """Why a draft was not saved, with the one that is there."""
    told = msgspec.structs.asdict(problem(409, refused.message))
    if not isinstance(refused.stored, DraftView):
        return StaleDraft(**told, question=question, seq=0)
    stored = draft(refused.stored)
    return StaleDraft(**told, question=question, seq=stored.seq, answer=stored.answer, saved_at=stored.saved_at)


def graded(receipt: Receipt) -> Graded:
    """A receipt."""
    fields = {name: FieldResult(**result) for name, result in receipt.result["fields"].items()}
    return Graded(submission=receipt.submission, **{**receipt.result, "fields": fields})


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
