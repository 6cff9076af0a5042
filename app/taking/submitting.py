"""Submitting: store, then judge, then acknowledge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from app.db import Database
from app.ledger import service as ledger
from app.ledger.values import digest, encoded
from app.ledger.views import EventRow, ItemRow
from app.people.views import Person
from app.quizzes import service as quizzes
from app.quizzes.views import PlacedQuestion, QuizView
from app.refusals import Closed, Conflict, NoTriesLeft, NotThere, Unreadable
from app.taking.following import earlier_answers
from app.taking.judging import Accepted, Posed, judge, posed, stored
from app.taking.leftovers import judged_again
from app.taking.showing import shown_line
from app.taking.timing import extend
from app.taking.views import Receipt
from graders.verdict import Outcome
from questions import grading


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it came, its JSON text and its digest, and the idempotency key that came with it."""

    answer: Any
    text: str
    digest: str
    key: str


def submit(
    db: Database, person: Person, attempt_id: int, slug: str, answer: Any, *, key: str, seq: int | None = None
) -> Receipt:
    """Store an answer, grade it, append the grade; returns when both are on disk.

    `answer` is {field: value}, or the bare value of a question with one field. The same key and answer again give the
    stored receipt (`repeated`). Raises NotThere, Unreadable, Closed, NoTriesLeft, and Conflict when the key belongs to
    another answer or `seq` (what a form carries) is taken: somebody submitted from another window.
    """
    if not 16 <= len(key) <= 64 or not key.isprintable():
        raise Unreadable("An idempotency key has between 16 and 64 printable characters.")
    given = Given(answer, encoded(answer), digest(answer), key)  # before any transaction: refuses what cannot be kept
    accepted = db.write(lambda c: _accept(c, db, person, attempt_id, slug, given, seq))
    if not accepted.repeated:
        return _receipt(db, accepted, judge(db, accepted))
    events = accepted.events if len(accepted.events) == len(accepted.answers) else judged_again(db, accepted)
    return _receipt(db, accepted, events)


def _accept(
    c: Connection,
    db: Database,
    person: Person,
    attempt_id: int,
    slug: str,
    given: Given,
    seq: int | None,
) -> Accepted:
    attempt = ledger.attempt(c, attempt_id, lock=True)
    if attempt.user_id != person.id:
        raise NotThere
    quiz, placed = quizzes.place(c, attempt.quiz_id, slug)
    standing = ledger.standing(c, attempt, placed.id, given.key, db.now())
    if standing.repeats is not None:
        found = ledger.submission(c, standing.repeats)
        if found.body_hash != given.digest:
            raise Conflict("This idempotency key belongs to another answer.")
        return stored(c, attempt, found)
    if not standing.items:
        raise NotThere
    if not attempt.is_open(standing.now):
        attempt = extend(c, quiz, attempt)
    asked = posed(c, attempt, quiz, standing.items.values())
    values = _values(c, asked, placed, standing.items, given.answer)
    if not attempt.is_open(standing.now):
        raise Closed("This attempt is closed; nothing more can be submitted.")
    if seq is not None and seq != standing.seq + 1:
        raise Conflict("This question was submitted from another window. Its result is shown; your text is still here.")
    return store(c, db, asked, placed, standing.seq + 1, values, given, standing.now)


def store(
    c: Connection,
    db: Database,
    asked: Posed,
    placed: PlacedQuestion,
    seq: int,
    values: Mapping[int, str],
    given: Given,
    received_at: datetime,
) -> Accepted:
    """Append a submission of an open attempt: the value texts by item, and the answer as it came."""
    submission, answers = ledger.store(
        c,
        db.keys,
        asked.attempt,
        values,
        question_id=placed.id,
        seq=seq,
        idempotency_key=given.key,
        body_hash=given.digest,
        answer=given.text,
        received_at=received_at,
    )
    return Accepted(asked, submission, False, answers, earlier_answers(c, asked.attempt, asked.question))


def _values(
    c: Connection, asked: Posed, placed: PlacedQuestion, items: Mapping[str, ItemRow], answer: Any
) -> dict[int, str]:
    """The value texts by item; raises Unreadable, NoTriesLeft."""
    try:
        given = grading.by_field(asked.question, answer)
    except grading.CannotGrade as error:
        raise Unreadable(str(error)) from None
    if not given:
        raise Unreadable("There is no answer in it.")
    by_field = grading.served(asked.question, given)
    spent = without_tries(c, asked.quiz, placed, items)
    if spent & given.keys():
        raise NoTriesLeft("There are no tries left.")
    return {items[name].id: encoded(value) for name, value in by_field.items() if name not in spent}


def without_tries(
    c: Connection, quiz: QuizView, placed: PlacedQuestion, items: Mapping[str, ItemRow]
) -> frozenset[str]:
    """The fields that have no try left."""
    tries = placed.tries if placed.tries is not None else quiz.tries
    if tries is None:
        return frozenset()
    used = ledger.tries_used(c, [item.id for item in items.values()])
    return frozenset(name for name, item in items.items() if used[item.id] >= tries)


def _receipt(db: Database, accepted: Accepted, events: Sequence[EventRow]) -> Receipt:
    last = {event.item_id: event for event in events}
    asked = accepted.posed
    results = {asked.items[item].field: event.details for item, event in last.items()}
    fields = asked.question.fields
    score = sum(fields[name].points * result["score"] for name, result in results.items()) / asked.question.points
    outcome = grading.overall([Outcome(result["outcome"]) for result in results.values()])
    visible = quizzes.visibility(asked.quiz, asked.attempt.due_at, db.now())
    result = shown_line(score, outcome.value, results, visible)
    return Receipt(accepted.submission.id, accepted.repeated, accepted.submission.received_at, result)
