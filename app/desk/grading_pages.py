"""Grading by hand: question by question, nobody's name on the page."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from app.desk import service
from app.desk.grading_views import Task
from app.desk.typed import read_points
from app.refusals import Conflict, Refused, Unreadable
from app.web.access import Access, database, desk_quiz, open_to, person
from app.web.addresses import form_id

bp = Blueprint("grading", __name__, template_folder="templates", url_prefix="/desk/<quiz>")
Form = MultiDict[str, str]


@bp.url_value_preprocessor
def _take_quiz(endpoint: str | None, values: dict[str, str] | None) -> None:
    """The guard has read the quiz's name from the address; views ask for `desk_quiz()`."""
    if values:
        values.pop("quiz", None)


@bp.get("/grading")
@open_to(Access.ASSISTANT)
def grading() -> str:
    """What waits for a person."""
    return render_template("desk/grading.html", quiz=desk_quiz(), fields=service.waiting(database(), desk_quiz()))


@bp.get("/grading/next")
@open_to(Access.ASSISTANT)
def next_answer() -> Response:
    """To the next answer that waits, of one field if the address names it."""
    question, field = request.args.get("question"), request.args.get("field")
    return _go_on(service.next_answer(database(), desk_quiz(), person(), question, field))


@bp.get("/answers/<id:answer>")
@open_to(Access.ASSISTANT)
def answer(answer: int) -> str:
    """One answer and its rubric."""
    task = service.task(database(), desk_quiz(), person(), answer)
    form = MultiDict({"comment": task.judged.comment if task.judged else ""})
    form.setlist("rubric", [line.id for line in task.rubric if line.ticked])
    return _task_screen(task, form)


@bp.post("/answers/<id:answer>")
@open_to(Access.ASSISTANT)
def judge(answer: int) -> str | tuple[str, int] | Response:
    """Give points and a comment, then go on to the next one of the same field; or, by one of the other buttons of the
    form, change what is typed in it and judge nothing."""
    form = request.form
    task = service.task(database(), desk_quiz(), person(), answer)
    try:
        if changed := _changed(task, form):
            return _task_screen(service.task(database(), desk_quiz(), person(), answer), changed)
        service.grade(
            database(),
            person(),
            desk_quiz(),
            answer,
            ticked=form.getlist("rubric"),
            points=read_points(form.get("points", "")),
            comment=form.get("comment", ""),
            last_event=_last_event(form),
        )
    except Unreadable as refused:
        return _task_screen(task, form, problem=refused), 400
    except Conflict as refused:
        return _task_screen(service.task(database(), desk_quiz(), person(), answer), form, problem=refused), 409
    return _go_on(task.place.next_waiting if task.place else None)


def _changed(task: Task, form: Form) -> Form | None:
    """What the form holds after one of its small buttons; None for the one that judges."""
    changed = MultiDict(form)
    here = (database(), person(), desk_quiz(), task.question, task.field)
    if "insert" in form:
        kept = next((one.text for one in task.kept if str(one.id) == form["insert"]), "")
        changed["comment"] = "\n".join(filter(None, [form.get("comment", "").rstrip(), kept]))
    elif "like" in form:
        other = next((one for one in task.alike if str(one.answer_id) == form["like"]), None)
        if other and other.ticked is not None:
            changed.setlist("rubric", list(other.ticked))
            changed["points"] = ""
    elif "keep" in form:
        service.keep_comment(*here, form.get("comment", ""))
    elif "drop" in form:
        service.drop_comment(*here, form.get("drop", 0, type=form_id))
    else:
        return None
    return changed


def _task_screen(task: Task, form: Form, problem: Refused | None = None) -> str:
    overtaken = isinstance(problem, Conflict)
    return render_template(
        "desk/answer.html", quiz=desk_quiz(), task=task, form=form, problem=problem, overtaken=overtaken
    )


def _go_on(answer: int | None) -> Response:
    here = f"/desk/{desk_quiz().slug}"
    return redirect(f"{here}/answers/{answer}" if answer else f"{here}/grading", 303)


def _last_event(form: Form) -> int:
    number = form.get("last_event", type=int)
    if number is None:
        raise BadRequest("The form did not arrive whole. Reload the page and send it again.")
    return number
