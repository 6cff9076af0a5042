"""What every grader returns."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import msgspec


class Outcome(StrEnum):
    """How an answer was judged; `invalid` never uses up a try, `undecided` is never counted wrong."""

    CORRECT = "correct"
    PARTIAL = "partial"
    WRONG = "wrong"
    INVALID = "invalid"
    UNDECIDED = "undecided"
    UNGRADED = "ungraded"


class Verdict(msgspec.Struct, frozen=True):
    """The judgement on one field of one answer.

    `score` is a share of the field's points, 0 to 1. `reading` is LaTeX. `shape` is the shape of what was
    typed, one string an axis. `witness` is JSON: a point at which the answer and the truth differ, or what
    else proves the verdict. `notes` say how something ambiguous was read.
    """

    outcome: Outcome
    score: float = 0.0
    tag: str | None = None
    feedback: str = ""
    reading: str | None = None
    shape: tuple[str, ...] | None = None
    witness: Mapping[str, Any] | None = None
    first_wrong_step: int | None = None
    notes: tuple[str, ...] = ()


def correct(feedback: str = "Correct.", **rest: Any) -> Verdict:
    """A full mark."""
    return Verdict(Outcome.CORRECT, 1.0, None, feedback, **rest)


def partial(score: float, tag: str, feedback: str, **rest: Any) -> Verdict:
    """A share of the points, strictly between none and all, with the mistake named."""
    return Verdict(Outcome.PARTIAL, score, tag, feedback, **rest)


def wrong(tag: str | None, feedback: str, **rest: Any) -> Verdict:
    """No points, with the mistake named where it is known."""
    return Verdict(Outcome.WRONG, 0.0, tag, feedback, **rest)


def invalid(tag: str, feedback: str, **rest: Any) -> Verdict:
    """Could not be read, or can be read in two ways: asked back, no try used."""
    return Verdict(Outcome.INVALID, 0.0, tag, feedback, **rest)


def undecided(feedback: str, **rest: Any) -> Verdict:
    """Neither proved right nor wrong: goes to the instructor."""
    return Verdict(Outcome.UNDECIDED, 0.0, None, feedback, **rest)
