"""Submissions and answers: storing them and finding them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, exists, func, insert, select

from app.db import table
from app.keys import Keys
from app.ledger import chain
from app.ledger.tables import Answer, GradeEvent, Item, Submission
from app.ledger.views import AnswerRow, AttemptRow, SubmissionRow
from app.prepared import Prepared, named

SEALED = ("attempt_id", "quiz_id", "question_id", "seq", "idempotency_key", "body_hash", "answer", "received_at")

_ANSWERS, _EVENTS, _SUBMISSIONS = table(Answer), table(GradeEvent), table(Submission)
_STORE = Prepared(insert(_SUBMISSIONS).values(named(_SUBMISSIONS, (*SEALED, "mac"))).returning(_SUBMISSIONS.c.id))
_STORE_ANSWER = Prepared(
    insert(_ANSWERS).values(named(_ANSWERS, ("submission_id", "item_id", "seq", "value"))).returning(_ANSWERS.c.id)
)

_ROWS = select(*(_SUBMISSIONS.c[name] for name in SubmissionRow.__slots__))
_OF_QUIZ = (
    _ROWS.where(_SUBMISSIONS.c.quiz_id == bindparam("quiz"), _SUBMISSIONS.c.id > bindparam("after"))
    .order_by(_SUBMISSIONS.c.id)
    .limit(bindparam("most"))
)

_GIVEN: Select[*tuple[Any, ...]] = select(
    *(_ANSWERS.c[name] for name in AnswerRow.__slots__ if name != "received_at"), _SUBMISSIONS.c.received_at
).join(_SUBMISSIONS, _SUBMISSIONS.c.id == _ANSWERS.c.submission_id)
_TO_ITEMS = _GIVEN.where(_ANSWERS.c.item_id.in_(bindparam("items", expanding=True))).order_by(
    _ANSWERS.c.item_id, _ANSWERS.c.seq
)
_IN_SUBMISSION = _GIVEN.where(_ANSWERS.c.submission_id == bindparam("submission")).order_by(_ANSWERS.c.item_id)

_LAST_OUTCOME = (
    select(_EVENTS.c.outcome)
    .where(_EVENTS.c.answer_id == _ANSWERS.c.id)
    .order_by(_EVENTS.c.seq.desc())
    .limit(1)
    .scalar_subquery()
)
_TRIES = (
    select(_ANSWERS.c.item_id, func.count())
    .where(
        _ANSWERS.c.item_id.in_(bindparam("items", expanding=True)),
        func.coalesce(_LAST_OUTCOME, "").not_in(("invalid", "undecided")),
    )
    .group_by(_ANSWERS.c.item_id)
)


def store(
    c: Connection, keys: Keys, attempt: AttemptRow, values: Mapping[int, str], **rest: Any
) -> tuple[SubmissionRow, Sequence[AnswerRow]]:
    """Append a submission and, by item, the values of its answers.

    `rest` are question_id, seq, idempotency_key, body_hash, answer (JSON texts) and received_at.
    """
    row = {"attempt_id": attempt.id, "quiz_id": attempt.quiz_id, **rest}
    row["mac"] = chain.submission_mac(keys.ledger, (row[name] for name in SEALED))
    ((submission_id,),) = _STORE.rows(c, **row)
    answers = []
    for item, value in sorted(values.items()):  # the order in which `answers_in` gives them
        answer = {"submission_id": submission_id, "item_id": item, "seq": rest["seq"], "value": value}
        ((id,),) = _STORE_ANSWER.rows(c, **answer)
        answers.append(AnswerRow(id=id, received_at=rest["received_at"], **answer))
    return SubmissionRow(id=submission_id, attempt_id=attempt.id, **rest), answers


def submission(c: Connection, submission_id: int) -> SubmissionRow:
    """A submission."""
    return SubmissionRow(*c.execute(_ROWS.where(_SUBMISSIONS.c.id == submission_id)).one())


def last_seqs(c: Connection, attempt_id: int) -> Mapping[int, tuple[int, datetime]]:
    """The number and the time of the last submission, by question."""
    query = select(Submission.question_id, func.max(Submission.seq), func.max(Submission.received_at))
    rows = c.execute(query.where(Submission.attempt_id == attempt_id).group_by(Submission.question_id))
    return {question: (seq, at) for question, seq, at in rows}


def submissions_of(c: Connection, quiz_id: int, after: int, most: int) -> Sequence[SubmissionRow]:
    """The submissions to a quiz in order, so many after the one with this id."""
    return [SubmissionRow(*row) for row in c.execute(_OF_QUIZ, {"quiz": quiz_id, "after": after, "most": most})]


def results_of(c: Connection, submissions: Sequence[int]) -> Mapping[int, Mapping[str, str]]:
    """The current result of each field, by submission."""
    query = (
        select(Answer.submission_id, Item.field, GradeEvent.result)
        .join(Item, Item.id == Answer.item_id)
        .join(GradeEvent, GradeEvent.answer_id == Answer.id)
        .where(Answer.submission_id.in_(submissions))
        .order_by(GradeEvent.seq)
    )
    found: dict[int, dict[str, str]] = {}
    for submission_id, field, result in c.execute(query):
        found.setdefault(submission_id, {})[field] = result
    return found


def tries_used(c: Connection, items: Sequence[int]) -> Mapping[int, int]:
    """How many answers to each item count as tries: one not graded yet does, one unreadable or undecided does not."""
    used: dict[int, int] = dict(c.execute(_TRIES, {"items": items}).all())
    return {item: used.get(item, 0) for item in items}


def answers_to(c: Connection, items: Sequence[int]) -> Sequence[AnswerRow]:
    """All answers to items, oldest first."""
    return [AnswerRow(*row) for row in c.execute(_TO_ITEMS, {"items": items})]


def answers_in(c: Connection, submission_id: int) -> Sequence[AnswerRow]:
    """The answers of a submission."""
    return [AnswerRow(*row) for row in c.execute(_IN_SUBMISSION, {"submission": submission_id})]


def answer(c: Connection, answer_id: int) -> AnswerRow | None:
    """An answer."""
    row = c.execute(_GIVEN.where(_ANSWERS.c.id == answer_id)).one_or_none()
    return AnswerRow(*row) if row else None


def ungraded_submissions(c: Connection) -> Sequence[SubmissionRow]:
    """Submissions with an answer that nothing has judged yet: what a crash left."""
    judged = exists().where(GradeEvent.answer_id == Answer.id)
    waiting = select(Answer.submission_id).where(~judged)
    query = _ROWS.where(_SUBMISSIONS.c.id.in_(waiting)).order_by(_SUBMISSIONS.c.id)
    return [SubmissionRow(*row) for row in c.execute(query)]


def last_submissions(c: Connection, attempts: Sequence[int]) -> Mapping[int, tuple[int, datetime]]:
    """The question that was last submitted to in each of these attempts, and when."""
    last = select(func.max(_SUBMISSIONS.c.id)).where(_SUBMISSIONS.c.attempt_id.in_(attempts))
    query = select(_SUBMISSIONS.c.attempt_id, _SUBMISSIONS.c.question_id, _SUBMISSIONS.c.received_at)
    rows = c.execute(query.where(_SUBMISSIONS.c.id.in_(last.group_by(_SUBMISSIONS.c.attempt_id))))
    return {attempt: (question, at) for attempt, question, at in rows}
