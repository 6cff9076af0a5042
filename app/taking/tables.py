"""What a student is writing and has not submitted, what they want to come back to, and what was handed in for them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class Draft(Base):
    """The latest draft of an answer to a question. `seq` counts its savings: of two devices the newer one wins."""

    __tablename__ = "drafts"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("quiz_questions.id"), primary_key=True)
    seq: Mapped[int]
    answer: Mapped[str]
    saved_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("seq > 0", name="seq"),)


class Flag(Base):
    """A question that its student wants to come back to."""

    __tablename__ = "flags"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("quiz_questions.id"), primary_key=True)
    flagged_at: Mapped[datetime]


class HandIn(Base):
    """Time was up at `due_at`, and the drafts there were have been submitted. One row for each end of an attempt, which
    an extension moves, so that it happens once."""

    __tablename__ = "hand_ins"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempts.id"), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(primary_key=True)
    at: Mapped[datetime]
