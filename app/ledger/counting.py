"""What statistics count: each attempt's marks, tries and times, told so that only what changed need be read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, bindparam, func, select
from sqlalchemy import column as col
from sqlalchemy import table as view

from app.db import table
from app.ledger.tables import Answer, Attempt, Item, Submission

CHUNK = 500  # attempts in one query

_ANSWERS, _ATTEMPTS, _ITEMS, _SUBMISSIONS = table(Answer), table(Attempt), table(Item), table(Submission)
_GRADES = view("current_grades", *(col(n) for n in ("attempt_id", "item_id", "answer_id", "outcome", "points", "tag")))
_CHOSEN: BindParameter[Any] = bindparam("attempts", expanding=True)


@dataclass(frozen=True, slots=True)
class AttemptHead:
    """Which attempt, and by what its marks are known to have changed: a judgement lengthens its chain, a submission is
    counted."""

    id: int
    user_id: int
    number: int
    started_at: datetime
    finished_at: datetime | None
    due_at: datetime | None
    chain_length: int
    submissions: int


@dataclass(frozen=True, slots=True)
class Mark:
    """The current grade of one item, in thousandths; `outcome` None before anything was judged."""

    attempt_id: int
    question_id: int
    field: str
    worth: int
    points: int | None
    outcome: str | None
    tag: str | None
    answer_id: int | None


_SUBMITTED = (
    select(func.count()).where(_SUBMISSIONS.c.attempt_id == _ATTEMPTS.c.id).scalar_subquery().label("submissions")
)
_HEADS: Select[*tuple[Any, ...]] = select(
    *(_ATTEMPTS.c[name] for name in AttemptHead.__slots__ if name != "submissions"), _SUBMITTED
).where(_ATTEMPTS.c.quiz_id == bindparam("quiz"))
_MARKS = (
    select(_ITEMS.c.attempt_id, _ITEMS.c.question_id, _ITEMS.c.field, _ITEMS.c.points.label("worth"))
    .add_columns(_GRADES.c.points, _GRADES.c.outcome, _GRADES.c.tag, _GRADES.c.answer_id)
    .join_from(_ITEMS, _GRADES, (_GRADES.c.item_id == _ITEMS.c.id) & _GRADES.c.attempt_id.in_(_CHOSEN), isouter=True)
    .where(_ITEMS.c.attempt_id.in_(_CHOSEN))
)
_TIMES = (
    select(_SUBMISSIONS.c.attempt_id, _SUBMISSIONS.c.question_id, _SUBMISSIONS.c.received_at)
    .where(_SUBMISSIONS.c.attempt_id.in_(_CHOSEN))
    .order_by(_SUBMISSIONS.c.id)
)


def attempt_heads(c: Connection, quiz_id: int) -> Sequence[AttemptHead]:
    """The attempts at a quiz, the last of each student."""
    rows = sorted((AttemptHead(*row) for row in c.execute(_HEADS, {"quiz": quiz_id})), key=lambda head: head.number)
    return list({head.user_id: head for head in rows}.values())


def attempt_marks(c: Connection, attempts: Sequence[int]) -> Mapping[int, Sequence[Mark]]:
    """Every item of these attempts with its grade."""
    found: dict[int, list[Mark]] = {attempt: [] for attempt in attempts}
    for chunk in _chunks(attempts):
        for row in c.execute(_MARKS, {"attempts": chunk}):
            found[row.attempt_id].append(Mark(*row))
    return found


def attempt_times(c: Connection, attempts: Sequence[int]) -> Mapping[int, Sequence[tuple[int, datetime]]]:
    """When each question of these attempts was submitted to, in order."""
    found: dict[int, list[tuple[int, datetime]]] = {attempt: [] for attempt in attempts}
    for chunk in _chunks(attempts):
        for attempt, question, at in c.execute(_TIMES, {"attempts": chunk}):
            found[attempt].append((question, at))
    return found


def _chunks(attempts: Sequence[int]) -> Sequence[Sequence[int]]:
    return [attempts[start : start + CHUNK] for start in range(0, len(attempts), CHUNK)]
