"""Second looks in the browser: what is chosen, judging anew, and how far graders agree."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from app.desk import second
from app.desk.second import SecondTask
from app.desk.second_views import second_looks
from app.desk.typed import read_points
from app.refusals import Conflict, Unreadable
from app.web.access import Access, database, desk_quiz, open_to, person
from app.web.addresses import form_id

bp = Blueprint("second", __name__, url_prefix="/desk/<quiz>/second")


@bp.url_value_preprocessor
def _take_quiz(endpoint: str | None, values: dict[str, str] | None) -> None:
    """The guard has read the quiz's name; views ask for `desk_quiz()`."""
    if values:
        values.pop("quiz", None)


@bp.get("")
@open_to(Access.ASSISTANT)
def looks() -> str:
    """How far graders agree, by field."""
    return _screen()


@bp.post("")
@open_to(Access.INSTRUCTOR)
def choose() -> Response | tuple[str, int]:
    """Choose a share of a field's graded answers, or one answer."""
    form, here = request.form, (database(), person(), desk_quiz())
    try:
        if answer := form.get("answer", type=form_id):
            chosen = second.choose_one(*here, answer)
        else:
            share = form.get("percent", type=int)
            chosen = second.choose_share(*here, form.get("question", ""), form.get("field", ""), share)
    except Unreadable as refused:
        return _screen(refused.message), 400
    return redirect(f"/desk/{desk_quiz().slug}/second?chosen={chosen}", 303)


@bp.get("/next")
@open_to(Access.ASSISTANT)
def next_answer() -> Response:
    """To the next answer that this person may look at."""
    return _go_on()


@bp.get("/<id:answer>")
@open_to(Access.ASSISTANT)
def look(answer: int) -> str | Response:
    """One answer, without what it was given."""
    try:
        return _task_screen(second.second_task(database(), desk_quiz(), person(), answer))
    except Conflict:
        return _go_on()


@bp.post("/<id:answer>")
@open_to(Access.ASSISTANT)
def mark(answer: int) -> tuple[str, int] | Response:
    """Keep what one would give, then go on."""
    db, quiz, grader, form = database(), desk_quiz(), person(), request.form
    try:
        second.mark(db, grader, quiz, answer, form.getlist("rubric"), read_points(form.get("points", "")))
    except Unreadable as refused:
        return _task_screen(second.second_task(db, quiz, grader, answer), refused.message), 400
    except Conflict as refused:
        return _screen(refused.message), 409
    return _go_on()


def _go_on() -> Response:
    found = second.next_second(database(), desk_quiz(), person())
    here = f"/desk/{desk_quiz().slug}/second"
    return redirect(f"{here}/{found}" if found else here, 303)


def _screen(problem: str | None = None) -> str:
    return render_template(
        "desk/second.html", quiz=desk_quiz(), fields=second_looks(database(), desk_quiz()), problem=problem
    )


def _task_screen(task: SecondTask, problem: str | None = None) -> str:
    return render_template("desk/second_look.html", quiz=desk_quiz(), task=task, form=request.form, problem=problem)
