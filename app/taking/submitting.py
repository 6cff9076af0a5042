"""Submitting: store, then grade with no transaction open, then append the grade, then acknowledge.

Whatever happens in between, what was stored stays stored, and is graded by the next repetition of the request or at
the next start.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from app.db import Database
from app.ledger import service as ledger
from app.ledger.values import decoded, digest, encoded
from app.ledger.views import AnswerRow, AttemptRow, EventRow, ItemRow, NewEvent, SubmissionRow
from app.people.views import Person
from app.quizzes import service as quizzes
from app.quizzes.views import PlacedQuestion, QuizView
from app.refusals import Closed, Conflict, NoTriesLeft, NotThere, Unreadable
from app.taking.following import earlier_answers
from app.taking.showing import shown_line
from app.taking.views import Receipt
from graders.verdict import Outcome, undecided
from questions import grading
from questions.question import Question

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A submission that is on disk, with all that judging it takes."""

    submission: SubmissionRow
    repeated: bool
    attempt: AttemptRow
    quiz: QuizView
    question: Question
    items: Mapping[int, ItemRow]
    answers: Sequence[AnswerRow]
    events: Sequence[EventRow]
    earlier: Mapping[str, Mapping[str, Any]]


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
    text = encoded(answer)
    accepted = db.write(lambda c: _accept(c, db, person, attempt_id, slug, answer, text, key, seq))
    events = accepted.events if len(accepted.events) == len(accepted.answers) else judge(db, accepted)
    return _receipt(db, accepted, events)


def judge(db: Database, accepted: Accepted) -> Sequence[EventRow]:
    """Grade a stored submission, with no transaction open, and append what comes out."""
    items, question = accepted.items, accepted.question
    values = {items[answer.item_id].field: decoded(answer.value) for answer in accepted.answers}
    fields = _grade(question, values, accepted.earlier, db.keys.grading)
    events = [
        _event(items[answer.item_id], answer, fields[items[answer.item_id].field], question.version)
        for answer in accepted.answers
    ]

    def work(c: Connection) -> Sequence[EventRow]:
        now = ledger.ledger_now(c, db.now(), accepted.quiz.id)
        ledger.append(c, db.keys, accepted.attempt.id, events, now)
        return ledger.events_of(c, answers=[answer.id for answer in accepted.answers])

    return db.write(work)


def grade_pending(db: Database) -> int:
    """Grade what a crash left ungraded; how many submissions that were."""
    with db.read() as c:
        waiting = ledger.ungraded_submissions(c)
    for submission in waiting:
        with db.read() as c:
            accepted = _stored(c, ledger.attempt(c, submission.attempt_id), submission, repeated=True)
        judge(db, accepted)
    return len(waiting)


def _accept(
    c: Connection,
    db: Database,
    person: Person,
    attempt_id: int,
    slug: str,
    answer: Any,
    text: str,
    key: str,
    seq: int | None,
) -> Accepted:
    attempt = ledger.attempt(c, attempt_id, lock=True)
    if attempt.user_id != person.id:
        raise NotThere
    placed = quizzes.placed_question(c, attempt.quiz_id, slug)
    found = ledger.submission_by_key(c, attempt_id, placed.id, key)
    if found is not None:
        if found.body_hash != digest(answer):
            raise Conflict("This idempotency key belongs to another answer.")
        return _stored(c, attempt, found, repeated=True)
    values = _values(c, attempt, placed, answer)
    now = ledger.ledger_now(c, db.now(), attempt.quiz_id)
    if not attempt.is_open(now):
        raise Closed("This attempt is closed; nothing more can be submitted.")
    last = ledger.last_seq(c, attempt_id, placed.id)
    if seq is not None and seq != last + 1:
        raise Conflict("This question was submitted from another window. Its result is shown; your text is still here.")
    submission, _ = ledger.store(
        c,
        db.keys,
        attempt,
        values,
        question_id=placed.id,
        seq=last + 1,
        idempotency_key=key,
        body_hash=digest(answer),
        answer=text,
        received_at=now,
    )
    return _stored(c, attempt, submission, repeated=False)


def _values(c: Connection, attempt: AttemptRow, placed: PlacedQuestion, answer: Any) -> dict[int, str]:
    """The value texts by item; raises NotThere, Unreadable, NoTriesLeft."""
    items = {item.field: item for item in ledger.items(c, [attempt.id], placed.id)}
    if not items:
        raise NotThere
    question = quizzes.question(c, next(iter(items.values())).version)
    try:
        given = grading.by_field(question, answer)
    except grading.CannotGrade as error:
        raise Unreadable(str(error)) from None
    if not given:
        raise Unreadable("There is no answer in it.")
    by_field = grading.served(question, given)
    tries = placed.tries if placed.tries is not None else quizzes.quiz_by_id(c, attempt.quiz_id).tries
    if tries is not None:
        used = ledger.tries_used(c, [items[name].id for name in by_field])
        spent = {name for name in by_field if used.get(items[name].id, 0) >= tries}
        if spent & given.keys():
            raise NoTriesLeft("There are no tries left.")
        by_field = {name: value for name, value in by_field.items() if name not in spent}
    return {items[name].id: encoded(value) for name, value in by_field.items()}


def _stored(c: Connection, attempt: AttemptRow, submission: SubmissionRow, repeated: bool) -> Accepted:
    items = {item.id: item for item in ledger.items(c, [attempt.id], submission.question_id)}
    answers = ledger.answers_in(c, submission.id)
    question = quizzes.question(c, next(iter(items.values())).version)
    events = ledger.events_of(c, answers=[answer.id for answer in answers]) if repeated else []
    last = {event.answer_id: event for event in events}
    quiz = quizzes.quiz_by_id(c, attempt.quiz_id)
    earlier = earlier_answers(c, attempt, question)
    return Accepted(submission, repeated, attempt, quiz, question, items, answers, list(last.values()), earlier)


def _grade(
    question: Question, values: Mapping[str, Any], earlier: Mapping[str, Any], secret: bytes
) -> Mapping[str, Mapping[str, Any]]:
    try:
        fields: Mapping[str, Mapping[str, Any]] = grading.grade(question, dict(values), earlier, secret)["fields"]
    except Exception:  # never a try, never credit, never lost: a person looks at it
        _LOG.exception("grading failed: %s", question.version)
        kept = grading.shown(undecided("Grading this needs a person: it was kept as it is and passed on."))
        fields = dict.fromkeys(values, kept)
    return fields


def _event(item: ItemRow, answer: AnswerRow, result: Mapping[str, Any], version: str) -> NewEvent:
    outcome = result["outcome"]
    judged = outcome in (Outcome.CORRECT, Outcome.PARTIAL, Outcome.WRONG)
    points = round(item.points * result["score"]) if judged else 0
    return NewEvent(item.id, answer.id, "engine", outcome, points, result["tag"], result, version)


def _receipt(db: Database, accepted: Accepted, events: Sequence[EventRow]) -> Receipt:
    last = {event.item_id: event for event in events}
    results = {accepted.items[item].field: event.details for item, event in last.items()}
    points = {name: field.points for name, field in accepted.question.fields.items()}
    score = sum(points[name] * result["score"] for name, result in results.items()) / accepted.question.points
    outcome = grading.overall([Outcome(result["outcome"]) for result in results.values()])
    visible = quizzes.visibility(accepted.quiz, accepted.attempt.due_at, db.now())
    result = shown_line(score, outcome.value, results, visible)
    return Receipt(accepted.submission.id, accepted.repeated, accepted.submission.received_at, result)
