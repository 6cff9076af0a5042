"""What authors wrote of their questions, so that it can be changed in the web."""

from __future__ import annotations

from alembic import op

from migrations.columns import of, text

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "question_texts",
        of("question_id", "quiz_questions.id", primary_key=True),
        text("text"),
        of("loaded", "question_versions.hash"),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("question_texts")
