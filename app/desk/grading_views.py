"""What whoever grades by hand gets to see: no name of a student anywhere. All points are integer thousandths."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.desk.order import Place
from app.desk.views import RubricLine


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many answers to a field wait for a person."""

    question: str
    field: str
    title: str
    waiting: int
    graded: int


@dataclass(frozen=True, slots=True)
class Judged:
    """What somebody gave; `by` is None for whom the record does not name."""

    by: str | None
    at: datetime
    points: int
    lines: Sequence[RubricLine]  # those ticked
    comment: str


@dataclass(frozen=True, slots=True)
class KeptComment:
    """A comment kept for other answers to the same field."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class Alike:
    """Another answer that uses the same words. `pieces` are its text, each with whether it is a word that the answer at
    hand does not have; `ticked` are the keys of rubric lines, None while it waits."""

    answer_id: int
    percent: int
    pieces: Sequence[tuple[str, bool]]
    ticked: Sequence[str] | None
    points: int


@dataclass(frozen=True, slots=True)
class Task:
    """An answer to be graded by a person, without its author's name.

    `last_event` goes back with the form, so that two graders of one answer notice each other; `judged` is None while
    nobody has judged it. `groups` counts the groups of similar texts in which one still waits.
    """

    answer_id: int
    question: str
    field: str
    title: str
    label: str
    prompt: str
    value: Any
    points: int
    rubric: Sequence[RubricLine]
    last_event: int
    judged: Judged | None
    waiting: int
    graded: int
    groups: int
    place: Place | None
    alike: Sequence[Alike]
    kept: Sequence[KeptComment]
