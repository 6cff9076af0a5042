"""Submissions and answers: storing them and finding them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, exists, func, insert, select

from app.keys import Keys
from app.ledger import chain
from app.ledger.tables import Answer, GradeEvent, Item, Submission
from app.ledger.views import AnswerRow, AttemptRow, SubmissionRow

_SUBMISSION = (
    Submission.id,
    Submission.attempt_id,
    Submission.question_id,
    Submission.seq,
    Submission.idempotency_key,
    Submission.body_hash,
    Submission.answer,
    Submission.received_at,
)

SEALED = ("attempt_id", "quiz_id", "question_id", "seq", "idempotency_key", "body_hash", "answer", "received_at")


def store(
    c: Connection, keys: Keys, attempt: AttemptRow, values: Mapping[int, str], **rest: Any
) -> tuple[SubmissionRow, Sequence[AnswerRow]]:
    """Append a submission and, by item, the values of its answers.

    `rest` are question_id, seq, idempotency_key, body_hash, answer (JSON texts) and received_at.
    """
    row = {"attempt_id": attempt.id, "quiz_id": attempt.quiz_id, **rest}
    row["mac"] = chain.submission_mac(keys.ledger, (row[name] for name in SEALED))
    submission_id = int(c.execute(insert(Submission).values(row).returning(Submission.id)).scalar_one())
    common = {"submission_id": submission_id, "seq": rest["seq"]}
    answers = [
        AnswerRow(
            id=c.execute(insert(Answer).values(item_id=item, value=value, **common).returning(Answer.id)).scalar_one(),
            item_id=item,
            value=value,
            received_at=rest["received_at"],
            **common,
        )
        for item, value in values.items()
    ]
    return SubmissionRow(id=submission_id, attempt_id=attempt.id, **rest), answers


def submission_by_key(c: Connection, attempt_id: int, question_id: int, key: str) -> SubmissionRow | None:
    """The submission of a question that came with this idempotency key."""
    query = select(*_SUBMISSION).where(Submission.attempt_id == attempt_id, Submission.question_id == question_id)
    row = c.execute(query.where(Submission.idempotency_key == key)).one_or_none()
    return SubmissionRow(*row) if row else None


def submission(c: Connection, submission_id: int) -> SubmissionRow:
    """A submission."""
    return SubmissionRow(*c.execute(select(*_SUBMISSION).where(Submission.id == submission_id)).one())


def last_seqs(c: Connection, attempt_id: int) -> Mapping[int, tuple[int, datetime]]:
    """The number and the time of the last submission, by question."""
    query = select(Submission.question_id, func.max(Submission.seq), func.max(Submission.received_at))
    rows = c.execute(query.where(Submission.attempt_id == attempt_id).group_by(Submission.question_id))
    return {question: (seq, at) for question, seq, at in rows}


def last_seq(c: Connection, attempt_id: int, question_id: int) -> int:
    """The number of a question's last submission; 0 when there is none."""
    query = select(func.coalesce(func.max(Submission.seq), 0))
    return int(
        c.execute(query.where(Submission.attempt_id == attempt_id, Submission.question_id == question_id)).scalar_one()
    )


def submissions_of(c: Connection, quiz_id: int, after: int, most: int) -> Sequence[SubmissionRow]:
    """The submissions to a quiz in order, so many after the one with this id."""
    query = select(*_SUBMISSION).where(Submission.quiz_id == quiz_id, Submission.id > after)
    return [SubmissionRow(*row) for row in c.execute(query.order_by(Submission.id).limit(most))]


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
    outcome = (
        select(GradeEvent.outcome)
        .where(GradeEvent.answer_id == Answer.id)
        .order_by(GradeEvent.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    counted = func.coalesce(outcome, "").not_in(("invalid", "undecided"))
    query = select(Answer.item_id, func.count()).where(Answer.item_id.in_(items), counted).group_by(Answer.item_id)
    used = dict(c.execute(query).all())
    return {item: used.get(item, 0) for item in items}


def answers_to(c: Connection, items: Sequence[int]) -> Sequence[AnswerRow]:
    """All answers to items, oldest first."""
    query = _answers().where(Answer.item_id.in_(items)).order_by(Answer.item_id, Answer.seq)
    return [AnswerRow(*row) for row in c.execute(query)]


def answers_in(c: Connection, submission_id: int) -> Sequence[AnswerRow]:
    """The answers of a submission."""
    query = _answers().where(Answer.submission_id == submission_id).order_by(Answer.item_id)
    return [AnswerRow(*row) for row in c.execute(query)]


def answer(c: Connection, answer_id: int) -> AnswerRow | None:
    """An answer."""
    row = c.execute(_answers().where(Answer.id == answer_id)).one_or_none()
    return AnswerRow(*row) if row else None


def ungraded_submissions(c: Connection) -> Sequence[SubmissionRow]:
    """Submissions with an answer that nothing has judged yet: what a crash left."""
    judged = exists().where(GradeEvent.answer_id == Answer.id)
    waiting = select(Answer.submission_id).where(~judged)
    query = select(*_SUBMISSION).where(Submission.id.in_(waiting)).order_by(Submission.id)
    return [SubmissionRow(*row) for row in c.execute(query)]


def _answers() -> Select[int, int, int, int, str, datetime]:
    columns = (Answer.id, Answer.submission_id, Answer.item_id, Answer.seq, Answer.value, Submission.received_at)
    return select(*columns).join(Submission, Submission.id == Answer.submission_id)
