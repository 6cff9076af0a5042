"""Grading many answers to one question at once: a pure function, so that other processes can do it too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import msgspec

from questions import grading
from questions.question import Question
from questions.reading import read_question

Given = tuple[Mapping[str, Any], Mapping[str, Any]]  # values by field, and earlier answers by question
Results = Sequence[Mapping[str, Mapping[str, Any]]]  # by field, for each


@dataclass(frozen=True, slots=True)
class Batch:
    """Answers to one variant of a question. `content` is the stored content of its version."""

    content: str
    seed: str | None
    given: Sequence[Given]
    secret: bytes = field(repr=False)


Run = Callable[[Sequence[Batch]], Sequence[Results]]  # how batches are graded: here, or elsewhere


def graded(batch: Batch) -> Results:
    """The results of each answer by field, as `questions.grading` gives them."""
    question = _read(batch.content).variant(batch.seed)
    found = grading.grade_many(
        question, [(dict(values), dict(earlier)) for values, earlier in batch.given], batch.secret
    )
    return [{} if isinstance(one, grading.CannotGrade) else one["fields"] for one in found]


def here(batches: Sequence[Batch]) -> Sequence[Results]:
    """Grade batches in this process."""
    return [graded(batch) for batch in batches]


@lru_cache(maxsize=256)
def _read(content: str) -> Question:
    return read_question(msgspec.json.decode(content))
