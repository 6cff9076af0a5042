"""The first tables."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import op

from migrations.columns import flag, id, moment, number, of, text

SQL = Path(__file__).parent.parent / "sql"

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Forward."""
    op.create_table("courses", id(), text("slug"), text("title"), sa.UniqueConstraint("slug"))
    op.create_table("failed_sign_ins", id(), text("name_key"), text("address"), text("device"), moment("at"))
    op.create_index("ix_failed_sign_ins_address_at", "failed_sign_ins", ["address", "at"])
    op.create_index("ix_failed_sign_ins_at", "failed_sign_ins", ["at"])
    op.create_index("ix_failed_sign_ins_name_key_device_at", "failed_sign_ins", ["name_key", "device", "at"])
    op.create_table(
        "question_versions",
        text("hash", primary_key=True),
        text("content"),
        moment("created_at"),
        sa.CheckConstraint("length(hash) = 64", name="hash_length"),
    )
    op.create_table(
        "users",
        id(),
        text("name"),
        text("name_key"),
        text("password_hash"),
        flag("admin"),
        moment("created_at"),
        moment("disabled_at", nullable=True),
        sa.CheckConstraint("length(name_key) BETWEEN 1 AND 100", name="name_length"),
        sa.UniqueConstraint("name_key"),
    )
    op.create_table(
        "audit_log",
        id(),
        moment("at"),
        of("actor_id", "users.id", nullable=True),
        of("course_id", "courses.id", nullable=True),
        text("action"),
        text("subject"),
        text("detail"),
    )
    op.create_index("ix_audit_log_course_id_at", "audit_log", ["course_id", "at"])
    op.create_table("devices", text("id_hash", primary_key=True), of("user_id", "users.id"), moment("created_at"))
    op.create_index("ix_devices_user_id", "devices", ["user_id"])
    op.create_table(
        "enrolments",
        id(),
        of("user_id", "users.id"),
        of("course_id", "courses.id"),
        text("role"),
        moment("created_at"),
        sa.UniqueConstraint("user_id", "course_id"),
        sa.CheckConstraint("role IN ('student', 'assistant', 'instructor')", name="role"),
    )
    op.create_index("ix_enrolments_course_id_role", "enrolments", ["course_id", "role"])
    op.create_table(
        "quizzes",
        id(),
        of("course_id", "courses.id"),
        text("slug"),
        text("title"),
        text("mode"),
        moment("opens_at", nullable=True),
        moment("due_at", nullable=True),
        number("minutes", nullable=True),
        number("tries", nullable=True),
        text("show_score"),
        text("show_reason"),
        text("show_reading"),
        text("show_solution"),
        moment("released_at", nullable=True),
        text("sections"),
        text("loaded"),
        sa.UniqueConstraint("course_id", "slug"),
        sa.CheckConstraint("mode IN ('practice', 'homework', 'exam')", name="mode"),
        sa.CheckConstraint("minutes > 0", name="minutes"),
        sa.CheckConstraint("tries > 0", name="tries"),
        sa.CheckConstraint("show_score IN ('never', 'check', 'due', 'release')", name="show_score"),
        sa.CheckConstraint("show_reason IN ('never', 'check', 'due', 'release')", name="show_reason"),
        sa.CheckConstraint("show_reading IN ('never', 'check', 'due', 'release')", name="show_reading"),
        sa.CheckConstraint("show_solution IN ('never', 'check', 'due', 'release')", name="show_solution"),
    )
    op.create_table(
        "sessions",
        text("id_hash", primary_key=True),
        of("user_id", "users.id"),
        moment("created_at"),
        moment("expires_at"),
    )
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"])
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"])
    op.create_table(
        "tokens",
        text("id_hash", primary_key=True),
        of("user_id", "users.id"),
        moment("created_at"),
        moment("revoked_at", nullable=True),
    )
    op.create_index("ix_tokens_user_id", "tokens", ["user_id"])
    op.create_table(
        "accommodations",
        id(),
        of("enrolment_id", "enrolments.id"),
        of("quiz_id", "quizzes.id", nullable=True),
        number("time_percent", nullable=True),
        moment("due_at", nullable=True),
        sa.UniqueConstraint("enrolment_id", "quiz_id"),
        sa.CheckConstraint("time_percent >= 100", name="never_less_time"),
    )
    op.create_table(
        "attempts",
        id(),
        of("quiz_id", "quizzes.id"),
        of("user_id", "users.id"),
        number("number"),
        text("seed"),
        moment("started_at"),
        moment("due_at", nullable=True),
        moment("finished_at", nullable=True),
        text("key_id"),
        text("genesis"),
        number("chain_length"),
        text("chain_head"),
        sa.UniqueConstraint("quiz_id", "user_id", "number"),
        sa.CheckConstraint("chain_length >= 0", name="chain_length"),
        sa.CheckConstraint("due_at IS NULL OR due_at >= started_at", name="due_after_start"),
    )
    op.create_index("ix_attempts_quiz_id_started_at", "attempts", ["quiz_id", "started_at"])
    op.create_index("ix_attempts_user_id", "attempts", ["user_id"])
    op.create_table(
        "quiz_questions",
        id(),
        of("quiz_id", "quizzes.id"),
        text("slug"),
        number("position"),
        of("version", "question_versions.hash"),
        number("tries", nullable=True),
        flag("withdrawn"),
        sa.UniqueConstraint("quiz_id", "slug"),
        sa.CheckConstraint("tries > 0", name="tries"),
    )
    op.create_table(
        "drafts",
        of("attempt_id", "attempts.id", primary_key=True),
        of("question_id", "quiz_questions.id", primary_key=True),
        number("seq"),
        text("answer"),
        moment("saved_at"),
        sa.CheckConstraint("seq > 0", name="seq"),
    )
    op.create_table(
        "items",
        id(),
        of("attempt_id", "attempts.id"),
        of("question_id", "quiz_questions.id"),
        text("field"),
        number("position"),
        of("version", "question_versions.hash"),
        number("points"),
        flag("extra"),
        text("counts"),
        sa.UniqueConstraint("attempt_id", "question_id", "field"),
        sa.CheckConstraint("points >= 0", name="points"),
        sa.CheckConstraint("counts IN ('best', 'last')", name="counts"),
    )
    op.create_table(
        "submissions",
        id(),
        of("attempt_id", "attempts.id"),
        of("quiz_id", "quizzes.id"),
        of("question_id", "quiz_questions.id"),
        number("seq"),
        text("idempotency_key"),
        text("body_hash"),
        text("answer"),
        moment("received_at"),
        text("mac"),
        sa.UniqueConstraint("attempt_id", "question_id", "idempotency_key"),
        sa.UniqueConstraint("attempt_id", "question_id", "seq"),
        sa.CheckConstraint("length(idempotency_key) BETWEEN 16 AND 64", name="key_length"),
        sa.CheckConstraint("seq > 0", name="seq"),
    )
    op.create_index("ix_submissions_quiz_id_received_at", "submissions", ["quiz_id", "received_at"])
    op.create_table(
        "answers",
        id(),
        of("submission_id", "submissions.id"),
        of("item_id", "items.id"),
        number("seq"),
        text("value"),
        sa.UniqueConstraint("item_id", "seq"),
        sa.UniqueConstraint("submission_id", "item_id"),
    )
    op.create_table(
        "grade_events",
        id(),
        of("attempt_id", "attempts.id"),
        number("seq"),
        of("item_id", "items.id"),
        of("answer_id", "answers.id", nullable=True),
        moment("at"),
        text("source"),
        of("grader_id", "users.id", nullable=True),
        text("outcome"),
        number("points"),
        text("tag", nullable=True),
        text("result"),
        text("build"),
        of("version", "question_versions.hash"),
        text("key_id"),
        text("previous"),
        text("mac"),
        sa.UniqueConstraint("attempt_id", "seq"),
        sa.CheckConstraint(
            "outcome IN ('correct', 'partial', 'wrong', 'invalid', 'undecided', 'ungraded')", name="outcome"
        ),
        sa.CheckConstraint("source IN ('engine', 'person', 'regrade', 'override')", name="source"),
        sa.CheckConstraint("points >= 0", name="points"),
        sa.CheckConstraint(
            "outcome NOT IN ('invalid', 'undecided', 'ungraded') OR points = 0", name="no_points_unjudged"
        ),
    )
    op.create_index("ix_grade_events_answer_id", "grade_events", ["answer_id"])
    op.create_index("ix_grade_events_item_id", "grade_events", ["item_id"])
    connection = op.get_bind()
    rules = (SQL / f"{revision}.{connection.dialect.name}.sql").read_text(encoding="utf-8")
    for statement in rules.split(SEPARATOR):
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    """Back; the triggers go with their tables."""
    connection = op.get_bind()
    connection.exec_driver_sql("DROP VIEW current_grades")
    for table in TABLES:
        op.drop_table(table)
    if connection.dialect.name == "postgresql":
        for function in FUNCTIONS:
            connection.exec_driver_sql(f"DROP FUNCTION {function}()")


SEPARATOR = "\n\n"
TABLES = (
    "grade_events",
    "answers",
    "submissions",
    "items",
    "drafts",
    "quiz_questions",
    "attempts",
    "accommodations",
    "tokens",
    "sessions",
    "quizzes",
    "enrolments",
    "devices",
    "audit_log",
    "users",
    "question_versions",
    "failed_sign_ins",
    "courses",
)
FUNCTIONS = (
    "ledger_refuse",
    "attempts_insert",
    "attempts_update",
    "submissions_insert",
    "answers_insert",
    "grade_events_insert",
)
