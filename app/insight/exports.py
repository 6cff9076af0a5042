"""What leaves the house: grades as CSV, answers as JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterator

from app import sheets
from app.db import Database
from app.insight.given import given
from app.insight.gradebook import book
from app.insight.marks import marks
from app.ledger import service as ledger
from app.ledger.values import decoded
from app.people import service as people
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView

BATCH = 1000  # submissions in memory at once


def grades_csv(db: Database, quiz: QuizView, canvas: bool = False) -> Iterator[str]:
    """The gradebook, a line a student; `canvas` gives the columns that Canvas imports."""
    found = book(db, quiz, size=None)
    if canvas:
        yield sheets.line(["Student", "ID", "SIS User ID", "SIS Login ID", "Section", quiz.title])
        yield sheets.line(["    Points Possible", "", "", "", "", _points(found.points)])
        for line in found.lines:
            yield sheets.line([line.name, "", "", line.name, ", ".join(line.labels), _points(line.points)])
        return
    slugs = [column.slug for column in found.columns]
    yield sheets.line(["student", "score", *slugs])
    for line in found.lines:
        cells = [_points(line.cells[slug].points) if slug in line.cells else "" for slug in slugs]
        yield sheets.line([line.name, _points(line.points), *cells])


def question_csv(db: Database, quiz: QuizView, slug: str) -> Iterator[str]:
    """One question, a line for each field of each student: what counts of what was answered, and what it earned.

    Raises NotThere, before the first line.
    """
    known = marks(db, quiz)
    with db.read() as c:
        placed = quizzes.placed_question(c, quiz.id, slug)
        fields = quizzes.question(c, placed.version).fields
        answers = {name: given(c, known, (placed.id, name)) for name in fields}
        names = people.names_of(c, sorted({one.user_id for some in answers.values() for one in some}))
    points = {row.head.id: row.marks for row in known.rows}

    def lines() -> Iterator[str]:
        yield sheets.line(["student", "attempt", "field", "outcome", "tag", "points", "answer"])
        for field, some in answers.items():
            for one in sorted(some, key=lambda one: (names[one.user_id].casefold(), one.attempt_id)):
                mark = points.get(one.attempt_id, {}).get((placed.id, field))
                earned = "" if mark is None or mark.points is None else _points(mark.points)
                answer = decoded(one.value)
                shown = answer if isinstance(answer, str) else one.value
                yield sheets.line(
                    [names[one.user_id], str(one.attempt_id), field, one.outcome, one.tag or "", earned, shown]
                )

    return lines()


def answers(db: Database, quiz: QuizView) -> Iterator[str]:
    """Every submission, a JSON line each, oldest first."""
    with db.read() as c:
        slugs = {placed.id: placed.slug for placed in quizzes.every_placed_question(c, quiz.id)}
        students = ledger.students_of(c, quiz.id)
        names = people.names_of(c, sorted(set(students.values())))
        after = 0
        while batch := ledger.submissions_of(c, quiz.id, after, BATCH):
            results = ledger.results_of(c, [submission.id for submission in batch])
            for submission in batch:
                line = {
                    "submission": submission.id,
                    "student": names[students[submission.attempt_id]],
                    "attempt": submission.attempt_id,
                    "question": slugs[submission.question_id],
                    "answer": decoded(submission.answer),
                    "idempotency_key": submission.idempotency_key,
                    "received_at": submission.received_at.isoformat(),
                    "fields": {field: decoded(result) for field, result in results.get(submission.id, {}).items()},
                }
                yield json.dumps(line) + "\n"
            after = batch[-1].id


def _points(thousandths: int) -> str:
    return f"{thousandths / 1000:.3f}".rstrip("0").rstrip(".")
