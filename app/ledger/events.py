"""Grade events: appending them to an attempt's chain, and the grades they give."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib.metadata import version
from typing import Any

from sqlalchemy import Connection, exists, insert, select, update
from sqlalchemy import column as col
from sqlalchemy import table as view
from sqlalchemy.orm import aliased

from app.keys import Keys
from app.ledger import chain
from app.ledger.tables import Answer, Attempt, GradeEvent, Item, Submission
from app.ledger.views import EventRow, Grade, ItemGrade, NewEvent

SEALED = (
    "attempt_id",
    "seq",
    "item_id",
    "answer_id",
    "at",
    "source",
    "grader_id",
    "outcome",
    "points",
    "tag",
    "result",
    "build",
    "version",
    "key_id",
    "previous",
)

_EVENT = tuple(getattr(GradeEvent, name) for name in EventRow.__slots__)
_GRADES = view("current_grades", *(col(name) for name in Grade.__slots__))


@cache
def build() -> str:
    """Which build of the graders judges."""
    return f"chainrule {version('chainrule')}"


def append(c: Connection, keys: Keys, attempt_id: int, events: Sequence[NewEvent], now: datetime) -> Sequence[EventRow]:
    """Append judgements to an attempt's chain and move its head.

    An answer that has a judgement already gets no second one by the engine, so that two processes which both find it
    ungraded judge it once.
    """
    attempt = c.execute(
        select(Attempt.genesis, Attempt.chain_length).where(Attempt.id == attempt_id).with_for_update()
    ).one()
    last = select(GradeEvent.mac).where(GradeEvent.attempt_id == attempt_id, GradeEvent.seq == attempt.chain_length)
    previous = c.execute(last).scalar_one_or_none() or attempt.genesis
    answers = [event.answer_id for event in events if event.answer_id is not None]
    stored = _stored_answers(c, answers)
    there = {event.answer_id for event in events_of(c, answers=answers)} if answers else set()
    fresh = [event for event in events if not (event.source == "engine" and event.answer_id in there)]
    rows = []
    for seq, event in enumerate(fresh, attempt.chain_length + 1):
        row = {
            **{name: getattr(event, name) for name in NewEvent.__slots__},
            "result": json.dumps(event.result, ensure_ascii=True, separators=(",", ":"), allow_nan=False),
            "attempt_id": attempt_id,
            "seq": seq,
            "at": now,
            "build": build(),
            "key_id": chain.key_id(keys.ledger),
            "previous": previous,
        }
        answer = stored[event.answer_id] if event.answer_id is not None else ()
        previous = row["mac"] = chain.event_mac(keys.ledger, (row[name] for name in SEALED), answer)
        rows.append(row)
    return _insert(c, keys, attempt_id, attempt.genesis, rows)


def _insert(
    c: Connection, keys: Keys, attempt_id: int, genesis: str, rows: Sequence[dict[str, Any]]
) -> Sequence[EventRow]:
    if not rows:
        return []
    inserted = [EventRow(*c.execute(insert(GradeEvent).values(row).returning(*_EVENT)).one()) for row in rows]
    length = rows[-1]["seq"]
    head = chain.head(keys.ledger, genesis, length, rows[-1]["mac"])
    c.execute(update(Attempt).where(Attempt.id == attempt_id).values(chain_length=length, chain_head=head))
    return inserted


def _stored_answers(c: Connection, ids: Sequence[int]) -> Mapping[int, tuple[chain.Part, ...]]:
    query = select(Answer.id, Answer.seq, Answer.value, Submission.mac)
    rows = c.execute(query.join(Submission, Submission.id == Answer.submission_id).where(Answer.id.in_(ids)))
    return {row.id: (row.seq, row.value, row.mac) for row in rows}


def events_of(
    c: Connection, *, answers: Sequence[int] | None = None, items: Sequence[int] | None = None
) -> Sequence[EventRow]:
    """Judgements on answers or items, oldest first."""
    query = select(*_EVENT).order_by(GradeEvent.attempt_id, GradeEvent.seq)
    if answers is not None:
        query = query.where(GradeEvent.answer_id.in_(answers))
    if items is not None:
        query = query.where(GradeEvent.item_id.in_(items))
    return [EventRow(*row) for row in c.execute(query)]


def grades(c: Connection, attempts: Sequence[int]) -> Mapping[int, Grade]:
    """The current grade of each judged item of these attempts."""
    query = select(*_GRADES.c).where(_GRADES.c.attempt_id.in_(attempts))
    return {row.item_id: Grade(*row) for row in c.execute(query)}


def items_for_people(c: Connection, quiz_id: int) -> Sequence[ItemGrade]:
    """By item, the answer that a person judged or must judge: the last one that the engine left open, unless a later
    answer made it needless by counting instead, or by full points."""
    later = aliased(GradeEvent)
    superseded = exists().where(later.answer_id == GradeEvent.answer_id, later.seq > GradeEvent.seq)
    left_open = exists().where(later.answer_id == GradeEvent.answer_id, later.outcome.in_(("ungraded", "undecided")))
    query = (
        select(
            Item.id, Item.question_id, Item.field, GradeEvent.answer_id, GradeEvent.outcome, Item.counts, Item.points
        )
        .add_columns(_GRADES.c.answer_id.label("counting"), _GRADES.c.points.label("earned"))
        .join(GradeEvent, GradeEvent.item_id == Item.id)
        .join(Attempt, Attempt.id == Item.attempt_id)
        .join(Answer, Answer.id == GradeEvent.answer_id)
        .join(_GRADES, (_GRADES.c.attempt_id == Item.attempt_id) & (_GRADES.c.item_id == Item.id))
        .where(Attempt.quiz_id == quiz_id, left_open, ~superseded)
        .order_by(Answer.seq)
    )
    found = {}
    for row in c.execute(query):
        grade = ItemGrade(*row[:5])
        needless = (row.counts == "last" and row.counting != row.answer_id) or row.earned == row.points
        if not (grade.is_waiting and needless):
            found[row.id] = grade
    return list(found.values())
