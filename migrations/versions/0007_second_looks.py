"""Which answers get a second look, and what judgement a second mark is compared with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import moment, number, of, text

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Forward. Nothing was written to the table of second marks before: it is made anew."""
    op.create_index("ix_items_question_id_field", "items", ["question_id", "field"])
    op.create_table(
        "second_looks",
        of("answer_id", "answers.id", primary_key=True),
        of("actor_id", "users.id"),
        moment("at"),
    )
    op.drop_table("second_marks")
    op.create_table(
        "second_marks",
        of("answer_id", "answers.id", primary_key=True),
        of("grader_id", "users.id", primary_key=True),
        of("event_id", "grade_events.id"),
        number("points"),
        text("rubric"),
        moment("at"),
        sa.CheckConstraint("points >= 0", name="points"),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("second_marks")
    op.create_table(
        "second_marks",
        of("answer_id", "answers.id", primary_key=True),
        of("grader_id", "users.id", primary_key=True),
        number("points"),
        text("rubric"),
        moment("at"),
        sa.CheckConstraint("points >= 0", name="points"),
    )
    op.drop_table("second_looks")
    op.drop_index("ix_items_question_id_field", "items")
