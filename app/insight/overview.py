"""Where a quiz stands: who is how far, what waits for a person, and what went wrong most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.db import Database
from app.desk import service as desk
from app.insight.gradebook import Column, book
from app.insight.marks import marks
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView

HARDEST, MISTAKES = 5, 6


@dataclass(frozen=True, slots=True)
class Mistake:
    """A named mistake in a question, and how many students' marks have it."""

    slug: str
    tag: str
    students: int


@dataclass(frozen=True, slots=True)
class Overview:
    """A quiz at a glance. Points are thousandths; `texts` wait to be graded, `requests` for an answer."""

    quiz: QuizView
    students: int
    away: int
    working: int
    finished: int
    points: int
    mean: float | None
    texts: int
    requests: int
    hardest: Sequence[Column]
    mistakes: Sequence[Mistake]


def overview(db: Database, quiz: QuizView) -> Overview:
    """Things as they are now."""
    found = book(db, quiz, size=None)
    states = Counter(line.state for line in found.lines)
    said = [column for column in found.columns if column.mean is not None]
    return Overview(
        quiz=quiz,
        students=found.students,
        away=states["away"],
        working=states["working"],
        finished=states["finished"],
        points=found.points,
        mean=found.mean,
        texts=sum(column.waiting for column in found.columns),
        requests=sum(request.is_waiting for request in desk.requests(db, quiz)),
        hardest=sorted(said, key=lambda column: column.mean or 0.0)[:HARDEST],
        mistakes=_mistakes(db, quiz),
    )


def _mistakes(db: Database, quiz: QuizView) -> Sequence[Mistake]:
    with db.read() as c:
        slugs = {placed.id: placed.slug for placed in quizzes.every_placed_question(c, quiz.id)}
    counted: Counter[tuple[int, str]] = Counter()
    for row in marks(db, quiz).rows:
        counted.update((question, tag) for question, tags in row.tags.items() for tag in tags)
    return [Mistake(slugs[question], tag, students) for (question, tag), students in counted.most_common(MISTAKES)]
