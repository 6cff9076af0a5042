"""The marks of a quiz as arrays, kept in memory and brought up to date by what changed."""

from __future__ import annotations

import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from app.db import Database
from app.ledger import service as ledger
from app.ledger.counting import AttemptHead, Mark
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView
from graders.verdict import Outcome
from questions.grading import overall

IDLE = timedelta(minutes=30)  # a longer pause is not spent on the question
UNMARKED = ("ungraded", "undecided")

Column = tuple[int, str]  # a question's place in the quiz, and the field


@dataclass(frozen=True, slots=True)
class Cell:
    """A student's question: points in thousandths, and whether somebody must still look at it."""

    points: int
    outcome: str
    waiting: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One attempt: its marks by column (points, NaN where there is none yet), what was found, and where time went.

    `cells` has the questions that were answered, by their place in the quiz, and `tags` the mistakes in them; `total`
    are their points together.
    """

    head: AttemptHead
    points: NDArray[np.float64]
    marks: Mapping[Column, Mark]
    cells: Mapping[int, Cell]
    tags: Mapping[int, frozenset[str]]
    total: int
    seconds: Mapping[int, float]
    tries: Mapping[int, int]


@dataclass(frozen=True)
class Marks:
    """All attempts in which anything was answered, one a student: `points` is attempts × columns, `worth` what each
    column is worth. `begun` has the others, too."""

    columns: Sequence[Column]
    worth: NDArray[np.float64]
    rows: Sequence[Row]
    begun: Sequence[Row] = ()

    @property
    def points(self) -> NDArray[np.float64]:
        """Attempts × columns."""
        return np.array([row.points for row in self.rows]).reshape(len(self.rows), len(self.columns))

    def by_question(self) -> tuple[list[int], NDArray[np.float64], NDArray[np.float64]]:
        """The questions, attempts × questions, and what each is worth; a mark needs all of its fields marked."""
        questions = list(dict.fromkeys(question for question, _ in self.columns))
        owners = [question for question, _ in self.columns]
        starts = [owners.index(question) for question in questions]  # the fields of a question stand together
        if not questions:
            return [], self.points, self.worth
        return questions, np.add.reduceat(self.points, starts, axis=1), np.add.reduceat(self.worth, starts)


@dataclass
class _Kept:
    rows: dict[int, Row] = field(default_factory=dict)
    columns: tuple[Column, ...] = ()
    lock: Lock = field(default_factory=Lock)


_kept: weakref.WeakKeyDictionary[Database, dict[int, _Kept]] = weakref.WeakKeyDictionary()


def marks(db: Database, quiz: QuizView) -> Marks:
    """The marks as they are now. Only attempts with a new judgement or submission are read again."""
    kept = _kept.setdefault(db, {}).setdefault(quiz.id, _Kept())
    with kept.lock, db.read() as c:
        worth = _worth(c, quiz)
        columns = tuple(worth)
        if columns != kept.columns:
            kept.rows, kept.columns = {}, columns
        heads = ledger.attempt_heads(c, quiz.id)
        changed = [head for head in heads if head.id not in kept.rows or kept.rows[head.id].head != head]
        ids = [head.id for head in changed]
        graded, times = ledger.attempt_marks(c, ids), ledger.attempt_times(c, ids)
        for head in changed:
            kept.rows[head.id] = _row(head, columns, graded[head.id], times[head.id])
        begun = [kept.rows[head.id] for head in heads]
        rows = [row for row in begun if row.head.submissions]
        return Marks(columns, np.array(list(worth.values()), dtype=np.float64), rows, begun)


def _worth(c: Connection, quiz: QuizView) -> Mapping[Column, float]:
    return {
        (placed.id, name): one.points / 1000
        for placed in quizzes.placed_questions(c, quiz.id)
        for name, one in quizzes.question(c, placed.version).fields.items()
    }


def _row(
    head: AttemptHead, columns: Sequence[Column], graded: Sequence[Mark], times: Sequence[tuple[int, datetime]]
) -> Row:
    by_column = {(mark.question_id, mark.field): mark for mark in graded}
    nothing = 0.0 if head.finished_at is not None else np.nan  # what is not answered counts once it is handed in
    points = np.full(len(columns), np.nan)
    for place, column in enumerate(columns):
        mark = by_column.get(column)
        if mark is None or mark.outcome in UNMARKED:
            continue
        points[place] = nothing if mark.points is None else mark.points / 1000
    seconds: dict[int, float] = {}
    tries: dict[int, int] = {}
    before = head.started_at
    for question, at in times:
        seconds[question] = seconds.get(question, 0.0) + min(at - before, IDLE).total_seconds()
        tries[question] = tries.get(question, 0) + 1
        before = at
    cells = _cells(graded)
    tags: dict[int, frozenset[str]] = {}
    for mark in graded:
        if mark.tag:
            tags[mark.question_id] = tags.get(mark.question_id, frozenset()) | {mark.tag}
    return Row(head, points, by_column, cells, tags, sum(cell.points for cell in cells.values()), seconds, tries)


def _cells(graded: Sequence[Mark]) -> Mapping[int, Cell]:
    judged: dict[int, list[tuple[int, str]]] = {}
    for mark in graded:
        if mark.outcome is not None:
            judged.setdefault(mark.question_id, []).append((mark.points or 0, mark.outcome))
    return {
        question: Cell(
            points=sum(points for points, _ in found),
            outcome=overall([Outcome(outcome) for _, outcome in found]).value,
            waiting=any(outcome in UNMARKED for _, outcome in found),
        )
        for question, found in judged.items()
    }
