"""The fingerprints of answers, kept so that those that mean the same are found without reading them again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select
from sqlalchemy import column as col
from sqlalchemy import table as view

from app.db import table
from app.db.many import keeping
from app.ledger.tables import Answer, AnswerMeaning, Attempt, GradeEvent, Item
from graders.fingerprint import Fingerprint

_ANSWERS, _ATTEMPTS, _EVENTS, _ITEMS = table(Answer), table(Attempt), table(GradeEvent), table(Item)
_MEANINGS = table(AnswerMeaning)
_GRADES = view("current_grades", *(col(name) for name in ("attempt_id", "item_id", "answer_id", "outcome", "tag")))


@dataclass(frozen=True, slots=True)
class Meant:
    """The answer that an item's grade comes from; `meaning` is None where it could not be read or is only text."""

    answer_id: int
    attempt_id: int
    user_id: int
    value: str  # JSON
    outcome: str
    tag: str | None
    meaning: Fingerprint | None


_OF_FIELD: Select[*tuple[Any, ...]] = (
    select(_ANSWERS.c.id, _ITEMS.c.attempt_id, _ATTEMPTS.c.user_id, _ANSWERS.c.value)
    .add_columns(_GRADES.c.outcome, _GRADES.c.tag, _MEANINGS.c.label, _MEANINGS.c.worth)
    .select_from(_ITEMS)
    .join(_ATTEMPTS, _ATTEMPTS.c.id == _ITEMS.c.attempt_id)
    .join(_GRADES, (_GRADES.c.attempt_id == _ITEMS.c.attempt_id) & (_GRADES.c.item_id == _ITEMS.c.id))
    .join(_ANSWERS, _ANSWERS.c.id == _GRADES.c.answer_id)
    .outerjoin(_MEANINGS, _MEANINGS.c.answer_id == _ANSWERS.c.id)
    .where(_ITEMS.c.question_id == bindparam("question"), _ITEMS.c.field == bindparam("field"))
    .order_by(_ANSWERS.c.id)
)
_TOLD = (
    select(_ANSWERS.c.id, _ANSWERS.c.value, _MEANINGS.c.label, _MEANINGS.c.worth)
    .select_from(_ITEMS)
    .join(_ANSWERS, _ANSWERS.c.item_id == _ITEMS.c.id)
    .outerjoin(_MEANINGS, _MEANINGS.c.answer_id == _ANSWERS.c.id)
    .where(_ITEMS.c.question_id == bindparam("question"))
)
_LAST = (
    select(_EVENTS.c.outcome)
    .where(_EVENTS.c.answer_id == _ANSWERS.c.id)
    .order_by(_EVENTS.c.seq.desc())
    .limit(1)
    .scalar_subquery()
)
_STUDENTS = func.count(func.distinct(_ATTEMPTS.c.user_id))
_UNREAD = (
    select(_ANSWERS.c.value, _STUDENTS)
    .join(_ITEMS, _ITEMS.c.id == _ANSWERS.c.item_id)
    .join(_ATTEMPTS, _ATTEMPTS.c.id == _ITEMS.c.attempt_id)
    .where(_ITEMS.c.question_id == bindparam("question"), _ITEMS.c.field == bindparam("field"), _LAST == "invalid")
    .group_by(_ANSWERS.c.value)
    .order_by(_STUDENTS.desc(), _ANSWERS.c.value)
)
CHUNK = 500  # answers in one query
_WRITTEN: Select[*tuple[Any, ...]] = (
    select(_ANSWERS.c.id, _ANSWERS.c.value, _MEANINGS.c.label, _MEANINGS.c.worth)
    .outerjoin(_MEANINGS, _MEANINGS.c.answer_id == _ANSWERS.c.id)
    .where(_ANSWERS.c.id.in_(bindparam("answers", expanding=True)))
)
_KEEP = keeping(_MEANINGS)


def keep_meanings(c: Connection, meanings: Mapping[int, Fingerprint]) -> None:
    """Keep the fingerprints of answers that have none yet."""
    _KEEP.run(
        c,
        [
            {"answer_id": answer, "label": one.label, "worth": json.dumps(one.values)}
            for answer, one in meanings.items()
        ],
    )


def meant(c: Connection, question_id: int, field: str) -> list[Meant]:
    """What each student's grade in a field comes from, in the order it was given."""
    rows = c.execute(_OF_FIELD, {"question": question_id, "field": field})
    return [_meant(*row) for row in rows]


def meanings(c: Connection, question_id: int) -> Mapping[int, Fingerprint]:
    """What every answer to a question means, as far as that is known, else how it is written."""
    rows = c.execute(_TOLD, {"question": question_id})
    return {
        id: as_written(value) if label is None else Fingerprint(label, tuple(json.loads(worth)))
        for id, value, label, worth in rows
    }


def as_written(value: str) -> Fingerprint:
    """The meaning of an answer (JSON) of which no more is known than how it is written."""
    return Fingerprint(f"as written: {value}")


def unread(c: Connection, question_id: int, field: str) -> list[tuple[str, int]]:
    """What could not be read in a field, as JSON, and how many students gave it; the most frequent first."""
    rows = c.execute(_UNREAD, {"question": question_id, "field": field})
    return [(value, count) for value, count in rows]


def _meant(answer: int, attempt: int, user: int, value: str, outcome: str, tag: str | None, *meaning: Any) -> Meant:
    label, worth = meaning
    told = None if label is None else Fingerprint(label, tuple(json.loads(worth)))
    return Meant(answer, attempt, user, value, outcome, tag, told)


def written(c: Connection, answers: Sequence[int]) -> Mapping[int, tuple[str, Fingerprint | None]]:
    """What these answers say, as JSON, and what they mean."""
    found: dict[int, tuple[str, Fingerprint | None]] = {}
    for start in range(0, len(answers), CHUNK):
        for id, value, label, worth in c.execute(_WRITTEN, {"answers": answers[start : start + CHUNK]}):
            found[id] = value, None if label is None else Fingerprint(label, tuple(json.loads(worth)))
    return found
