"""What a student is writing and has not submitted."""

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
