"""The gradebook by the JSON API."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

import msgspec
from flask import Blueprint, Response
from msgspec import Meta

from app.insight.gradebook import book
from app.web.access import Access, database, desk_quiz, open_to
from app.web.operations import PREFIX, answer, operation

bp = Blueprint("insight_api", __name__, url_prefix=PREFIX)

Points = Annotated[float, Meta(ge=0)]


class Student(msgspec.Struct, kw_only=True):
    """A student's points, in all and by question; a question that was not answered is left out."""

    example: ClassVar[Any] = {"student": "ada", "score": 2.5, "questions": {"2.1": 1.0, "2.2": 1.5}}

    student: str
    score: Points
    questions: dict[str, Points]


@bp.get("/quizzes/<quiz>/gradebook")
@open_to(Access.INSTRUCTOR)
@operation("gradebook", {200: list[Student]})
def gradebook(quiz: str) -> Response:
    """The points of all students of a course, by name; for its instructors."""
    found = book(database(), desk_quiz(), size=None)
    return answer(
        [
            Student(
                student=line.name,
                score=line.points / 1000,
                questions={slug: cell.points / 1000 for slug, cell in line.cells.items()},
            )
            for line in found.lines
        ]
    )
