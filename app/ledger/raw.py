"""Rows as they are stored, whatever is in them: for looking at what somebody may have altered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    Connection,
    RowMapping,
    Select,
    String,
    Table,
    bindparam,
    select,
    type_coerce,
    union,
)

from app.db import table
from app.ledger.tables import Answer, Attempt, GradeEvent, Item, Submission

ATTEMPTS, ITEMS, EVENTS = table(Attempt), table(Item), table(GradeEvent)
SUBMISSIONS, ANSWERS = table(Submission), table(Answer)
Rows = Sequence[RowMapping]


@contextmanager
def any_bytes(c: Connection) -> Iterator[None]:
    """Read texts whose bytes are no text any more: they must show as damage, not as an error."""
    if c.dialect.name != "sqlite":
        yield
        return
    driver: Any = c.connection.driver_connection
    driver.text_factory = lambda raw: raw.decode("utf-8", "replace")
    try:
        yield
    finally:
        driver.text_factory = str


def attempts(c: Connection) -> Rows:
    """All attempts."""
    return c.execute(_raw(ATTEMPTS, c.dialect.name).order_by(ATTEMPTS.c.id)).mappings().all()


def rows_of(c: Connection, attempt_id: int, of: Table) -> Rows:
    """What an attempt has of a table, in the order of its making; answers in the order of their items."""
    return c.execute(_of_attempt(of, c.dialect.name), {"attempt": attempt_id}).mappings().all()


@cache
def _of_attempt(of: Table, dialect: str) -> Select[*tuple[Any, ...]]:
    """Built once: there are many attempts."""
    attempt: BindParameter[int] = bindparam("attempt")
    if of is ANSWERS:
        items = select(ITEMS.c.id).where(ITEMS.c.attempt_id == attempt)
        submissions = select(SUBMISSIONS.c.id).where(SUBMISSIONS.c.attempt_id == attempt)
        own = (
            union(  # by way of either, for one of the two may have been altered; an OR of both would read all there are
                select(of.c.id).where(of.c.item_id.in_(items)),
                select(of.c.id).where(of.c.submission_id.in_(submissions)),
            )
        )
        return _raw(of, dialect).where(of.c.id.in_(own)).order_by(of.c.item_id)
    order = {ITEMS: ITEMS.c.position, EVENTS: EVENTS.c.seq}.get(of, of.c.id)
    return _raw(of, dialect).where(of.c.attempt_id == attempt).order_by(order)


def _raw(of: Table, dialect: str) -> Select[*tuple[Any, ...]]:
    """With nothing converted, so that not one byte can differ unseen."""
    return select(*(_unconverted(column) if dialect == "sqlite" else column for column in of.columns))


def _unconverted(column: Column[Any]) -> Any:
    return type_coerce(column, String).label(column.name)
