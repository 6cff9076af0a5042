"""What a regrade would change, or has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """One answer whose judgement would be another. Points are thousandths; `result` is the field's new result.

    `standing` is what the item's grade was and would be: of several tries only one counts.
    """

    attempt_id: int
    item_id: int
    question: str
    field: str
    answer_id: int
    last_event: int
    before: tuple[str, int]  # outcome and points
    after: tuple[str, int]
    standing: tuple[int, int]
    tag: str | None
    result: Mapping[str, Any]
    version: str

    @property
    def is_told(self) -> bool:
        """Whether outcome or points change, and not only the words about them."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class StudentDiff:
    """What a student's attempt earned and would earn, in thousandths."""

    attempt_id: int
    student: str
    before: int
    after: int
    changes: Sequence[Change]

    @property
    def told(self) -> Sequence[Change]:
        """Those by which more than words would change."""
        return [change for change in self.changes if change.is_told]


@dataclass(frozen=True)
class Plan:
    """A regrade that was worked out and not done: the students whose judgements change, by name.

    `answers` were graded again, `kept` of them were judged by people and stay, `spared` changes would have lowered a
    grade and were left out.
    """

    students: Sequence[StudentDiff]
    answers: int
    kept: int
    spared: int

    @property
    def changes(self) -> Sequence[Change]:
        """All of them."""
        return [change for student in self.students for change in student.changes]

    @property
    def raised(self) -> int:
        """How many students would have more points."""
        return sum(student.after > student.before for student in self.students)

    @property
    def lowered(self) -> int:
        """How many students would have fewer points."""
        return sum(student.after < student.before for student in self.students)

    @cached_property
    def digest(self) -> str:
        """What two equal plans share, so that what is applied is what was seen."""
        told = sorted((c.answer_id, c.last_event, *c.after, json.dumps(c.result, sort_keys=True)) for c in self.changes)
        return hashlib.sha256(json.dumps(told).encode("ascii")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Stale:
    """A question with answers that were graded by another version of it, or by another build of the graders."""

    slug: str
    title: str
    answers: int


@dataclass(frozen=True, slots=True)
class PastRegrade:
    """A regrade that was done. `undone_by` is the one that took it back."""

    id: int
    at: datetime
    actor: str | None
    reason: str
    never_lower: bool
    changed: int
    undoes: int | None
    undone_by: int | None
