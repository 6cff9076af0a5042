"""Students by questions: everybody's points, sorted, filtered, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.db import Database
from app.insight.marks import Cell, Row, marks
from app.people import service as people
from app.people.views import Person
from app.quizzes import service as quizzes
from app.quizzes.views import QuizView
from questions.question import Question

State = Literal["away", "working", "finished"]
STATES: Mapping[str, str] = {"away": "not begun", "working": "working", "finished": "handed in"}
WAITING = "waiting"  # a choice beside the states: something of theirs waits for a person
PAGE = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is shown, and in which order: `sort` is `name`, `score` or a question's short id, after a `-` downwards."""

    sort: str = "name"
    name: str = ""
    label: str = ""
    state: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """A question. Points are thousandths; `mean` is the mean share of its points among those shown who have a mark."""

    slug: str
    title: str
    points: int
    extra: bool
    waiting: int
    mean: float | None


@dataclass(frozen=True, slots=True)
class Line:
    """A student; `cells` has the questions that were answered, by short id."""

    user_id: int
    name: str
    labels: Sequence[str]
    state: State
    attempt_id: int | None
    points: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Book:
    """The gradebook: `lines` are those of the page, of `found` who were asked for, of `students` in all."""

    quiz: QuizView
    choice: Choice
    columns: Sequence[Column]
    lines: Sequence[Line]
    labels: Sequence[str]
    students: int
    found: int
    pages: int
    points: int
    extra_points: int
    mean: float | None


def book(db: Database, quiz: QuizView, choice: Choice | None = None, size: int | None = PAGE) -> Book:
    """The page of the gradebook that was chosen; all of it when `size` is None."""
    choice = choice or Choice()
    rows = {row.head.user_id: row for row in marks(db, quiz).begun}
    with db.read() as c:
        students = people.students(c, quiz.course_id)
        labels = people.bearers(c, quiz.course_id)
        ids = {placed.slug: placed.id for placed in quizzes.every_placed_question(c, quiz.id)}
        placed = {one.slug: quizzes.question(c, one.version) for one in quizzes.placed_questions(c, quiz.id)}
    lines = [_line(one, labels.get(one.id, ()), rows.get(one.id), ids) for one in students]
    found = _sorted([line for line in lines if _chosen(line, choice)], choice.sort)
    totals = [line.points for line in found if line.attempt_id]
    columns = [_column(slug, question, found) for slug, question in placed.items()]
    first = 0 if size is None else choice.page * size
    return Book(
        quiz=quiz,
        choice=choice,
        columns=columns,
        lines=found[first : None if size is None else first + size],
        labels=sorted({label for some in labels.values() for label in some}),
        students=len(students),
        found=len(found),
        pages=1 if size is None else max(1, -(-len(found) // size)),
        points=sum(column.points for column in columns if not column.extra),
        extra_points=sum(column.points for column in columns if column.extra),
        mean=sum(totals) / len(totals) if totals else None,
    )


def _line(student: Person, labels: Sequence[str], row: Row | None, ids: Mapping[str, int]) -> Line:
    if row is None:
        return Line(student.id, student.name, labels, "away", None, 0, {})
    cells = {slug: row.cells[id] for slug, id in ids.items() if id in row.cells}
    state: State = "working" if row.head.finished_at is None else "finished"
    return Line(student.id, student.name, labels, state, row.head.id, row.total, cells)


def _chosen(line: Line, choice: Choice) -> bool:
    """Whether a student was asked for; what makes no sense asks for everybody."""
    return (
        choice.name.casefold() in line.name.casefold()
        and choice.label in ("", *line.labels)
        and (choice.state not in (*STATES, WAITING) or choice.state == line.state or _waits(line, choice.state))
    )


def _waits(line: Line, state: str) -> bool:
    return state == WAITING and any(cell.waiting for cell in line.cells.values())


def _sorted(lines: Sequence[Line], sort: str) -> list[Line]:
    """They come by name; who has no points for what is asked stands last, either way."""
    by, down = sort.lstrip("-"), sort.startswith("-")
    if by == "name":
        return list(lines)[:: -1 if down else 1]

    def key(line: Line) -> tuple[bool, int]:
        cell = line.cells.get(by)
        points = line.points if by == "score" and line.attempt_id else cell.points if cell else None
        return points is None, 0 if points is None else -points if down else points

    return sorted(lines, key=key)


def _column(slug: str, question: Question, lines: Sequence[Line]) -> Column:
    cells = [line.cells[slug] for line in lines if slug in line.cells]
    marked = [cell.points for cell in cells if not cell.waiting]
    mean = sum(marked) / len(marked) / question.points if marked and question.points else None
    waiting = sum(cell.waiting for cell in cells)
    return Column(slug, question.title, question.points, question.extra, waiting, mean)
