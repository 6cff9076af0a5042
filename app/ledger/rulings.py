"""What instructors ruled about answers to come and those that are there: how a text is read, what a meaning earns.

A ruling stands until it is withdrawn. What it did to answers are judgements like all others, in the chains.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, exists, insert, or_, select, update

from app.db import table
from app.db.prepared import Prepared
from app.ledger.tables import AcceptedReading, GroupDecision
from app.refusals import NotThere
from graders.fingerprint import Fingerprint
from graders.grouping import near
from graders.verdict import Outcome

BY_MEANING = "by_meaning"  # marks a result that a decision about a meaning made
UNDECIDABLE = ("invalid", "undecided", "ungraded")  # what has no meaning to decide about

_READINGS, _DECISIONS = table(AcceptedReading), table(GroupDecision)


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """What was typed (JSON) is read as something else."""

    id: int
    question_id: int
    field: str
    typed: str
    read_as: str
    actor_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """What answers with this meaning earn, in thousandths (None: as graded), and what is said about them."""

    id: int
    question_id: int
    field: str
    meaning: Fingerprint
    points: int | None
    comment: str
    actor_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an answer earns, in thousandths, and the field's result about it."""

    outcome: str
    points: int
    tag: str | None
    result: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rulings:
    """All that stands for one question: what is read otherwise, by field and JSON text, and what meanings earn."""

    readings: Mapping[tuple[str, str], str]
    decisions: Sequence[DecisionRow]

    def read_as(self, field: str, value: str) -> str:
        """The JSON text that an answer is graded as."""
        return self.readings.get((field, value), value)

    def told(self, field: str, value: str, result: Mapping[str, Any]) -> Mapping[str, Any]:
        """A result that also says what the answer was read as, where a ruling said so."""
        found = self.read_as(field, value)
        return result if found == value else {**result, "read_as": json.loads(found)}

    def decision(self, field: str, meaning: Fingerprint, outcome: str) -> DecisionRow | None:
        """The decision about an answer that means this; none about what could not be read or judged."""
        if outcome in UNDECIDABLE:
            return None
        return next((one for one in self.decisions if one.field == field and near(one.meaning, meaning)), None)

    def reading(self, field: str, typed: str, read_as: str | None) -> Rulings:
        """The same with one reading more, or with None without it."""
        rest = {key: value for key, value in self.readings.items() if key != (field, typed)}
        return Rulings(rest if read_as is None else {**rest, (field, typed): read_as}, self.decisions)

    def deciding(self, decision: DecisionRow) -> Rulings:
        """The same with a decision in place of those about the same meaning."""
        rest = [one for one in self.decisions if one.field != decision.field or not near(one.meaning, decision.meaning)]
        return Rulings(self.readings, [*rest, decision])

    def undeciding(self, decision_id: int) -> Rulings:
        """The same without a decision."""
        return Rulings(self.readings, [one for one in self.decisions if one.id != decision_id])


def decided(decision: DecisionRow, found: Judgement, worth: int) -> Judgement:
    """What a decision makes of a judgement: its points, if it gives any, and its comment. How the answer was read
    stays, and what was wrong with it too unless it earns all there is."""
    points = found.points if decision.points is None else min(decision.points, worth)
    outcome = found.outcome if decision.points is None else outcome_of(points, worth).value
    result = {**found.result, "outcome": outcome, "comment": decision.comment, BY_MEANING: True}
    if decision.points is not None:
        result["score"] = points / worth if worth else 0.0
    if outcome == Outcome.CORRECT and found.outcome != Outcome.CORRECT:
        result |= {"tag": None, "feedback": "", "witness": None, "first_wrong_step": None}
    return Judgement(outcome, points, result["tag"], result)


def outcome_of(points: int, worth: int) -> Outcome:
    """The outcome of an answer that a person gave so many points of so many."""
    return Outcome.CORRECT if points == worth else Outcome.PARTIAL if points else Outcome.WRONG


_ACCEPTED = Prepared(
    select(*(_READINGS.c[name] for name in ReadingRow.__slots__))
    .where(_READINGS.c.question_id == bindparam("question"), _READINGS.c.withdrawn_at.is_(None))
    .order_by(_READINGS.c.id)
)
_DECIDED = Prepared(
    select(*(_DECISIONS.c[name] for name in ("id", "question_id", "field", "label", "worth")))
    .add_columns(*(_DECISIONS.c[name] for name in ("points", "comment", "actor_id", "at")))
    .where(_DECISIONS.c.question_id == bindparam("question"), _DECISIONS.c.withdrawn_at.is_(None))
    .order_by(_DECISIONS.c.id)
)


