"""The first tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op

SQL = Path(__file__).parent.parent / "sql"

revision = "0001"
down_revision = None


def _id() -> sa.Column[Any]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _text(name: str, **rest: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.String, **{"nullable": False, **rest})


def _number(name: str, **rest: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, **{"nullable": False, **rest})


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean, nullable=False)


def _moment(name: str, **rest: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), **{"nullable": False, **rest})


def _of(name: str, target: str, **rest: Any) -> sa.Column[Any]:
    kind = sa.String if target.endswith(".hash") else sa.Integer
    return sa.Column(name, kind, sa.ForeignKey(target), **{"nullable": False, **rest})


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "courses",
        _id(),
        _text("slug"),
        _text("title"),
        sa.UniqueConstraint("slug"),
    )
    op.create_table(
        "failed_sign_ins",
        _id(),
        _text("name_key"),
        _text("address"),
        _text("device"),
        _moment("at"),
    )
    op.create_index("ix_failed_sign_ins_address_at", "failed_sign_ins", ["address", "at"])
    op.create_index("ix_failed_sign_ins_at", "failed_sign_ins", ["at"])
    op.create_index("ix_failed_sign_ins_name_key_device_at", "failed_sign_ins", ["name_key", "device", "at"])
    op.create_table(
        "question_versions",
        _text("hash", primary_key=True),
        _text("content"),
        _moment("created_at"),
        sa.CheckConstraint("length(hash) = 64", name="hash_length"),
    )
    op.create_table(
        "users",
        _id(),
        _text("name"),
        _text("name_key"),
        _text("password_hash"),
        _flag("admin"),
        _moment("created_at"),
        _moment("disabled_at", nullable=True),
        sa.CheckConstraint("length(name_key) BETWEEN 1 AND 100", name="name_length"),
        sa.UniqueConstraint("name_key"),
    )
    op.create_table(
        "audit_log",
        _id(),
        _moment("at"),
        _of("actor_id", "users.id", nullable=True),
        _of("course_id", "courses.id", nullable=True),
        _text("action"),
        _text("subject"),
        _text("detail"),
    )
    op.create_index("ix_audit_log_course_id_at", "audit_log", ["course_id", "at"])
    op.create_table(
        "devices",
        _text("id_hash", primary_key=True),
        _of("user_id", "users.id"),
        _moment("created_at"),
    )
    op.create_index("ix_devices_user_id", "devices", ["user_id"])
    op.create_table(
        "enrolments",
        _id(),
        _of("user_id", "users.id"),
        _of("course_id", "courses.id"),
        _text("role"),
        _moment("created_at"),
        sa.UniqueConstraint("user_id", "course_id"),
        sa.CheckConstraint("role IN ('student', 'assistant', 'instructor')", name="role"),
    )
    op.create_index("ix_enrolments_course_id_role", "enrolments", ["course_id", "role"])
    op.create_table(
        "quizzes",
        _id(),
        _of("course_id", "courses.id"),
        _text("slug"),
        _text("title"),
        _text("mode"),
        _moment("opens_at", nullable=True),
        _moment("due_at", nullable=True),
        _number("minutes", nullable=True),
        _number("tries", nullable=True),
        _text("show_score"),
        _text("show_reason"),
        _text("show_reading"),
        _text("show_solution"),
        _moment("released_at", nullable=True),
        _text("sections"),
        _text("loaded"),
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
        _text("id_hash", primary_key=True),
        _of("user_id", "users.id"),
        _moment("created_at"),
        _moment("expires_at"),
    )
    op.create_index("ix_sessions_expires_at", "sessions", ["expires_at"])
    op.create_index("ix_sessions_user_id", "sessions", ["user_id"])
    op.create_table(
        "tokens",
        _text("id_hash", primary_key=True),
        _of("user_id", "users.id"),
        _moment("created_at"),
        _moment("revoked_at", nullable=True),
    )
    op.create_index("ix_tokens_user_id", "tokens", ["user_id"])
    op.create_table(
        "accommodations",
        _id(),
        _of("enrolment_id", "enrolments.id"),
        _of("quiz_id", "quizzes.id", nullable=True),
        _number("time_percent", nullable=True),
        _moment("due_at", nullable=True),
        sa.UniqueConstraint("enrolment_id", "quiz_id"),
        sa.CheckConstraint("time_percent >= 100", name="never_less_time"),
    )
    op.create_table(
        "attempts",
        _id(),
        _of("quiz_id", "quizzes.id"),
        _of("user_id", "users.id"),
        _number("number"),
        _text("seed"),
        _moment("started_at"),
        _moment("due_at", nullable=True),
        _moment("finished_at", nullable=True),
        _text("key_id"),
        _text("genesis"),
        _number("chain_length"),
        _text("chain_head"),
        sa.UniqueConstraint("quiz_id", "user_id", "number"),
        sa.CheckConstraint("chain_length >= 0", name="chain_length"),
        sa.CheckConstraint("due_at IS NULL OR due_at >= started_at", name="due_after_start"),
    )
    op.create_index("ix_attempts_quiz_id_started_at", "attempts", ["quiz_id", "started_at"])
    op.create_index("ix_attempts_user_id", "attempts", ["user_id"])
    op.create_table(
        "quiz_questions",
        _id(),
        _of("quiz_id", "quizzes.id"),
        _text("slug"),
        _number("position"),
        _of("version", "question_versions.hash"),
        _number("tries", nullable=True),
        _flag("withdrawn"),
        sa.UniqueConstraint("quiz_id", "slug"),
        sa.CheckConstraint("tries > 0", name="tries"),
    )
    op.create_table(
        "drafts",
        _of("attempt_id", "attempts.id", primary_key=True),
        _of("question_id", "quiz_questions.id", primary_key=True),
        _number("seq"),
        _text("answer"),
        _moment("saved_at"),
        sa.CheckConstraint("seq > 0", name="seq"),
    )
    op.create_table(
        "items",
        _id(),
        _of("attempt_id", "attempts.id"),
        _of("question_id", "quiz_questions.id"),
        _text("field"),
        _number("position"),
        _of("version", "question_versions.hash"),
        _number("points"),
        _flag("extra"),
        _text("counts"),
        sa.UniqueConstraint("attempt_id", "question_id", "field"),
        sa.CheckConstraint("points >= 0", name="points"),
        sa.CheckConstraint("counts IN ('best', 'last')", name="counts"),
    )
    op.create_table(
        "submissions",
        _id(),
        _of("attempt_id", "attempts.id"),
        _of("quiz_id", "quizzes.id"),
        _of("question_id", "quiz_questions.id"),
        _number("seq"),
        _text("idempotency_key"),
        _text("body_hash"),
        _text("answer"),
        _moment("received_at"),
        _text("mac"),
        sa.UniqueConstraint("attempt_id", "question_id", "idempotency_key"),
        sa.UniqueConstraint("attempt_id", "question_id", "seq"),
        sa.CheckConstraint("length(idempotency_key) BETWEEN 16 AND 64", name="key_length"),
        sa.CheckConstraint("seq > 0", name="seq"),
    )
    op.create_index("ix_submissions_quiz_id_received_at", "submissions", ["quiz_id", "received_at"])
    op.create_table(
        "answers",
        _id(),
        _of("submission_id", "submissions.id"),
        _of("item_id", "items.id"),
        _number("seq"),
        _text("value"),
        sa.UniqueConstraint("item_id", "seq"),
        sa.UniqueConstraint("submission_id", "item_id"),
    )
    op.create_table(
        "grade_events",
        _id(),
        _of("attempt_id", "attempts.id"),
        _number("seq"),
        _of("item_id", "items.id"),
        _of("answer_id", "answers.id", nullable=True),
        _moment("at"),
        _text("source"),
        _of("grader_id", "users.id", nullable=True),
        _text("outcome"),
        _number("points"),
        _text("tag", nullable=True),
        _text("result"),
        _text("build"),
        _of("version", "question_versions.hash"),
        _text("key_id"),
        _text("previous"),
        _text("mac"),
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
