"""How much students keep, for those who watch over it."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from app.taking.tables import Draft


def count_drafts(c: Connection) -> int:
    """How many drafts are kept."""
    return c.execute(select(func.count()).select_from(Draft)).scalar_one()
