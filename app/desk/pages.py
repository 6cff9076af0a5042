"""The instructor's pages: a student's attempt, grading texts, answering requests."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from flask import Blueprint, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from app.desk import screen, service
from app.desk.views import Task
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
    view = service.attempt(database(), desk_quiz(), attempt)
    return render_template("desk/attempt.html", attempt=view, witness_of=screen.witness_of, shown=screen.shown_answer)


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
    found = service.next_task(database(), desk_quiz(), question, field)
    here = f"/desk/{desk_quiz().slug}"
    return redirect(f"{here}/answers/{found.answer_id}" if found else f"{here}/grading", 303)


@bp.get("/answers/<id:answer>")
@open_to(Access.ASSISTANT)
def answer(answer: int) -> str:
    """One answer and its rubric."""
    return _task_screen(service.task(database(), desk_quiz(), answer))


@bp.post("/answers/<id:answer>")
@open_to(Access.ASSISTANT)
def judge(answer: int) -> tuple[str, int] | Response:
    """Give points and a comment, then go on to the next one of the same field."""
    form = request.form
    quiz = desk_quiz()
    task = service.task(database(), quiz, answer)
    try:
        service.grade(
            database(),
            person(),
            quiz,
            answer,
            ticked=form.getlist("rubric"),
            points=_points(form.get("points", "")),
            comment=form.get("comment", ""),
            last_event=_last_event(form),
        )
    except (Conflict, Unreadable) as refused:
        now = service.task(database(), quiz, answer)
        return _task_screen(now, form, refused.message), 409 if isinstance(refused, Conflict) else 400
    found = service.next_task(database(), quiz, task.question, task.field)
    here = f"/desk/{quiz.slug}"
    return redirect(f"{here}/answers/{found.answer_id}" if found else f"{here}/grading", 303)


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


def _task_screen(task: Task, form: MultiDict[str, str] | None = None, problem: str | None = None) -> str:
    ticked = [line.id for line in task.rubric if line.ticked] if form is None else form.getlist("rubric")
    return render_template("desk/answer.html", quiz=desk_quiz(), task=task, form=form, ticked=ticked, problem=problem)


def _last_event(form: MultiDict[str, str]) -> int:
    number = form.get("last_event", type=int)
    if number is None:
        raise BadRequest("The form did not arrive whole. Reload the page and send it again.")
    return number


def _points(text: str) -> int | None:
    """Points typed in place of the rubric's sum, in thousandths."""
    if not text.strip():
        return None
    try:
        thousandths = Decimal(text.strip().replace(",", ".")) * 1000
    except InvalidOperation:
        raise Unreadable("Give the points as a number, such as 1.5.") from None
    if not thousandths.is_finite() or thousandths != int(thousandths) or not 0 <= thousandths <= 1_000_000:
        raise Unreadable("Give the points as a number that is not negative, such as 1.5.")
    return int(thousandths)
