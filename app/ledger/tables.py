"""What happened. Submissions, answers, grade events and what is said about grades are only ever appended: triggers
refuse anything else."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base

_OUTCOMES = "('correct', 'partial', 'wrong', 'invalid', 'undecided', 'ungraded')"


class Attempt(Base):
    """A student's attempt at a quiz.

    `due_at` can only grow, `finished_at` is set once. `genesis` seals the attempt and its items and begins the chain of
    grade events; `chain_length` and `chain_head` (keyed) say how long that is and where it ends, so that a cut tail
    shows.
    """

    __tablename__ = "attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    number: Mapped[int]
    seed: Mapped[str]
    started_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    key_id: Mapped[str]
    genesis: Mapped[str]
    chain_length: Mapped[int]
    chain_head: Mapped[str]

    __table_args__ = (
        UniqueConstraint("quiz_id", "user_id", "number"),
        CheckConstraint("chain_length >= 0", name="chain_length"),
        CheckConstraint("due_at IS NULL OR due_at >= started_at", name="due_after_start"),
        Index(None, "quiz_id", "started_at"),
    )


class Item(Base):
    """One field of one attempt: which version of the question it is, what it is worth, and which try counts."""

    __tablename__ = "items"

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("quiz_questions.id"))
    field: Mapped[str]
    position: Mapped[int]
    version: Mapped[str] = mapped_column(ForeignKey("question_versions.hash"))
    points: Mapped[int]
    extra: Mapped[bool]
    counts: Mapped[str]

    __table_args__ = (
        UniqueConstraint("attempt_id", "question_id", "field"),
        CheckConstraint("points >= 0", name="points"),
        CheckConstraint("counts IN ('best', 'last')", name="counts"),
        Index(None, "question_id", "field"),
    )


class Submission(Base):
    """One POST for one question. `answer` is the JSON as it came; `seq` counts the question's submissions from 1."""

    __tablename__ = "submissions"

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("quiz_questions.id"))
    seq: Mapped[int]
    idempotency_key: Mapped[str]
    body_hash: Mapped[str]
    answer: Mapped[str]
    received_at: Mapped[datetime]
    mac: Mapped[str]

    __table_args__ = (
        UniqueConstraint("attempt_id", "question_id", "idempotency_key"),
        UniqueConstraint("attempt_id", "question_id", "seq"),
        CheckConstraint("length(idempotency_key) BETWEEN 16 AND 64", name="key_length"),
        CheckConstraint("seq > 0", name="seq"),
        Index(None, "quiz_id", "received_at"),
        Index(None, "attempt_id", "received_at"),  # what the trigger against backdating looks at
    )


class Answer(Base):
    """What one submission says about one item. `value` is JSON; `seq` is the submission's."""

    __tablename__ = "answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    seq: Mapped[int]
    value: Mapped[str]

    __table_args__ = (UniqueConstraint("item_id", "seq"), UniqueConstraint("submission_id", "item_id"))


class AnswerMeaning(Base):
    """The fingerprint of an answer: what it means, to find those that mean the same. `worth` is JSON."""

    __tablename__ = "answer_meanings"

    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"), primary_key=True)
    label: Mapped[str]
    worth: Mapped[str]


class GradeEvent(Base):
    """A judgement. The grade of an answer is its last event; one without an answer is an override of the item.

    `result` is the field's result as JSON, `points` are thousandths. Each event's `mac` is keyed by LEDGER_KEY and
    covers every column but the id, the stored answer, and the `mac` before it.
    """

    __tablename__ = "grade_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"))
    seq: Mapped[int]
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), index=True)
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answers.id"), index=True)
    at: Mapped[datetime]
    source: Mapped[str]
    grader_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    outcome: Mapped[str]
    points: Mapped[int]
    tag: Mapped[str | None]
    result: Mapped[str]
    build: Mapped[str]
    version: Mapped[str] = mapped_column(ForeignKey("question_versions.hash"))
    key_id: Mapped[str]
    previous: Mapped[str]
    mac: Mapped[str]

    __table_args__ = (
        UniqueConstraint("attempt_id", "seq"),
        CheckConstraint(f"outcome IN {_OUTCOMES}", name="outcome"),
        CheckConstraint("source IN ('engine', 'person', 'regrade', 'override')", name="source"),
        CheckConstraint("points >= 0", name="points"),
        CheckConstraint("outcome NOT IN ('invalid', 'undecided', 'ungraded') OR points = 0", name="no_points_unjudged"),
    )


class RegradeMessage(Base):
    """What a student and the staff say to each other about the grade of an item; the first one asks for a regrade."""

    __tablename__ = "regrade_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    text: Mapped[str]

    __table_args__ = (CheckConstraint("length(text) BETWEEN 1 AND 4000", name="text_length"),)


class AcceptedReading(Base):
    """An answer that could not be read, `typed`, is read as `read_as` in this field from now on."""

    __tablename__ = "accepted_readings"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("quiz_questions.id"))
    field: Mapped[str]
    typed: Mapped[str]  # JSON
    read_as: Mapped[str]  # JSON
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (Index(None, "question_id", "field"),)


class GroupDecision(Base):
    """Points or a comment for every answer to a field that means the same, given before or after.

    `label` and `worth` are the fingerprint (`worth` is JSON); `points` are thousandths, None where only the comment is
    meant.
    """

    __tablename__ = "group_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("quiz_questions.id"))
    field: Mapped[str]
    label: Mapped[str]
    worth: Mapped[str]
    points: Mapped[int | None]
    comment: Mapped[str]
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("points >= 0", name="points"), Index(None, "question_id", "field"))
