"""The head of an attempt: how long its chain is, where that ends, and when the attempt does, sealed as one."""

from __future__ import annotations

from collections.abc import Collection, Set

from sqlalchemy import Connection, bindparam, select

from app.db import table
from app.db.many import among, listed
from app.db.prepared import Prepared
from app.ledger.linking import Chain
from app.ledger.tables import Attempt, GradeEvent

_ATTEMPTS, _EVENTS = table(Attempt), table(GradeEvent)
_LAST_MAC = (
    select(_EVENTS.c.mac)
    .where(_EVENTS.c.attempt_id == _ATTEMPTS.c.id, _EVENTS.c.seq == _ATTEMPTS.c.chain_length)
    .scalar_subquery()
)
# What a `Chain` is made of.
CHAINS = select(
    _ATTEMPTS.c.id,
    _ATTEMPTS.c.genesis,
    _ATTEMPTS.c.chain_length,
    _LAST_MAC,
    _ATTEMPTS.c.due_at,
    _ATTEMPTS.c.finished_at,
)
_CHAIN = CHAINS.where(_ATTEMPTS.c.id == bindparam("attempt"))
# All writers take several in the same order, so that no two wait for each other.
_HELD = Prepared(
    select(_ATTEMPTS.c.id).where(among(_ATTEMPTS.c.id, "attempts")).order_by(_ATTEMPTS.c.id).with_for_update()
)


_RUNNING = Prepared(select(_ATTEMPTS.c.id).where(among(_ATTEMPTS.c.id, "attempts"), _ATTEMPTS.c.finished_at.is_(None)))


def hold(c: Connection, attempts: Collection[int]) -> None:
    """Keep other writers from attempts until the transaction ends; in SQLite there are none meanwhile."""
    if c.dialect.name != "sqlite":
        _HELD.rows(c, attempts=listed(attempts))


def running(c: Connection, attempts: Collection[int]) -> Set[int]:
    """Which of these nobody has handed in."""
    return {id for (id,) in _RUNNING.rows(c, attempts=listed(attempts))}


def held_chain(c: Connection, attempt_id: int) -> Chain:
    """The chain as it is and stays: a snapshot from before it was held would not show what was appended meanwhile."""
    hold(c, [attempt_id])
    return Chain(*c.execute(_CHAIN, {"attempt": attempt_id}).one())
