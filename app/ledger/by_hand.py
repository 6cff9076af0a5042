"""What persons judge: by item of one field, the answer that its grade depends on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, select

from app.db import table
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


@dataclass(slots=True)
class _Judged:
    """An answer, its last judgement, and whether the engine left it to people."""

    last: Row[Any]
    left_open: bool

    @property
    def waits(self) -> bool:
        return self.last.outcome in _LEFT_OPEN


def items_for_people(c: Connection, quiz_id: int) -> Sequence[ItemGrade]:
    """By item, the answer that a person judged or must judge: the last one that the engine left open, unless a later
    answer made it needless by counting instead, or by full points."""
    return [
        ItemGrade(one.last.item_id, one.last.question_id, one.last.field, one.last.answer_id, one.last.outcome)
        for one in _chosen(c.execute(_OF_QUIZ, {"quiz": quiz_id}).all())
    ]


def answers_by_hand(c: Connection, question_id: int, field: str) -> Sequence[HandAnswer]:
    """The answers to a field that a person judged or must judge, one an item, as `items_for_people` chooses them."""
    return [
        HandAnswer(one.last.item_id, one.last.answer_id, one.last.value, one.last.event_id, one.last.outcome)
        for one in _chosen(c.execute(_JUDGED, {"question": question_id, "field": field}).all())
    ]


def _chosen(rows: Iterable[Row[Any]]) -> Iterator[_Judged]:
    """Of all judgements of some items, in their order, those that the items' work for people depends on."""
    by_item: dict[int, dict[int | None, _Judged]] = {}
    for row in rows:
        judged = by_item.setdefault(row.item_id, {})
        before = judged.get(row.answer_id)
        judged[row.answer_id] = _Judged(row, row.outcome in _LEFT_OPEN or (before is not None and before.left_open))
    for judged in by_item.values():
        if found := _for_people(judged):
            yield found


def _for_people(judged: Mapping[int | None, _Judged]) -> _Judged | None:
    """The last answer left to people, unless it waits in vain: a later one counts instead, or all points are earned."""
    grade = _grade(judged.values())
    found = None
    for answer_id, one in sorted(judged.items(), key=lambda pair: pair[1].last.seq or 0):
        counts_not = grade.counts == "last" and grade.answer_id != answer_id
        if one.left_open and not (one.waits and (counts_not or grade.points == grade.worth)):
            found = one
    return found


def _grade(judged: Collection[_Judged]) -> Row[Any]:
    """Which judgement is the item's grade, by the rule of the view `current_grades`."""

    if len(judged) == 1:
        return next(iter(judged)).last

    def rank(row: Row[Any]) -> tuple[bool, bool, int, int]:
        best = row.points if row.counts == "best" else 0
        return row.answer_id is None, row.outcome != "invalid", best, row.seq or 0

    return max((one.last for one in judged), key=rank)
