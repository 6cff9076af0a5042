"""Triggers that cost the same however long an attempt is, what an attempt stands on, and heads that seal its end."""

from __future__ import annotations

from pathlib import Path

from alembic import op

SQL = Path(__file__).parent.parent / "sql"
SEPARATOR = "\n\n"
INDEX = "ix_submissions_attempt_id_received_at"

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Forward."""
    op.create_index(INDEX, "submissions", ["attempt_id", "received_at"])
    _run(revision)


def downgrade() -> None:
    """Back."""
    _run(f"{revision}.down")
    op.drop_index(INDEX, "submissions")


def _run(name: str) -> None:
    connection = op.get_bind()
    rules = (SQL / f"{name}.{connection.dialect.name}.sql").read_text(encoding="utf-8")
    for statement in rules.split(SEPARATOR):
        connection.exec_driver_sql(statement)
