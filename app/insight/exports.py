"""What leaves the house: grades as CSV, answers as JSON Lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence

from app.db import Database
from app.desk.service import gradebook
from app.desk.views import Column, Row
from app.ledger import service as ledger
from app.ledger.values import decoded
from app.people import service as people
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView

BATCH = 1000  # submissions in memory at once
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a cell begins that a spreadsheet would run


def grades_csv(db: Database, quiz: QuizView, canvas: bool = False) -> Iterator[str]:
    """The gradebook, a line a student; `canvas` gives the columns that Canvas imports."""
    book = gradebook(db, quiz, size=None)
    if canvas:
        yield _line(["Student", "ID", "SIS User ID", "SIS Login ID", "Section", quiz.title])
        yield _line(["    Points Possible", "", "", "", "", _points(book.points)])
        for row in book.rows:
            yield _line([row.name, "", "", row.name, "", _points(row.points)])
        return
    yield _line(["student", "score", *(column.slug for column in book.columns)])
    for row in book.rows:
        yield _line([row.name, _points(row.points), *_cells(row, book.columns)])


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


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return "'" + cell if cell.startswith(FORMULA) else cell


def _cells(row: Row, columns: Sequence[Column]) -> Iterator[str]:
    for column in columns:
        cell = row.cells.get(column.slug)
        yield _points(cell.points) if cell else ""


def _points(thousandths: int) -> str:
    return f"{thousandths / 1000:.3f}".rstrip("0").rstrip(".")


def _line(cells: Sequence[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([safe(cell) for cell in cells])
    return text.getvalue()