NO_RULINGS = Rulings({}, ())


def are_there(question: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether anything stands for a question; asked with every answer, so that most pay nothing for rulings."""
    return or_(
        *(
            exists().where(kind.c.question_id == question, kind.c.withdrawn_at.is_(None))
            for kind in (_READINGS, _DECISIONS)
        )
    )


def rulings(c: Connection, question_id: int) -> Rulings:
    """All that stands for a question."""
    return Rulings(accepted_readings(c, question_id), group_decisions(c, question_id))


def was_ruled_at(c: Connection, questions: Sequence[int], at: datetime) -> bool:
    """Whether anything about these questions was ruled or withdrawn at this very moment."""
    kinds = (
        select(kind.c.id).where(kind.c.question_id.in_(questions), or_(kind.c.at == at, kind.c.withdrawn_at == at))
        for kind in (_READINGS, _DECISIONS)
    )
    return any(c.execute(one.limit(1)).first() is not None for one in kinds)


def readings_of(c: Connection, question_id: int) -> Sequence[ReadingRow]:
    """The accepted readings of a question, in the order they were accepted."""
    return [ReadingRow(*row) for row in _ACCEPTED.rows(c, question=question_id)]


def accepted_readings(c: Connection, question_id: int) -> Mapping[tuple[str, str], str]:
    """By field and what was typed (JSON), what it is read as (JSON)."""
    return {(row.field, row.typed): row.read_as for row in readings_of(c, question_id)}


def accept_reading(
    c: Connection, question_id: int, field: str, typed: str, read_as: str, actor_id: int, at: datetime
) -> int:
    """From now on `typed` is read as `read_as` in this field; one that stood for it is withdrawn. The ruling's id."""
    same = (_READINGS.c.question_id == question_id, _READINGS.c.field == field, _READINGS.c.typed == typed)
    c.execute(update(_READINGS).where(*same, _READINGS.c.withdrawn_at.is_(None)).values(withdrawn_at=at))
    row = insert(_READINGS).values(
        question_id=question_id, field=field, typed=typed, read_as=read_as, actor_id=actor_id, at=at
    )
    return int(c.execute(row.returning(_READINGS.c.id)).scalar_one())


def withdraw_reading(c: Connection, question_id: int, reading_id: int, at: datetime) -> ReadingRow:
    """The reading holds no longer; raises NotThere."""
    found = next((row for row in readings_of(c, question_id) if row.id == reading_id), None)
    if found is None:
        raise NotThere
    c.execute(update(_READINGS).where(_READINGS.c.id == reading_id).values(withdrawn_at=at))
    return found


def group_decisions(c: Connection, question_id: int) -> Sequence[DecisionRow]:
    """What was decided about answers to a question by what they mean, in the order it was decided."""
    return [
        DecisionRow(id, question, field, Fingerprint(label, tuple(json.loads(worth))), points, comment, actor, at)
        for id, question, field, label, worth, points, comment, actor, at in _DECIDED.rows(c, question=question_id)
    ]


def decide_group(
    c: Connection,
    question_id: int,
    field: str,
    meaning: Fingerprint,
    points: int | None,
    comment: str,
    actor_id: int,
    at: datetime,
) -> int:
    """Decide about every answer with this meaning; what was decided about it before is withdrawn. The decision's id."""
    for earlier in group_decisions(c, question_id):
        if earlier.field == field and near(earlier.meaning, meaning):
            withdraw_decision(c, question_id, earlier.id, at)
    row = insert(_DECISIONS).values(
        question_id=question_id,
        field=field,
        label=meaning.label,
        worth=json.dumps(meaning.values),
        points=points,
        comment=comment,
        actor_id=actor_id,
        at=at,
    )
    return int(c.execute(row.returning(_DECISIONS.c.id)).scalar_one())


def withdraw_decision(c: Connection, question_id: int, decision_id: int, at: datetime) -> DecisionRow:
    """The decision holds no longer; raises NotThere."""
    found = next((row for row in group_decisions(c, question_id) if row.id == decision_id), None)
    if found is None:
        raise NotThere
    c.execute(update(_DECISIONS).where(_DECISIONS.c.id == decision_id).values(withdrawn_at=at))
    return found
