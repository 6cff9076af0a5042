"""Answers with their last judgements, for judging them again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, exists, func, select

from app.db import table
from app.ledger.tables import Answer, Attempt, GradeEvent, Item
from app.ledger.views import AttemptRow
from app.quizzes.tables import QuizQuestion

_ANSWERS, _ATTEMPTS, _EVENTS = table(Answer), table(Attempt), table(GradeEvent)
_ITEMS, _QUESTIONS = table(Item), table(QuizQuestion)
_LATER = _EVENTS.alias("later")
_BEFORE = _EVENTS.alias("before")


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer, the item it belongs to, and its last judgement; points are thousandths, `value` and `result` JSON."""

    submission_id: int
    attempt_id: int
    item_id: int
    field: str
    worth: int
    counts: str
    answer_id: int
    seq: int
    value: str
    event_id: int
    source: str
    outcome: str
    points: int
    tag: str | None
    result: str
    version: str


@dataclass(frozen=True, slots=True)
class Replaced:
    """A judgement by a regrade, whether it is still the last one, and the judgement that it replaced."""

    attempt_id: int
    item_id: int
    answer_id: int
    result: str
    is_last: bool
    outcome: str
    points: int
    tag: str | None
    earlier: str
    version: str


_SUPERSEDED = exists().where(_LATER.c.answer_id == _EVENTS.c.answer_id, _LATER.c.seq > _EVENTS.c.seq)
_JUDGED: Select[*tuple[Any, ...]] = (
    select(_ANSWERS.c.submission_id, _ITEMS.c.attempt_id, _ITEMS.c.id, _ITEMS.c.field, _ITEMS.c.points, _ITEMS.c.counts)
    .add_columns(_ANSWERS.c.id, _ANSWERS.c.seq, _ANSWERS.c.value)
    .add_columns(*(_EVENTS.c[name] for name in ("id", "source", "outcome", "points", "tag", "result", "version")))
    .select_from(_ITEMS)
    .join(_ATTEMPTS, _ATTEMPTS.c.id == _ITEMS.c.attempt_id)
    .join(_ANSWERS, _ANSWERS.c.item_id == _ITEMS.c.id)
    .join(_EVENTS, _EVENTS.c.answer_id == _ANSWERS.c.id)
    .where(_ATTEMPTS.c.quiz_id == bindparam("quiz"), _ITEMS.c.question_id == bindparam("question"), ~_SUPERSEDED)
    .order_by(_ITEMS.c.attempt_id, _ANSWERS.c.submission_id, _ITEMS.c.position)
)
_ALL_ATTEMPTS = (
    select(*(_ATTEMPTS.c[name] for name in AttemptRow.__slots__))
    .where(_ATTEMPTS.c.quiz_id == bindparam("quiz"))
    .order_by(_ATTEMPTS.c.id)
)
_OVERRIDDEN = (
    select(_EVENTS.c.item_id)
    .join(_ATTEMPTS, _ATTEMPTS.c.id == _EVENTS.c.attempt_id)
    .where(_ATTEMPTS.c.quiz_id == bindparam("quiz"), _EVENTS.c.answer_id.is_(None))
)
_VALUES = (
    select(_ITEMS.c.attempt_id, _ANSWERS.c.submission_id, _ITEMS.c.field, _ANSWERS.c.value)
    .join(_ITEMS, _ITEMS.c.id == _ANSWERS.c.item_id)
    .join(_ATTEMPTS, _ATTEMPTS.c.id == _ITEMS.c.attempt_id)
    .where(_ATTEMPTS.c.quiz_id == bindparam("quiz"), _ITEMS.c.question_id == bindparam("question"))
    .order_by(_ANSWERS.c.id)
)
_OTHERWISE = (
    select(_ITEMS.c.question_id, func.count())
    .join(_ATTEMPTS, _ATTEMPTS.c.id == _ITEMS.c.attempt_id)
    .join(_QUESTIONS, _QUESTIONS.c.id == _ITEMS.c.question_id)
    .join(_EVENTS, _EVENTS.c.item_id == _ITEMS.c.id)
    .where(_ATTEMPTS.c.quiz_id == bindparam("quiz"), _EVENTS.c.answer_id.is_not(None), ~_SUPERSEDED)
    .where(_EVENTS.c.version != _QUESTIONS.c.version, _EVENTS.c.source != "person")
    .group_by(_ITEMS.c.question_id, _QUESTIONS.c.position)
    .order_by(_QUESTIONS.c.position)
)
_HOW_MANY = (
    select(_ITEMS.c.question_id, func.count())
    .join(_ATTEMPTS, _ATTEMPTS.c.id == _ITEMS.c.attempt_id)
    .join(_ANSWERS, _ANSWERS.c.item_id == _ITEMS.c.id)
    .where(_ATTEMPTS.c.quiz_id == bindparam("quiz"))
    .group_by(_ITEMS.c.question_id)
)
_VERSIONS = (
    select(_EVENTS.c.version)
    .distinct()
    .join(_ITEMS, _ITEMS.c.id == _EVENTS.c.item_id)
    .join(_ATTEMPTS, _ATTEMPTS.c.id == _ITEMS.c.attempt_id)
    .where(_ATTEMPTS.c.quiz_id == bindparam("quiz"), _ITEMS.c.question_id == bindparam("question"))
)
_BY_REGRADE = (
    select(_EVENTS.c.attempt_id, _EVENTS.c.item_id, _EVENTS.c.answer_id, _EVENTS.c.result, ~_SUPERSEDED)
    .add_columns(*(_BEFORE.c[name] for name in ("outcome", "points", "tag", "result", "version")))
    .join(_ATTEMPTS, _ATTEMPTS.c.id == _EVENTS.c.attempt_id)
    .join(_BEFORE, (_BEFORE.c.answer_id == _EVENTS.c.answer_id) & (_BEFORE.c.seq < _EVENTS.c.seq))
    .where(_ATTEMPTS.c.quiz_id == bindparam("quiz"), _EVENTS.c.at == bindparam("at"), _EVENTS.c.source == "regrade")
    .order_by(_EVENTS.c.attempt_id, _EVENTS.c.seq, _BEFORE.c.seq)
)


