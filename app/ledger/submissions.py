"""Submissions and answers: storing them and finding them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, exists, func, select

from app.db import table
from app.db.many import Lookup, inserting, next_ids
from app.keys import Keys
from app.ledger import chain
from app.ledger.tables import Answer, GradeEvent, Item, Submission
from app.ledger.views import AnswerRow, NewSubmission, SubmissionRow

SEALED = ("attempt_id", "quiz_id", "question_id", "seq", "idempotency_key", "body_hash", "answer", "received_at")

_ANSWERS, _EVENTS, _SUBMISSIONS = table(Answer), table(GradeEvent), table(Submission)
_STORE = inserting(_SUBMISSIONS, ("id", *SEALED, "mac"))
_STORE_ANSWERS = inserting(_ANSWERS, ("id", "submission_id", "item_id", "seq", "value"))

_LAST_SEQ = Lookup(
    lambda place: (
        select(func.coalesce(func.max(_SUBMISSIONS.c.seq), 0))
        .where(_SUBMISSIONS.c.attempt_id == place[0], _SUBMISSIONS.c.question_id == place[1])
        .scalar_subquery()
    ),
    (_SUBMISSIONS.c.attempt_id, _SUBMISSIONS.c.question_id),
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
    c: Connection, keys: Keys, new: Sequence[NewSubmission]
) -> Sequence[tuple[SubmissionRow, Sequence[AnswerRow]]]:
    """Append submissions, each with its answers in the order of their items."""
    ids = next_ids(c, _SUBMISSIONS, len(new))
    answer_ids = iter(next_ids(c, _ANSWERS, sum(len(one.values) for one in new)))
    rows, stored = [], []
    for id, one in zip(ids, new, strict=True):
        row = {"id": id, **{name: getattr(one, name) for name in SEALED}}
        values = sorted(one.values.items())  # the order in which `answers_in` gives them
        answered = ((item, one.seq, value) for item, value in values)
        row["mac"] = chain.submission_mac(keys.ledger, (row[name] for name in SEALED), answered)
        rows.append(row)
        answers = [AnswerRow(next(answer_ids), id, item, one.seq, value, one.received_at) for item, value in values]
        stored.append((SubmissionRow(**{name: row[name] for name in SubmissionRow.__slots__}), answers))
    _STORE.run(c, rows)
    _STORE_ANSWERS.run(c, [_columns(answer) for _, answers in stored for answer in answers])
    return stored


def _columns(answer: AnswerRow) -> Mapping[str, Any]:
    return {name: getattr(answer, name) for name in AnswerRow.__slots__}


def next_seqs(c: Connection, places: Sequence[tuple[int, int]]) -> Sequence[int]:
    """The number of the next submission to each question of an attempt; the same one asked for again gets the one
    after."""
    last = dict(zip(places, _LAST_SEQ.values(c, places), strict=True))
    found = []
    for place in places:
        last[place] += 1
        found.append(last[place])
    return found


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


def ungraded_submissions(c: Connection, after: int = 0) -> Sequence[SubmissionRow]:
    """Submissions after the one with this id with an answer that nothing has judged yet: what a crash left."""
    judged = exists().where(GradeEvent.answer_id == Answer.id)
    waiting = select(Answer.submission_id).where(Answer.submission_id > after, ~judged)
    query = _ROWS.where(_SUBMISSIONS.c.id.in_(waiting)).order_by(_SUBMISSIONS.c.id)
    return [SubmissionRow(*row) for row in c.execute(query)]


def newest_submission(c: Connection) -> int:
    """The highest id of a submission; 0 where there is none."""
    return c.execute(select(func.max(_SUBMISSIONS.c.id))).scalar() or 0


def last_submissions(c: Connection, attempts: Sequence[int]) -> Mapping[int, tuple[int, datetime]]:
    """The question that was last submitted to in each of these attempts, and when."""
    last = select(func.max(_SUBMISSIONS.c.id)).where(_SUBMISSIONS.c.attempt_id.in_(attempts))
    query = select(_SUBMISSIONS.c.attempt_id, _SUBMISSIONS.c.question_id, _SUBMISSIONS.c.received_at)
    rows = c.execute(query.where(_SUBMISSIONS.c.id.in_(last.group_by(_SUBMISSIONS.c.attempt_id))))
    return {attempt: (question, at) for attempt, question, at in rows}
