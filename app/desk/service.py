"""The instructor's desk; one transaction a function. The caller has checked the role in the quiz's course."""

from __future__ import annotations

from collections.abc import Sequence

from app.db import Database
from app.desk.views import DeskAttempt, Gradebook, Task, Waiting
from app.people.views import Person
from app.quizzes.views import QuizView


def gradebook(db: Database, quiz: QuizView, page: int = 0, size: int = 100) -> Gradebook:
    """Students by questions."""
    raise NotImplementedError


def attempt(db: Database, quiz: QuizView, attempt_id: int) -> DeskAttempt:
    """A student's attempt, whole; raises NotThere when it is not of this quiz."""
    raise NotImplementedError


def waiting(db: Database, quiz: QuizView) -> Sequence[Waiting]:
    """The fields that a person grades, and how many answers wait."""
    raise NotImplementedError


def task(db: Database, quiz: QuizView, answer_id: int) -> Task:
    """One answer to grade; raises NotThere."""
    raise NotImplementedError


def next_task(db: Database, quiz: QuizView, question: str | None = None, field: str | None = None) -> Task | None:
    """The next answer that waits for a person, in an order that does not follow names."""
    raise NotImplementedError


def grade(
    db: Database,
    actor: Person,
    quiz: QuizView,
    answer_id: int,
    *,
    ticked: Sequence[str] = (),
    points: int | None = None,
    comment: str = "",
    last_event: int,
) -> None:
    """Judge an answer: the sum of the rubric lines ticked, or `points` (thousandths) where given. Audited.

    Raises Conflict when somebody judged it since `last_event`, Unreadable for a rubric line there is not.
    """
    raise NotImplementedError
