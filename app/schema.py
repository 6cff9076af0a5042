"""The whole schema as the code wants it: all tables, and what the database enforces beyond them.

The migrations make the same; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, MetaData, event

from app.db import Base
from app.desk import tables as _desk
from app.ledger import postgresql, rules, sqlite
from app.ledger import tables as _ledger
from app.people import tables as _people
from app.quizzes import tables as _quizzes
from app.taking import tables as _taking

ROOMS = (_people, _quizzes, _ledger, _taking, _desk)
METADATA: MetaData = Base.metadata


def beyond_tables(dialect: str) -> Iterator[str]:
    """Triggers, functions and views, in the order of their making."""
    yield rules.CURRENT_GRADES
    if dialect == "sqlite":
        yield from sqlite.TRIGGERS.values()
    else:
        yield from postgresql.FUNCTIONS.values()
        yield from postgresql.TRIGGERS.values()
        yield from postgresql.REVOKED


@event.listens_for(METADATA, "after_create")
def _create_beyond_tables(target: MetaData, connection: Connection, **_: object) -> None:
    for statement in beyond_tables(connection.dialect.name):
        connection.exec_driver_sql(statement)
