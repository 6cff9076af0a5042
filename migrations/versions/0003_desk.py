"""What instructors decide beside single judgements, what answers mean, and labels of people."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.columns import flag, id, moment, number, of, text

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Forward."""
    op.create_table("answer_meanings", of("answer_id", "answers.id", primary_key=True), text("label"), text("worth"))
    op.create_table(
        "accepted_readings",
        id(),
        of("question_id", "quiz_questions.id"),
        text("field"),
        text("typed"),
        text("read_as"),
        of("actor_id", "users.id"),
        moment("at"),
        moment("withdrawn_at", nullable=True),
    )
    op.create_index("ix_accepted_readings_question_id_field", "accepted_readings", ["question_id", "field"])
    op.create_table(
        "group_decisions",
        id(),
        of("question_id", "quiz_questions.id"),
        text("field"),
        text("label"),
        text("worth"),
        number("points", nullable=True),
        text("comment"),
        of("actor_id", "users.id"),
        moment("at"),
        moment("withdrawn_at", nullable=True),
        sa.CheckConstraint("points >= 0", name="points"),
    )
    op.create_index("ix_group_decisions_question_id_field", "group_decisions", ["question_id", "field"])
    op.create_table(
        "regrades",
        id(),
        of("quiz_id", "quizzes.id"),
        of("actor_id", "users.id", nullable=True),
        moment("at"),
        text("reason"),
        flag("never_lower"),
        number("changed"),
        of("undoes", "regrades.id", nullable=True),
        sa.CheckConstraint("length(reason) BETWEEN 1 AND 1000", name="reason_length"),
    )
    op.create_index("ix_regrades_quiz_id", "regrades", ["quiz_id"])
    op.create_table(
        "stock_comments",
        id(),
        of("question_id", "quiz_questions.id"),
        text("field"),
        text("text"),
        of("actor_id", "users.id"),
        moment("at"),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 1000", name="text_length"),
    )
    op.create_index("ix_stock_comments_question_id_field", "stock_comments", ["question_id", "field"])
    op.create_table(
        "second_marks",
        of("answer_id", "answers.id", primary_key=True),
        of("grader_id", "users.id", primary_key=True),
        number("points"),
        text("rubric"),
        moment("at"),
        sa.CheckConstraint("points >= 0", name="points"),
    )
    op.create_table(
        "labels",
        of("enrolment_id", "enrolments.id", primary_key=True),
        text("label", primary_key=True),
        sa.CheckConstraint("length(label) BETWEEN 1 AND 60", name="label_length"),
    )
    op.create_table(
        "label_accommodations",
        id(),
        of("course_id", "courses.id"),
        text("label"),
        of("quiz_id", "quizzes.id", nullable=True),
        number("time_percent", nullable=True),
        moment("due_at", nullable=True),
        sa.CheckConstraint("time_percent >= 100", name="never_less_time"),
        sa.UniqueConstraint("course_id", "label", "quiz_id"),
    )


def downgrade() -> None:
    """Back."""
    for table in (
        "label_accommodations",
        "labels",
        "second_marks",
        "stock_comments",
        "regrades",
        "group_decisions",
        "accepted_readings",
        "answer_meanings",
    ):
        op.drop_table(table)
