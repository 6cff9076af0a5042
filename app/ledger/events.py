"""Grade events: appending them to an attempt's chain, and the grades they give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, select
from sqlalchemy import column as col
from sqlalchemy import table as view

from app.db import table
from app.db.many import among, inserting, listed, next_ids, updating
from app.db.prepared import Prepared
from app.keys import Keys
from app.ledger.heads import CHAINS, hold
from app.ledger.linking import SEALED, Chain
from app.ledger.tables import Answer, Attempt, GradeEvent, Submission
from app.ledger.views import EventRow, Grade, NewEvent

_ANSWERS, _ATTEMPTS, _EVENTS = table(Answer), table(Attempt), table(GradeEvent)
_GRADES = view("current_grades", *(col(name) for name in Grade.__slots__))

_CHAINS = Prepared(CHAINS.where(among(_ATTEMPTS.c.id, "attempts")))
_JUDGED = exists().where(_EVENTS.c.answer_id == _ANSWERS.c.id)
_STORED = Prepared(
    select(_ANSWERS.c.id, _JUDGED, _ANSWERS.c.seq, _ANSWERS.c.value, table(Submission).c.mac)
    .join(table(Submission), table(Submission).c.id == _ANSWERS.c.submission_id)
    .where(among(_ANSWERS.c.id, "answers"))
)
_JUDGEMENTS = select(*(_EVENTS.c[name] for name in EventRow.__slots__)).order_by(_EVENTS.c.attempt_id, _EVENTS.c.seq)
_OF_ANSWERS = _JUDGEMENTS.where(_EVENTS.c.answer_id.in_(bindparam("answers", expanding=True)))
_OF_ITEMS = _JUDGEMENTS.where(_EVENTS.c.item_id.in_(bindparam("items", expanding=True)))
_APPEND = inserting(_EVENTS, ("id", *SEALED, "mac"))
_MOVE_HEADS = updating(_ATTEMPTS, ("chain_length", "chain_head"))
_CURRENT = select(*_GRADES.c).where(_GRADES.c.attempt_id.in_(bindparam("attempts", expanding=True)))


def append(c: Connection, keys: Keys, attempt_id: int, events: Sequence[NewEvent], now: datetime) -> Sequence[EventRow]:
    """Append judgements to an attempt's chain and move its head; see `append_all`."""
    return append_all(c, keys, [(attempt_id, events)], now)[0]


def append_all(
    c: Connection, keys: Keys, judged: Sequence[tuple[int, Sequence[NewEvent]]], now: datetime
) -> Sequence[Sequence[EventRow]]:
    """The same for several attempts: what was appended, for each of what is given.

    An answer that has a judgement already gets no second one by the engine, nor what comes with that, so that two
    processes which both find it ungraded judge it once.
    """
    attempts = sorted({attempt for attempt, _ in judged})
    hold(c, attempts)  # before looking: a snapshot from before would not see what was appended meanwhile
    answers = {event.answer_id for _, events in judged for event in events if event.answer_id is not None}
    stored = {row[0]: row[1:] for row in _STORED.rows(c, answers=listed(answers))} if answers else {}
    chains = {row[0]: Chain(*row) for row in _CHAINS.rows(c, attempts=listed(attempts))}
    taken = {answer for answer, (judged_before, *_) in stored.items() if judged_before}
    appended = []
    for attempt, events in judged:
        by_engine = {event.answer_id for event in events if event.source == "engine"}
        fresh = [event for event in events if event.answer_id not in by_engine & taken]
        taken |= by_engine
        appended.append([chains[attempt].link(keys, one, stored.get(one.answer_id, ())[1:], now) for one in fresh])
    rows = [row for some in appended for row in some]
    for id, row in zip(next_ids(c, _EVENTS, len(rows)), rows, strict=True):
        row["id"] = id
    _APPEND.run(c, rows)
    _MOVE_HEADS.run(c, [chains[attempt].head(keys) for attempt in sorted({row["attempt_id"] for row in rows})])
    return [[EventRow(**{name: row[name] for name in EventRow.__slots__}) for row in some] for some in appended]


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
