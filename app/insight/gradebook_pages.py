"""The gradebook, and what leaves the house through the browser."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from app.insight import exports
from app.insight.gradebook import STATES, WAITING, Choice, book
from app.people import service as people
from app.web.access import Access, database, desk_quiz, open_to, person

bp = Blueprint("gradebook", __name__, template_folder="templates", url_prefix="/desk/<quiz>")
LAST_PAGE = 1000


@bp.url_value_preprocessor
def _take_quiz(endpoint: str | None, values: dict[str, str] | None) -> None:
    """The guard has read the quiz's name; views ask for `desk_quiz()`."""
    if values:
        values.pop("quiz", None)


@bp.get("/gradebook")
@open_to(Access.ASSISTANT)
def gradebook() -> str:
    """Students by questions; `?sort`, `?name`, `?label`, `?state` and `?page` choose."""
    asked = {name: request.args.get(name, "").strip() for name in ("sort", "name", "label", "state")}
    page = min(max(0, request.args.get("page", 0, type=int)), LAST_PAGE)
    found = book(database(), desk_quiz(), Choice(**{**asked, "sort": asked["sort"] or "name"}, page=page))

    def way(**changes: str | int) -> str:
        """The same page with other choices; a new order or filter begins with its first page."""
        return "?" + urlencode({name: value for name, value in {**asked, **changes}.items() if value})

    states = {**STATES, WAITING: "something waits for a person"}
    return render_template("insight/gradebook.html", book=found, way=way, states=states)


@bp.get("/grades.csv")
@open_to(Access.INSTRUCTOR)
def grades() -> Response:
    """The gradebook as a file."""
    quiz = desk_quiz()
    return _file(exports.grades_csv(database(), quiz), "grades", quiz.slug)


@bp.get("/canvas.csv")
@open_to(Access.INSTRUCTOR)
def canvas() -> Response:
    """The gradebook in the columns that Canvas imports."""
    quiz = desk_quiz()
    return _file(exports.grades_csv(database(), quiz, canvas=True), "canvas", quiz.slug)


@bp.get("/questions/<slug>.csv")
@open_to(Access.INSTRUCTOR)
def question(slug: str) -> Response:
    """The answers to one question."""
    quiz = desk_quiz()
    return _file(exports.question_csv(database(), quiz, slug), quiz.slug, slug)


def _file(lines: Iterator[str], *names: str) -> Response:
    """A download, recorded. What is sent needs nothing of the request, which may end before it does."""
    file = "-".join(names) + ".csv"
    people.record(database(), person(), desk_quiz().course_id, "export", desk_quiz().slug, file=file)
    return Response(lines, mimetype="text/csv", headers={"Content-Disposition": f'attachment; filename="{file}"'})
