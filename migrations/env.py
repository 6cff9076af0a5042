"""Runs migrations in the transaction that the caller has begun (`app.upgrading`), so that one fails as a whole."""

from __future__ import annotations

from alembic import context

from app.schema import METADATA


def run() -> None:
    """Alembic runs this file; the connection is the caller's."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=METADATA,
        compare_type=True,
        transactional_ddl=True,
    )
    context.run_migrations()


run()
