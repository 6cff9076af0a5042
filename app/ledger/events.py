"""Grade events: appending them to an attempt's chain, and the grades they give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib.metadata import version
from typing import Any

from sqlalchemy import Connection, bindparam, exists, insert, select, update
from sqlalchemy import column as col
from sqlalchemy import table as view

from app.db import table
from app.keys import Keys
from app.ledger import chain
from app.ledger.attempts import hold
from app.ledger.tables import Answer, Attempt, GradeEvent, Submission
from app.ledger.values import encoded
from app.ledger.views import EventRow, Grade, NewEvent
from app.prepared import Prepared, named

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

_ANSWERS, _ATTEMPTS, _EVENTS = table(Answer), table(Attempt), table(GradeEvent)
_GRADES = view("current_grades", *(col(name) for name in Grade.__slots__))

_LAST_MAC = (
    select(_EVENTS.c.mac)
    .where(_EVENTS.c.attempt_id == _ATTEMPTS.c.id, _EVENTS.c.seq == _ATTEMPTS.c.chain_length)
    .scalar_subquery()
)
_CHAIN = Prepared(
    select(_ATTEMPTS.c.genesis, _ATTEMPTS.c.chain_length, _LAST_MAC).where(_ATTEMPTS.c.id == bindparam("attempt"))
)
_JUDGED = exists().where(_EVENTS.c.answer_id == _ANSWERS.c.id)
_STORED = Prepared(
    select(_JUDGED, _ANSWERS.c.seq, _ANSWERS.c.value, table(Submission).c.mac)
    .join(table(Submission), table(Submission).c.id == _ANSWERS.c.submission_id)
    .where(_ANSWERS.c.id == bindparam("answer"))
)
_JUDGEMENTS = select(*(_EVENTS.c[name] for name in EventRow.__slots__)).order_by(_EVENTS.c.attempt_id, _EVENTS.c.seq)
_OF_ANSWERS = _JUDGEMENTS.where(_EVENTS.c.answer_id.in_(bindparam("answers", expanding=True)))
_OF_ITEMS = _JUDGEMENTS.where(_EVENTS.c.item_id.in_(bindparam("items", expanding=True)))
_APPEND = Prepared(insert(_EVENTS).values(named(_EVENTS, (*SEALED, "mac"))).returning(_EVENTS.c.id))
_MOVE_HEAD = Prepared(
    update(_ATTEMPTS)
    .where(_ATTEMPTS.c.id == bindparam("attempt"))
    .values(chain_length=bindparam("length"), chain_head=bindparam("head"))
)
_CURRENT = select(*_GRADES.c).where(_GRADES.c.attempt_id.in_(bindparam("attempts", expanding=True)))


@cache
def build() -> str:
    """Which build of the graders judges."""
    return f"chainrule {version('chainrule')}"


def append(c: Connection, keys: Keys, attempt_id: int, events: Sequence[NewEvent], now: datetime) -> Sequence[EventRow]:
    """Append judgements to an attempt's chain and move its head.

    An answer that has a judgement already gets no second one by the engine, so that two processes which both find it
    ungraded judge it once.
    """
    hold(c, attempt_id)  # before looking: a snapshot from before would not see what another process has just appended
    genesis, length, last = _CHAIN.rows(c, attempt=attempt_id)[0]
    previous = last or genesis
    answers = [event.answer_id for event in events if event.answer_id is not None]
    stored = {answer: _STORED.rows(c, answer=answer)[0] for answer in answers}
    there = {answer for answer, (judged, *_) in stored.items() if judged}
    fresh = [event for event in events if not (event.source == "engine" and event.answer_id in there)]
    rows = []
    for seq, event in enumerate(fresh, length + 1):
        row = {
            **{name: getattr(event, name) for name in NewEvent.__slots__},
            "result": encoded(event.result),
            "attempt_id": attempt_id,
            "seq": seq,
            "at": now,
            "build": build(),
            "key_id": chain.key_id(keys.ledger),
            "previous": previous,
        }
        answer = stored[event.answer_id][1:] if event.answer_id is not None else ()
        previous = row["mac"] = chain.event_mac(keys.ledger, (row[name] for name in SEALED), answer)
        rows.append(row)
    return _insert(c, keys, attempt_id, genesis, rows)


def _insert(
    c: Connection, keys: Keys, attempt_id: int, genesis: str, rows: Sequence[dict[str, Any]]
) -> Sequence[EventRow]:
    if not rows:
        return []
    ids = [_APPEND.rows(c, **{name: row[name] for name in (*SEALED, "mac")})[0][0] for row in rows]
    length = rows[-1]["seq"]
    head = chain.head(keys.ledger, genesis, length, rows[-1]["mac"])
    _MOVE_HEAD.rows(c, attempt=attempt_id, length=length, head=head)
    return [
        EventRow(id=id, **{name: row[name] for name in EventRow.__slots__ if name != "id"})
        for id, row in zip(ids, rows, strict=True)
    ]


def events_of(
    c: Connection, *, answers: Sequence[int] | None = None, items: Sequence[int] | None = None
) -> Sequence[EventRow]:
    """Judgements on answers or items, oldest first."""
    if items is not None:
        return [EventRow(*row) for row in c.execute(_OF_ITEMS, {"items": items})]
    return [EventRow(*row) for row in c.execute(_OF_ANSWERS, {"answers": answers or []})]


def grades(c: Connection, attempts: Sequence[int]) -> Mapping[int, Grade]:
    """The current grade of each judged item of these attempts."""
    if not attempts:  # of none, SQLite would look at all
        return {}
    return {row.item_id: Grade(*row) for row in c.execute(_CURRENT, {"attempts": attempts})}
