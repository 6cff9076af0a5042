"""Submitting: store, then judge, then acknowledge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any

from sqlalchemy import Connection

from app.db import Database
from app.ledger import service as ledger
from app.ledger.values import encoded
from app.ledger.views import AttemptRow, EventRow, ItemRow
from app.people.views import Person
from app.quizzes import service as quizzes
from app.quizzes.views import PlacedQuestion, QuizView
from app.refusals import Closed, Conflict, NoTriesLeft, NotThere, Unreadable
from app.taking import unhurried
from app.taking.beforehand import looked_at_and_stored
from app.taking.judging import Accepted, Posed, judge, posed, stored
from app.taking.leftovers import judged_again
from app.taking.showing import shown_line
from app.taking.storing import FROM_ANOTHER_WINDOW, Given, Ready, store_now
from app.taking.views import Receipt
from graders.verdict import Outcome
from questions import grading


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
    asked = _Asked(db, slug, Given.of(answer, key), seq)
    began = monotonic()
    accepted = looked_at_and_stored(
        db, person, attempt_id, lambda c, own: _examined(c, asked, own), Accepted, store_now
    )
    receipt = _receipt(db, accepted, _events(db, accepted))
    if "score" not in receipt.result:
        unhurried.wait(began)
    return receipt


def _events(db: Database, accepted: Accepted) -> Sequence[EventRow]:
    """The grades of what was accepted now, or before."""
    if not accepted.repeated:
        return judge(db, accepted)
    return accepted.events if len(accepted.events) == len(accepted.answers) else judged_again(db, accepted)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked for."""

    db: Database
    slug: str
    given: Given
    seq: int | None


def _examined(c: Connection, asked: _Asked, attempt: AttemptRow) -> Accepted | Ready:
    """What came before with the same key, or what may be stored."""
    quiz, placed = quizzes.place(c, attempt.quiz_id, asked.slug)
    standing = ledger.standing(c, attempt, placed.id, asked.given.key, asked.db.now())
    if standing.repeats is not None:
        found = ledger.submission(c, standing.repeats)
        if found.body_hash != asked.given.digest:
            raise Conflict("This idempotency key belongs to another answer.")
        return stored(c, attempt, found)
    if not standing.items:
        raise NotThere
    question = posed(c, attempt, quiz, standing.items.values(), ruled=standing.ruled)
    values = _values(c, question, placed, standing.items, asked.given.answer)
    if not attempt.is_open(standing.now):
        raise Closed("This attempt is closed; nothing more can be submitted.")
    if asked.seq is not None and asked.seq != standing.seq + 1:
        raise Conflict(FROM_ANOTHER_WINDOW)
    return Ready(asked.db, question, placed, values, asked.given, asked.seq)


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
