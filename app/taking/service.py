"""The student's hour; one transaction a function, but for `submit`, which has two and grades between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.db import Database
from app.people.views import CourseView, Person
from app.taking.views import AttemptView, DraftView, QuestionView, QuizCard, Receipt


def course_home(db: Database, person: Person, course: CourseView) -> Sequence[QuizCard]:
    """The quizzes of a course with one's own progress."""
    raise NotImplementedError


def start_or_resume(db: Database, person: Person, quiz_slug: str) -> int:
    """The id of one's attempt, begun now if there was none; raises NotThere or Closed."""
    raise NotImplementedError


def attempt(db: Database, person: Person, attempt_id: int) -> AttemptView:
    """One's own attempt with its progress; raises NotThere."""
    raise NotImplementedError


def question(db: Database, person: Person, attempt_id: int, slug: str) -> QuestionView:
    """One question of one's own attempt; raises NotThere."""
    raise NotImplementedError


def answers(db: Database, person: Person, attempt_id: int) -> Sequence[DraftView]:
    """The drafts of one's own attempt, or where there is none what was submitted last; raises NotThere."""
    raise NotImplementedError


def save_draft(db: Database, person: Person, attempt_id: int, slug: str, answer: Any, seq: int) -> DraftView:
    """Store a draft. `seq` is the last one seen + 1; raises StaleDraft with the stored one, Closed, NotThere."""
    raise NotImplementedError


def submit(
    db: Database, person: Person, attempt_id: int, slug: str, answer: Any, *, key: str, seq: int | None = None
) -> Receipt:
    """Store an answer, grade it, append the grade; returns when both are on disk.

    `answer` is {field: value}, or the bare value of a question with one field. The same key and answer again give the
    stored receipt (`repeated`). Raises NotThere, Unreadable, Closed, NoTriesLeft, and Conflict when the key belongs to
    another answer or `seq` (what a form carries) is taken: somebody submitted from another window.
    """
    raise NotImplementedError


def finish(db: Database, person: Person, attempt_id: int) -> AttemptView:
    """Hand in; drafts are submitted first. Doing it again changes nothing."""
    raise NotImplementedError


def preview(db: Database, person: Person, attempt_id: int, slug: str, field: str, value: Any) -> dict[str, Any]:
    """How a value is read: reading (LaTeX), shape, problems; never a verdict."""
    raise NotImplementedError
