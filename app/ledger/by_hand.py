"""What persons judge: by item of one field, the answer that its grade depends on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, select

from app.db import table
from app.ledger.ranking import rank
from app.ledger.tables import Answer, Attempt, GradeEvent, Item
from app.ledger.views import HandAnswer, ItemGrade

_ANSWERS, _ATTEMPTS, _EVENTS, _ITEMS = table(Answer), table(Attempt), table(GradeEvent), table(Item)
_LEFT_OPEN = frozenset({"ungraded", "undecided"})
_JUDGED: Select[*tuple[Any, ...]] = (
    select(_ITEMS.c.id.label("item_id"), _ITEMS.c.counts, _ITEMS.c.points.label("worth"))
    .add_columns(_EVENTS.c.id.label("event_id"), _EVENTS.c.answer_id, _EVENTS.c.outcome, _EVENTS.c.points)
    .add_columns(_ANSWERS.c.seq, _ANSWERS.c.value)
    .join_from(_ITEMS, _EVENTS, _EVENTS.c.item_id == _ITEMS.c.id)
    .join(_ANSWERS, _ANSWERS.c.id == _EVENTS.c.answer_id, isouter=True)
    .where(_ITEMS.c.question_id == bindparam("question"), _ITEMS.c.field == bindparam("field"))
    .order_by(_EVENTS.c.attempt_id, _EVENTS.c.seq)
)
_OPEN = select(_EVENTS.c.item_id).where(_EVENTS.c.outcome.in_(("ungraded", "undecided")))
_OF_QUIZ: Select[*tuple[Any, ...]] = (
    select(_ITEMS.c.id.label("item_id"), _ITEMS.c.counts, _ITEMS.c.points.label("worth"))
    .add_columns(_ITEMS.c.question_id, _ITEMS.c.field)
    .add_columns(_EVENTS.c.answer_id, _EVENTS.c.outcome, _EVENTS.c.points, _ANSWERS.c.seq)
    .join_from(_EVENTS, _ITEMS, _ITEMS.c.id == _EVENTS.c.item_id)
    .join(_ATTEMPTS, _ATTEMPTS.c.id == _ITEMS.c.attempt_id)
    .join(_ANSWERS, _ANSWERS.c.id == _EVENTS.c.answer_id, isouter=True)
    .where(_ATTEMPTS.c.quiz_id == bindparam("quiz"), _EVENTS.c.item_id.in_(_OPEN))
    .order_by(_EVENTS.c.attempt_id, _EVENTS.c.seq)
)


def items_for_people(c: Connection, quiz_id: int) -> Sequence[ItemGrade]:
    """By item, the answer that a person judged or must judge: the last one that the engine left open, unless a later
    answer made it needless by counting instead, or by full points."""
    return [
        ItemGrade(one.item_id, one.question_id, one.field, one.answer_id, one.outcome)
        for one in _chosen(c.execute(_OF_QUIZ, {"quiz": quiz_id}).all())
    ]


def answers_by_hand(c: Connection, question_id: int, field: str) -> Sequence[HandAnswer]:
    """The answers to a field that a person judged or must judge, one an item, as `items_for_people` chooses them."""
    return [
        HandAnswer(one.item_id, one.answer_id, one.value, one.event_id, one.outcome)
        for one in _chosen(c.execute(_JUDGED, {"question": question_id, "field": field}).all())
    ]


def _chosen(rows: Iterable[Row[Any]]) -> Iterator[Row[Any]]:
    """Of all judgements of some items, in their order, those that the items' work for people depends on."""
    by_item: dict[int, list[Row[Any]]] = {}
    for row in rows:
        by_item.setdefault(row.item_id, []).append(row)
    for judgements in by_item.values():
        if found := _for_people(judgements):
            yield found


def _for_people(judgements: Sequence[Row[Any]]) -> Row[Any] | None:
    """The last judgement of the last answer left to people, unless it waits in vain: a later answer counts instead, or
    all points are earned."""
    if len(judgements) == 1:  # as most texts have it
        (only,) = judgements
        return only if only.outcome in _LEFT_OPEN and only.points != only.worth else None
    last = {row.answer_id: row for row in judgements}
    left_open = {row.answer_id for row in judgements if row.outcome in _LEFT_OPEN}
    grade = max(last.values(), key=lambda row: rank(row.counts, row.outcome, row.points, row.seq))
    found = None
    for row in sorted(last.values(), key=lambda row: row.seq or 0):
        in_vain = (grade.counts == "last" and grade.answer_id != row.answer_id) or grade.points == grade.worth
        if row.answer_id in left_open and not (row.outcome in _LEFT_OPEN and in_vain):
            found = row
    return found
