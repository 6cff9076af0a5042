"""Deciding once for many answers, in the browser: first what it would change, then doing it."""

from __future__ import annotations

import json

from flask import Blueprint, redirect, render_template, request
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from app.desk import deciding, withdrawing
from app.desk.deciding import Group
from app.desk.regrading import Plan
from app.desk.typed import read_points
from app.desk.withdrawing import Standing
from app.refusals import Conflict, Unreadable
from app.web.access import Access, database, desk_quiz, open_to, person
from app.web.addresses import form_id
from app.web.bodies import decoded

bp = Blueprint("rulings", __name__, url_prefix="/desk/<quiz>")
SHOWN = 200
ELSE = "What would change is not what you saw. Look again, then apply it."


@bp.url_value_preprocessor
def _take_quiz(endpoint: str | None, values: dict[str, str] | None) -> None:
    """The guard has read the quiz's name; views ask for `desk_quiz()`."""
    if values:
        values.pop("quiz", None)


@bp.get("/groups/<id:answer>")
@open_to(Access.INSTRUCTOR)
def group(answer: int) -> str:
    """The answers that mean what this one means, and the form to decide about them."""
    return _group_screen(deciding.group(database(), desk_quiz(), answer), None)


@bp.post("/groups/<id:answer>")
@open_to(Access.INSTRUCTOR)
def decide(answer: int) -> str | tuple[str, int] | Response:
    """What a decision about them would change; with the digest of that, decide so."""
    about = deciding.group(database(), desk_quiz(), answer)
    typed, comment = request.form.get("points", ""), request.form.get("comment", "").strip()
    plan = None
    try:
        plan = deciding.plan_decision(database(), person(), desk_quiz(), about, read_points(typed), comment)
        if not _is_as_seen(plan):
            return _group_screen(about, plan)
        deciding.decide(database(), person(), desk_quiz(), about, read_points(typed), comment, plan)
    except (Conflict, Unreadable) as refused:
        return _group_screen(about, plan, refused.message), 409 if isinstance(refused, Conflict) else 400
    return redirect(f"/desk/{desk_quiz().slug}/regrade?done=1#rulings", 303)


@bp.get("/readings")
@open_to(Access.INSTRUCTOR)
def reading() -> str:
    """Something that could not be read, and the form to say what to read it as."""
    slug, field, typed = (request.args.get(name, "") for name in ("question", "field", "typed"))
    return _reading_screen(slug, field, _value(typed), None)


@bp.post("/readings")
@open_to(Access.INSTRUCTOR)
def accept() -> str | tuple[str, int] | Response:
    """What reading it so would change; with the digest of that, read it so from now on, and in what is there."""
    form, db, quiz = request.form, database(), desk_quiz()
    slug, field, read_as = (form.get(name, "") for name in ("question", "field", "read_as"))
    typed, plan = _value(form.get("typed", "")), None
    try:
        plan = deciding.plan_reading(db, quiz, slug, field, typed, read_as)
        if not _is_as_seen(plan):
            return _reading_screen(slug, field, typed, plan)
        deciding.accept_reading(db, person(), quiz, slug, field, typed, read_as, plan)
    except (Conflict, Unreadable) as refused:
        shown = _reading_screen(slug, field, typed, plan, refused.message)
        return shown, 409 if isinstance(refused, Conflict) else 400
    return redirect(f"/desk/{quiz.slug}/regrade?done=1#rulings", 303)


@bp.post("/rulings/withdraw")
@open_to(Access.INSTRUCTOR)
def withdraw() -> str | tuple[str, int] | Response:
    """What taking one back would change; with the digest of that, take it back, also from the answers it reached."""
    form, db, quiz = request.form, database(), desk_quiz()
    ruling = withdrawing.standing_ruling(db, quiz, form.get("kind", ""), form.get("id", 0, type=form_id))
    plan = withdrawing.plan_withdrawal(db, quiz, ruling)
    try:
        if not _is_as_seen(plan):
            return _withdrawal_screen(ruling, plan)
        withdrawing.withdraw(db, person(), quiz, ruling, plan)
    except Conflict as refused:
        return _withdrawal_screen(ruling, plan, refused.message), 409
    return redirect(f"/desk/{quiz.slug}/regrade?done=1#rulings", 303)


def _is_as_seen(plan: Plan) -> bool:
    """Whether this is what somebody saw and agreed to; raises Conflict when they saw something else."""
    seen = request.form.get("digest")
    if seen not in (None, plan.digest):
        raise Conflict(ELSE)
    return seen is not None


def _value(typed: str) -> str:
    """The JSON text of an answer, from an address or a form."""
    try:
        decoded(typed.encode())
    except BadRequest:
        raise Unreadable("That address is not whole. Come here from the list of what could not be read.") from None
    return typed


def _group_screen(about: Group, plan: Plan | None, problem: str | None = None) -> str:
    return render_template(
        "desk/group.html", quiz=desk_quiz(), group=about, plan=plan, typed=request.values, problem=problem, most=SHOWN
    )


def _withdrawal_screen(ruling: Standing, plan: Plan, problem: str | None = None) -> str:
    return render_template(
        "desk/withdrawal.html", quiz=desk_quiz(), ruling=ruling, plan=plan, problem=problem, most=SHOWN
    )


def _reading_screen(slug: str, field: str, typed: str, plan: Plan | None, problem: str | None = None) -> str:
    value = json.loads(typed)
    return render_template(
        "desk/reading.html",
        quiz=desk_quiz(),
        question=slug,
        field=field,
        typed=typed,
        shown=value if isinstance(value, str) else typed,
        read_as=request.values.get("read_as", ""),
        plan=plan,
        problem=problem,
        most=SHOWN,
    )
