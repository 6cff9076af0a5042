"""Quizzes, their questions, and every version of a question there ever was."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base

_WHEN = "IN ('never', 'check', 'due', 'release')"


class QuestionVersion(Base):
    """The content of a question, named by its hash; immutable."""

    __tablename__ = "question_versions"

    hash: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[str]
    created_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("length(hash) = 64", name="hash_length"),)


class Quiz(Base):
    """A quiz and its settings. `slug` is the stem of its bank file."""

    __tablename__ = "quizzes"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    slug: Mapped[str]
    title: Mapped[str]
    mode: Mapped[str]
    opens_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    minutes: Mapped[int | None]
    tries: Mapped[int | None]
    show_score: Mapped[str]
    show_reason: Mapped[str]
    show_reading: Mapped[str]
    show_solution: Mapped[str]
    released_at: Mapped[datetime | None]
    sections: Mapped[str]  # JSON: title by the part of the question's id before the first dot
    loaded: Mapped[str]  # JSON: the settings of the bank file when it was loaded last

    __table_args__ = (
        UniqueConstraint("course_id", "slug"),
        CheckConstraint("mode IN ('practice', 'homework', 'exam')", name="mode"),
        CheckConstraint("minutes > 0", name="minutes"),
        CheckConstraint("tries > 0", name="tries"),
        CheckConstraint(f"show_score {_WHEN}", name="show_score"),
        CheckConstraint(f"show_reason {_WHEN}", name="show_reason"),
        CheckConstraint(f"show_reading {_WHEN}", name="show_reading"),
        CheckConstraint(f"show_solution {_WHEN}", name="show_solution"),
    )


class QuizQuestion(Base):
    """A question's place in a quiz and its current version; one that left its bank file is `withdrawn`."""

    __tablename__ = "quiz_questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id"))
    slug: Mapped[str]
    position: Mapped[int]
    version: Mapped[str] = mapped_column(ForeignKey("question_versions.hash"))
    tries: Mapped[int | None]
    withdrawn: Mapped[bool]

    __table_args__ = (UniqueConstraint("quiz_id", "slug"), CheckConstraint("tries > 0", name="tries"))


class QuestionText(Base):
    """What the author wrote of a placed question: its current version and the examples, as in a bank file.

    `loaded` is the version that its bank file had when it was loaded last; where the question's own is another, that
    was published in the web.
    """

    __tablename__ = "question_texts"

    question_id: Mapped[int] = mapped_column(ForeignKey("quiz_questions.id"), primary_key=True)
    text: Mapped[str]
    loaded: Mapped[str] = mapped_column(ForeignKey("question_versions.hash"))


class LabelRelease(Base):
    """A quiz was released to those who bear a label."""

    __tablename__ = "label_releases"

    quiz_id: Mapped[int] = mapped_column(ForeignKey("quizzes.id"), primary_key=True)
    label: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
