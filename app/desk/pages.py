"""The instructor's pages: a student's attempt, answering requests."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from app.desk import screen, service
from app.desk.typed import read_points
from app.refusals import Conflict, Unreadable
from app.web.access import Access, database, desk_quiz, open_to, person

bp = Blueprint("desk", __name__, template_folder="templates", url_prefix="/desk/<quiz>")


@bp.url_value_preprocessor
def _take_quiz(endpoint: str | None, values: dict[str, str] | None) -> None:
    """The guard has read the quiz's name from the address; views ask for `desk_quiz()`."""
    if values:
        values.pop("quiz", None)


@bp.get("/attempts/<id:attempt>")
@open_to(Access.ASSISTANT)
def attempt(attempt: int) -> str:
    """A student's attempt, whole."""
    return _attempt_screen(attempt)


@bp.post("/attempts/<id:attempt>/items/<id:item>")
@open_to(Access.INSTRUCTOR)
def override(attempt: int, item: int) -> tuple[str, int] | Response:
    """Set the points of one field, with a reason."""
    form = request.form
    try:
        points, last = read_points(form.get("points", "")), form.get("last_event", -1, type=int)
        found = service.override(database(), person(), desk_quiz(), item, points, form.get("reason", ""), last)
    except (Conflict, Unreadable) as refused:
        return _attempt_screen(attempt, item, refused.message), 409 if isinstance(refused, Conflict) else 400
    return redirect(f"/desk/{desk_quiz().slug}/attempts/{found}#item-{item}", 303)


def _attempt_screen(attempt: int, item: int = 0, problem: str | None = None) -> str:
    view = service.attempt(database(), desk_quiz(), attempt)
    shown, witness_of = screen.shown_answer, screen.witness_of
    told = {"item": item, "problem": problem, "typed": request.form}
    return render_template("desk/attempt.html", attempt=view, witness_of=witness_of, shown=shown, **told)


@bp.get("/requests")
@open_to(Access.ASSISTANT)
def requests() -> str:
    """What students say about their grades."""
    return _requests_screen()


@bp.post("/requests/<id:item>")
@open_to(Access.ASSISTANT)
def reply(item: int) -> tuple[str, int] | Response:
    """Answer one of them."""
    try:
        service.reply(database(), person(), desk_quiz(), item, request.form.get("text", ""))
    except Unreadable as refused:
        return _requests_screen(refused.message), 400
    return redirect(f"/desk/{desk_quiz().slug}/requests#item-{item}", 303)


def _requests_screen(problem: str | None = None) -> str:
    found = service.requests(database(), desk_quiz())
    return render_template("desk/requests.html", quiz=desk_quiz(), requests=found, problem=problem)
