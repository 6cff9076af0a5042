"""What the ledger hands to the rooms above it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Counts = Literal["best", "last"]
Source = Literal["engine", "person", "regrade", "override"]


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """An attempt."""

    id: int
    quiz_id: int
    user_id: int
    number: int
    seed: str
    started_at: datetime
    due_at: datetime | None
    finished_at: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Whether an answer received now is accepted; one received at the due time is."""
        return self.finished_at is None and (self.due_at is None or now <= self.due_at)


@dataclass(frozen=True, slots=True)
class NewItem:
    """A field of an attempt that begins."""

    question_id: int
    field: str
    position: int
    version: str
    points: int
    extra: bool
    counts: Counts


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A field of an attempt."""

    id: int
    attempt_id: int
    question_id: int
    field: str
    version: str
    points: int
    extra: bool
    counts: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a question of an attempt stands: its items by field, the number of its last submission, the id of the one
    that came with the same key, the moment that decides (see `ledger_now`), and whether instructors ruled anything
    about it."""

    items: Mapping[str, ItemRow]
    seq: int
    repeats: int | None
    now: datetime
    ruled: bool


@dataclass(frozen=True, slots=True)
class NewSubmission:
    """A submission to be stored; `answer` is the JSON as it came, `values` the JSON texts of its answers by item."""

    attempt_id: int
    quiz_id: int
    question_id: int
    seq: int
    idempotency_key: str
    body_hash: str
    answer: str
    received_at: datetime
    values: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """A stored submission."""

    id: int
    attempt_id: int
    question_id: int
    seq: int
    idempotency_key: str
    body_hash: str
    answer: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A stored answer to one item."""

    id: int
    submission_id: int
    item_id: int
    seq: int
    value: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class NewEvent:
    """A judgement to be appended. `answer_id` None overrides the whole item."""

    item_id: int
    answer_id: int | None
    source: Source
    outcome: str
    points: int
    tag: str | None
    result: Mapping[str, Any] = field(repr=False)
    version: str
    grader_id: int | None = None


@dataclass(frozen=True, slots=True)
class EventRow:
    """A stored judgement."""

    id: int
    attempt_id: int
    seq: int
    item_id: int
    answer_id: int | None
    at: datetime
    source: str
    grader_id: int | None
    outcome: str
    points: int
    tag: str | None
    result: str
    build: str
    version: str

    @property
    def details(self) -> dict[str, Any]:
        """The recorded result."""
        found: dict[str, Any] = json.loads(self.result)
        return found


@dataclass(frozen=True, slots=True)
class Grade:
    """The grade of an item, which one of its events gives."""

    attempt_id: int
    item_id: int
    event_id: int
    answer_id: int | None
    outcome: str
    points: int
    tag: str | None


@dataclass(frozen=True, slots=True)
class ItemGrade:
    """An answer that a person judged or must judge: the one of its item that this depends on."""

    item_id: int
    question_id: int
    field: str
    answer_id: int
    outcome: str

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has judged it yet."""
        return self.outcome in ("ungraded", "undecided")


@dataclass(frozen=True, slots=True)
class HandAnswer:
    """An answer that a person judged or must judge, with its last judgement; `value` is JSON."""

    item_id: int
    answer_id: int
    value: str
    event_id: int
    outcome: str

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has judged it yet."""
        return self.outcome in ("ungraded", "undecided")


@dataclass(frozen=True, slots=True)
class MessageRow:
    """Something said about the grade of an item."""

    id: int
    item_id: int
    author_id: int
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Damage:
    """Something that `verify` found wrong."""

    attempt_id: int | None
    what: str

    def __str__(self) -> str:
        return f"attempt {self.attempt_id}: {self.what}" if self.attempt_id is not None else self.what
