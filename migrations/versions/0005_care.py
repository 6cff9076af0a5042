"""Minutes on top for some, releases to some."""

from __future__ import annotations

from alembic import op

from migrations.columns import moment, number, of, text

revision = "0005"
down_revision = "0004"

GRANTING = ("accommodations", "label_accommodations")


def upgrade() -> None:
    """Forward."""
    for table in GRANTING:
        with op.batch_alter_table(table, recreate="auto") as batch:
            batch.add_column(number("extra_minutes", nullable=True))
            batch.create_check_constraint("never_fewer_minutes", "extra_minutes >= 0")
    op.create_table(
        "label_releases",
        of("quiz_id", "quizzes.id", primary_key=True),
        text("label", primary_key=True),
        moment("at"),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("label_releases")
    for table in GRANTING:
        with op.batch_alter_table(table, recreate="auto") as batch:
            batch.drop_constraint("never_fewer_minutes", type_="check")
            batch.drop_column("extra_minutes")
