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
from app.refusals import Conflict
from app.taking.following import earlier_answers
from app.taking.judging import Accepted, Posed

FROM_ANOTHER_WINDOW = "This question was submitted from another window. Its result is shown; your text is still here."


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
    """A submission that may be stored: the value texts by item, the answer as it came, and its number where only that
    one will do."""

    db: Database
    posed: Posed
    placed: PlacedQuestion
    values: Mapping[int, str]
    given: Given
    seq: int | None = None

    def received(self, seq: int, at: datetime) -> NewSubmission:
        """What the ledger stores of it."""
        attempt, given = self.posed.attempt, self.given
        question, values = self.placed.id, self.values
        return NewSubmission(
            attempt.id, attempt.quiz_id, question, seq, given.key, given.digest, given.text, at, values
        )


def store_now(c: Connection, ready: Sequence[Ready]) -> Sequence[Accepted]:
    """Append submissions that are received at this moment, each as the next of its question.

    The database refuses what comes too late, what nobody has a try for, and a key that was there; then none is stored.
    Raises Conflict where another number was asked for.
    """
    ledger.hold(c, {one.posed.attempt.id for one in ready})
    clock = ready[0].db.now()
    moments = {quiz: ledger.ledger_now(c, clock, quiz) for quiz in {one.posed.attempt.quiz_id for one in ready}}
    seqs = ledger.next_seqs(c, [(one.posed.attempt.id, one.placed.id) for one in ready])
    if any(one.seq not in (None, seq) for one, seq in zip(ready, seqs, strict=True)):
        raise Conflict(FROM_ANOTHER_WINDOW)
    new = [one.received(seq, moments[one.posed.attempt.quiz_id]) for one, seq in zip(ready, seqs, strict=True)]
    return store(c, ready, new)


def store(c: Connection, ready: Sequence[Ready], new: Sequence[NewSubmission]) -> Sequence[Accepted]:
    """Append these submissions."""
    stored = ledger.store(c, ready[0].db.keys, new)
    return [
        Accepted(one.posed, submission, False, answers, earlier_answers(c, one.posed.attempt, one.posed.question))
        for one, (submission, answers) in zip(ready, stored, strict=True)
    ]
