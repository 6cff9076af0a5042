"""Refusing a database server that acknowledges what is not on disk."""

from __future__ import annotations

from sqlalchemy import text

from app.db import Database
from app.refusals import Refused


def refuse_forgetful(db: Database) -> None:
    """Raises Refused when PostgreSQL runs with fsync=off: a power cut would lose acknowledged submissions, or all."""
    if db.dialect == "sqlite":
        return  # it is opened with synchronous=FULL
    with db.read() as c:
        if c.execute(text("SHOW fsync")).scalar() == "off":
            raise Refused("PostgreSQL runs with fsync=off and would lose submissions in a power cut. Set fsync=on.")
