"""What instructors decide about answers, beside single judgements, which are grade events."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class Regrade(Base):
    """A regrade that was applied; its events name it. `undoes` is one that this took back."""

    __tablename__ = "regrades"

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    reason: Mapped[str]
    never_lower: Mapped[bool]
    changed: Mapped[int]
    undoes: Mapped[int | None] = mapped_column(ForeignKey("regrades.id"))

    __table_args__ = (CheckConstraint("length(reason) BETWEEN 1 AND 1000", name="reason_length"),)


class StockComment(Base):
    """A comment kept for answers to come."""

    __tablename__ = "stock_comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("quiz_questions.id"))
    field: Mapped[str]
    text: Mapped[str]
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("length(text) BETWEEN 1 AND 1000", name="text_length"),
        Index(None, "question_id", "field"),
    )


class SecondLook(Base):
    """An answer that a second grader looks at without seeing what the first one gave."""

    __tablename__ = "second_looks"

    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"), primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


class SecondMark(Base):
    """What a second grader, who did not see the first one's judgement `event_id`, would give; it changes no grade.
    `rubric` is JSON."""

    __tablename__ = "second_marks"

    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"), primary_key=True)
    grader_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("grade_events.id"))
    points: Mapped[int]
    rubric: Mapped[str]
    at: Mapped[datetime]

    __table_args__ = (CheckConstraint("points >= 0", name="points"),)
