"""Flags for later, which ends of time have been dealt with, and what is said about a grade."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op

from migrations.columns import id, moment, of, text

SQL = Path(__file__).parent.parent / "sql"
SEPARATOR = "\n\n"

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "flags",
        of("attempt_id", "attempts.id", primary_key=True),
        of("question_id", "quiz_questions.id", primary_key=True),
        moment("flagged_at"),
    )
    op.create_table(
        "hand_ins",
        of("attempt_id", "attempts.id", primary_key=True),
        moment("due_at", primary_key=True),
        moment("at"),
    )
    op.create_table(
        "regrade_messages",
        id(),
        of("item_id", "items.id"),
        of("author_id", "users.id"),
        moment("at"),
        text("text"),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 4000", name="text_length"),
    )
    op.create_index("ix_regrade_messages_item_id", "regrade_messages", ["item_id"])
    connection = op.get_bind()
    rules = (SQL / f"{revision}.{connection.dialect.name}.sql").read_text(encoding="utf-8")
    for statement in rules.split(SEPARATOR):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """Back; the triggers go with their tables."""
    for table in ("regrade_messages", "hand_ins", "flags"):
        op.drop_table(table)
