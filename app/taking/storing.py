"""Storing submissions: one transaction for all that wait, whoever sent them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from app.db import Database
from app.ledger import service as ledger
from app.ledger.values import digest, encoded
from app.ledger.views import NewSubmission
from app.quizzes.views import PlacedQuestion
from app.taking.following import earlier_answers
from app.taking.judging import Accepted, Posed


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it came, its JSON text and its digest, and the idempotency key that came with it."""

    answer: Any
    text: str
    digest: str
    key: str

    @classmethod
    def of(cls, answer: Any, key: str) -> Given:
        """An answer that came with a key; raises Unreadable where it cannot be kept."""
        return cls(answer, encoded(answer), digest(answer), key)


@dataclass(frozen=True, slots=True)
class Ready:
    """A submission that may be stored as the next of its question: the value texts by item, and the answer as it
    came."""

    db: Database
    posed: Posed
    placed: PlacedQuestion
    seq: int
    values: Mapping[int, str]
    given: Given

    def received(self, at: datetime) -> NewSubmission:
        """What the ledger stores of it."""
        attempt, given = self.posed.attempt, self.given
        question, values = self.placed.id, self.values
        return NewSubmission(
            attempt.id, attempt.quiz_id, question, self.seq, given.key, given.digest, given.text, at, values
        )


def store_now(c: Connection, ready: Sequence[Ready]) -> Sequence[Accepted]:
    """Append submissions that are received at this moment. The database refuses one whose attempt is closed and one
    that is not the next of its question; then none is stored."""
    for attempt in sorted({one.posed.attempt.id for one in ready}):
        ledger.hold(c, attempt)
    clock = ready[0].db.now()
    moments = {quiz: ledger.ledger_now(c, clock, quiz) for quiz in {one.posed.attempt.quiz_id for one in ready}}
    return store(c, [(one, moments[one.posed.attempt.quiz_id]) for one in ready])


def store(c: Connection, ready: Sequence[tuple[Ready, datetime]]) -> Sequence[Accepted]:
    """Append submissions that were received at these moments."""
    keys = ready[0][0].db.keys
    stored = ledger.store(c, keys, [one.received(at) for one, at in ready])
    return [
        Accepted(one.posed, submission, False, answers, earlier_answers(c, one.posed.attempt, one.posed.question))
        for (one, _), (submission, answers) in zip(ready, stored, strict=True)
    ]
