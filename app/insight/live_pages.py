"""Watching a quiz while it runs, and giving more time."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from app.insight import screen
from app.insight.extending import give_minutes
from app.insight.live import MOST, live
from app.refusals import Conflict, NotThere, Unreadable
from app.web.access import Access, database, desk_quiz, open_to, person
from app.web.addresses import form_id

bp = Blueprint("live", __name__, template_folder="templates", url_prefix="/desk/<quiz>")


@bp.url_value_preprocessor
def _take_quiz(endpoint: str | None, values: dict[str, str] | None) -> None:
    """The guard has read the quiz's name; views ask for `desk_quiz()`."""
    if values:
        values.pop("quiz", None)


@bp.get("/live")
@open_to(Access.ASSISTANT)
def watch() -> str:
    """Who is where; a script, where there is one, brings it up to date."""
    return _screen()


@bp.post("/live/minutes")
@open_to(Access.INSTRUCTOR)
def minutes() -> tuple[str, int] | Response:
    """More time for one student, or for everybody when none is chosen."""
    quiz = desk_quiz()
    try:
        give_minutes(database(), person(), quiz, request.form.get("minutes", 0, type=int), _student())
    except (Conflict, NotThere, Unreadable) as refused:
        return _screen(refused.message), 409 if isinstance(refused, Conflict) else 400
    return redirect(f"/desk/{quiz.slug}/live", 303)


def _screen(problem: str | None = None) -> str:
    found = live(database(), desk_quiz())
    return render_template(
        "insight/live.html", live=found, shown=found.at_work[:MOST], chart=screen.places(found), problem=problem
    )


def _student() -> int | None:
    """The one who was chosen; raises Unreadable. What cannot be read must not mean everybody."""
    chosen = request.form.get("student", "")
    try:
        return form_id(chosen) if chosen else None
    except ValueError:
        raise Unreadable("Choose one of the students, or nobody to give everybody more time.") from None
