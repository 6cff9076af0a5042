"""Who there is: accounts, courses, roles, sign-ins, and what privileged people did."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class User(Base):
    """An account. `name_key` is the name after NFKC, casefold and strip, so that no two look alike."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    admin: Mapped[bool]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("length(name_key) BETWEEN 1 AND 100", name="name_length"),)


class Course(Base):
    """A course, named by its directory in the bank."""

    __tablename__ = "courses"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]


class Enrolment(Base):
    """Somebody's role in a course; only admin is global."""

    __tablename__ = "enrolments"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    role: Mapped[str]
    created_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("user_id", "course_id"),
        CheckConstraint("role IN ('student', 'assistant', 'instructor')", name="role"),
        Index(None, "course_id", "role"),
    )


class Accommodation(Base):
    """More time for one student: in one quiz, or in all of the course when `quiz_id` is null. Unset parts inherit."""

    __tablename__ = "accommodations"

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    quiz_id: Mapped[int | None] = mapped_column(ForeignKey("quizzes.id"))
    time_percent: Mapped[int | None]
    extra_minutes: Mapped[int | None]
    due_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("enrolment_id", "quiz_id"),
        CheckConstraint("time_percent >= 100", name="never_less_time"),
        CheckConstraint("extra_minutes >= 0", name="never_fewer_minutes"),
    )


class Label(Base):
    """A word that groups people of a course: a section, a reason for more time."""

    __tablename__ = "labels"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), primary_key=True)
    label: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (CheckConstraint("length(label) BETWEEN 1 AND 60", name="label_length"),)


class LabelAccommodation(Base):
    """More time for all who bear a label, in one quiz or in all of the course. What is set for a person comes first."""

    __tablename__ = "label_accommodations"

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("courses.id"))
    label: Mapped[str]
    quiz_id: Mapped[int | None] = mapped_column(ForeignKey("quizzes.id"))
    time_percent: Mapped[int | None]
    extra_minutes: Mapped[int | None]
    due_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("course_id", "label", "quiz_id"),
        CheckConstraint("time_percent >= 100", name="never_less_time"),
        CheckConstraint("extra_minutes >= 0", name="never_fewer_minutes"),
    )


class SignIn(Base):
    """A signed-in browser. Only a hash of the id in the cookie is kept. `viewing` is as whom it looks at the pages."""

    __tablename__ = "sessions"

    id_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    viewing: Mapped[int | None] = mapped_column(ForeignKey("enrolments.id"))


class Token(Base):
    """A bearer token of the JSON API; only its hash is kept."""

    __tablename__ = "tokens"

    id_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Device(Base):
    """A browser that somebody signed in with before; only a hash of its cookie's id is kept."""

    __tablename__ = "devices"

    id_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime]


class FailedSignIn(Base):
    """A failed sign-in, or one that is being checked. `device` is empty for a browser not known to the account."""

    __tablename__ = "failed_sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    name_key: Mapped[str]
    address: Mapped[str]
    device: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (Index(None, "name_key", "device", "at"), Index(None, "address", "at"))


class AuditEntry(Base):
    """A privileged act; append-only. `detail` is JSON."""

    __tablename__ = "audit_log"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    course_id: Mapped[int | None] = mapped_column(ForeignKey("courses.id"))
    action: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[str]

    __table_args__ = (Index(None, "course_id", "at"),)
