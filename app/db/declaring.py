"""How tables are declared: their base, the names of their constraints, and moments."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, MetaData, Table
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

# Alembic's batch operations drop what has no name.
NAMES = {
    "pk": "pk_%(table_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
}


class UTCTime(TypeDecorator[datetime]):
    """A moment, always aware and always UTC; SQLite stores it as text of fixed width, which sorts."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment whose zone is unknown."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite gives moments without their zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The tables of all rooms."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: UTCTime}  # noqa: RUF012 (SQLAlchemy's own name)


def table(model: type[Base]) -> Table:
    """The table of a model. On the hot path statements are built of tables, once for all: built of the model's
    attributes and anew for each use, one takes ten times as long."""
    found = model.__table__
    assert isinstance(found, Table)  # noqa: S101 (a model without one cannot be declared)
    return found
