"""Students by questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from app.db import Database
from app.desk.queue import waiting_items
from app.desk.views import Cell, Column, Gradebook, Row
from app.ledger import service as ledger
from app.ledger.views import AttemptRow, Grade, ItemRow
from app.people import service as people
from app.people.views import Person
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView
from graders.verdict import Outcome
from questions.grading import overall

WAITING = frozenset({Outcome.UNDECIDED, Outcome.UNGRADED})


def gradebook(db: Database, quiz: QuizView, page: int = 0, size: int | None = 100) -> Gradebook:
    """The students of a page, in the order of their names; of all of them when `size` is None."""
    with db.read() as c:
        students = people.students(c, quiz.course_id)
        first = 0 if size is None else page * size
        shown = students[first : None if size is None else first + size]
        columns = _columns(c, quiz)
        return Gradebook(
            quiz=quiz,
            columns=columns,
            rows=_rows(c, quiz, shown),
            students=len(students),
            points=sum(column.points for column in columns if not column.extra),
            extra_points=sum(column.points for column in columns if column.extra),
        )


def _columns(c: Connection, quiz: QuizView) -> Sequence[Column]:
    waiting = Counter(item.question_id for item in waiting_items(c, quiz))
    columns = []
    for placed in quizzes.placed_questions(c, quiz.id):
        question = quizzes.question(c, placed.version)
        columns.append(Column(placed.slug, question.title, question.points, question.extra, waiting[placed.id]))
    return columns


def _rows(c: Connection, quiz: QuizView, students: Sequence[Person]) -> Sequence[Row]:
    attempts = {found.user_id: found for found in ledger.attempts_of(c, quiz.id, [one.id for one in students])}
    ids = [attempt.id for attempt in attempts.values()]
    slugs = {placed.id: placed.slug for placed in quizzes.every_placed_question(c, quiz.id)}
    grades = ledger.grades(c, ids)
    items: dict[int, list[ItemRow]] = {attempt: [] for attempt in ids}
    for item in ledger.items(c, ids):
        items[item.attempt_id].append(item)
    return [_row(one, attempts.get(one.id), items, grades, slugs) for one in students]


def _row(
    student: Person,
    attempt: AttemptRow | None,
    items: Mapping[int, Sequence[ItemRow]],
    grades: Mapping[int, Grade],
    slugs: Mapping[int, str],
) -> Row:
    if attempt is None:
        return Row(student.id, student.name, None, False, 0, {})
    by_slug: dict[str, list[Grade]] = {}
    for item in items[attempt.id]:
        if item.id in grades:
            by_slug.setdefault(slugs[item.question_id], []).append(grades[item.id])
    cells = {slug: cell(found) for slug, found in by_slug.items()}
    points = sum(one.points for one in cells.values())
    return Row(student.id, student.name, attempt.id, attempt.finished_at is not None, points, cells)


def cell(grades: Sequence[Grade]) -> Cell:
    """A question of a student, from the grades of its items."""
    outcomes = [Outcome(grade.outcome) for grade in grades]
    waiting = any(outcome in WAITING for outcome in outcomes)
    return Cell(sum(grade.points for grade in grades), overall(outcomes).value, waiting)
