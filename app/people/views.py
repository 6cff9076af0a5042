"""What the pages get to know about people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Role(StrEnum):
    """What somebody is in a course. An admin counts as instructor in all of them."""

    STUDENT = "student"
    ASSISTANT = "assistant"
    INSTRUCTOR = "instructor"


@dataclass(frozen=True, slots=True)
class Person:
    """An account. A student who is looked as is there in that one course alone, `course_id`."""

    id: int
    name: str
    admin: bool
    course_id: int | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in, and the student as whom they look."""

    person: Person
    viewed: Person | None = None


@dataclass(frozen=True, slots=True)
class CourseView:
    """A course."""

    id: int
    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Membership:
    """A course and one's role in it."""

    course: CourseView
    role: Role


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a course."""

    enrolment_id: int
    person: Person
    role: Role
    labels: Sequence[str]
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A fresh sign-in. `session_id` goes into the session cookie, `device_id` into a cookie that outlives sign-out:
    the throttle counts a browser that has signed in before by itself, so that nobody can lock its owner out."""

    person: Person
    session_id: str
    device_id: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one student has beyond the others: a share of the minutes in percent, a later due time, minutes on top."""

    time_percent: int = 100
    due_at: datetime | None = None
    extra_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Extra:
    """What is set for somebody or for a label; None is inherited."""

    time_percent: int | None = None
    extra_minutes: int | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """For whom something is set: a person or a label of a course, in one quiz or, with None, in all of the course.

    `quiz` is the name of the quiz, for the audit log.
    """

    course_id: int
    user_id: int | None
    label: str | None
    quiz_id: int | None
    quiz: str | None = None


@dataclass(frozen=True, slots=True)
class Granted:
    """Something that is set and concerns a student: by a label, or for themselves when that is None."""

    label: str | None
    whole_course: bool
    extra: Extra

    @property
    def distance(self) -> tuple[bool, bool]:
        """How far from the person and the quiz it is set; the nearest counts."""
        return self.label is not None, self.whole_course


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an allowance (`time_percent`, `extra_minutes` or `due_at`) and where it comes from."""

    name: str
    value: Any
    label: str | None
    whole_course: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which privileged acts are wanted: of somebody, of a kind, about a quiz; all where nothing is said."""

    actor: str = ""
    action: str = ""
    quiz: str = ""


@dataclass(frozen=True, slots=True)
class AuditView:
    """A privileged act."""

    at: datetime
    actor: str | None
    action: str
    subject: str
    detail: str
