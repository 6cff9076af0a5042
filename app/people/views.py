"""What the pages get to know about people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in a course. An admin counts as instructor in all of them."""

    STUDENT = "student"
    ASSISTANT = "assistant"
    INSTRUCTOR = "instructor"


@dataclass(frozen=True, slots=True)
class Person:
    """An account."""

    id: int
    name: str
    admin: bool


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
class SignedIn:
    """A fresh sign-in. `session_id` goes into the session cookie, `device_id` into a cookie that outlives sign-out:
    the throttle counts a browser that has signed in before by itself, so that nobody can lock its owner out."""

    person: Person
    session_id: str
    device_id: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one student has beyond the others: a share of the minutes in percent, a later due time."""

    time_percent: int = 100
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AuditView:
    """A privileged act."""

    at: datetime
    actor: str | None
    action: str
    subject: str
    detail: str