def judged(c: Connection, quiz_id: int, question_id: int) -> Iterator[Judged]:
    """All judged answers to a question, those of an attempt and of a submission together, oldest first."""
    return (Judged(*row) for row in c.execute(_JUDGED, {"quiz": quiz_id, "question": question_id}))


def graded_otherwise(c: Connection, quiz_id: int) -> Mapping[int, int]:
    """By question, in their order, how many answers were last graded by another version than the current one."""
    return dict(c.execute(_OTHERWISE, {"quiz": quiz_id}).all())


def how_many_answers(c: Connection, quiz_id: int) -> Mapping[int, int]:
    """How many answers there are, by question."""
    return dict(c.execute(_HOW_MANY, {"quiz": quiz_id}).all())


def versions_judged(c: Connection, quiz_id: int, question_id: int) -> Sequence[str]:
    """The versions of a question that answers to it were judged by."""
    return list(c.execute(_VERSIONS, {"quiz": quiz_id, "question": question_id}).scalars())


def every_attempt(c: Connection, quiz_id: int) -> Sequence[AttemptRow]:
    """All attempts at a quiz."""
    return [AttemptRow(*row) for row in c.execute(_ALL_ATTEMPTS, {"quiz": quiz_id})]


def overridden(c: Connection, quiz_id: int) -> frozenset[int]:
    """The items whose grade a person set, whatever the answers to them earn."""
    return frozenset(c.execute(_OVERRIDDEN, {"quiz": quiz_id}).scalars())


def values_given(c: Connection, quiz_id: int, question_id: int) -> Mapping[int, Sequence[tuple[int, str, str]]]:
    """By attempt: submission, field and JSON value of everything answered to a question, oldest first."""
    found: dict[int, list[tuple[int, str, str]]] = {}
    for attempt, submission, field, value in c.execute(_VALUES, {"quiz": quiz_id, "question": question_id}):
        found.setdefault(attempt, []).append((submission, field, value))
    return found


def replaced_at(c: Connection, quiz_id: int, at: datetime) -> Sequence[Replaced]:
    """What the regrades of this very moment replaced, each with the judgement just before."""
    rows = (Replaced(*row) for row in c.execute(_BY_REGRADE, {"quiz": quiz_id, "at": at}))
    return list({row.answer_id: row for row in rows}.values())  # the last of the earlier ones stays
