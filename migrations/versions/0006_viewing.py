"""Instructors look at pages as their students see them."""

from __future__ import annotations

from alembic import op

from migrations.columns import of

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("sessions") as batch:
        column = of("viewing", "enrolments.id", nullable=True)
        batch.add_column(column)


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("sessions") as batch:
        batch.drop_column("viewing")
