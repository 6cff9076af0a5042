"""Deciding once for many answers, in the browser: first what it would change, then doing it."""

from __future__ import annotations

import json

from flask import Blueprint, redirect, render_template, request
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from app.desk import deciding
from app.desk.deciding import Group
from app.desk.regrading import Plan
from app.desk.typed import read_points
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
def group(answer: int) -> str | tuple[str, int]:
    """The answers that mean what this one means, and what a decision about them would change."""
    about = deciding.group(database(), desk_quiz(), answer)
    if "points" not in request.args:
        return _group_screen(about, None)
    try:
        return _group_screen(
            about, _decision(about, request.args.get("points", ""), _comment(request.args.get("comment")))
        )
    except Unreadable as refused:
        return _group_screen(about, None, refused.message), 400


@bp.post("/groups/<id:answer>")
@open_to(Access.INSTRUCTOR)
def decide(answer: int) -> tuple[str, int] | Response:
    """Decide about them, as the dry run showed it."""
    about = deciding.group(database(), desk_quiz(), answer)
    typed, comment = request.form.get("points", ""), _comment(request.form.get("comment"))
    plan = None
    try:
        plan = _decision(about, typed, comment)
        if plan.digest != request.form.get("digest"):
            raise Conflict(ELSE)
        deciding.decide(database(), person(), desk_quiz(), about, read_points(typed), comment, plan)
    except (Conflict, Unreadable) as refused:
        return _group_screen(about, plan, refused.message), 409 if isinstance(refused, Conflict) else 400
    return redirect(f"/desk/{desk_quiz().slug}/regrade?done=1#rulings", 303)


@bp.get("/readings")
@open_to(Access.INSTRUCTOR)
def reading() -> str | tuple[str, int]:
    """Something that could not be read, and what reading it as something else would change."""
    args = request.args
    slug, field, typed, read_as = (args.get(name, "") for name in ("question", "field", "typed", "read_as"))
    if "read_as" not in args:
        return _reading_screen(slug, field, _value(typed), None)
    try:
        plan = deciding.plan_reading(database(), desk_quiz(), slug, field, _value(typed), read_as)
    except Unreadable as refused:
        return _reading_screen(slug, field, _value(typed), None, refused.message), 400
    return _reading_screen(slug, field, _value(typed), plan)


@bp.post("/readings")
@open_to(Access.INSTRUCTOR)
def accept() -> tuple[str, int] | Response:
    """Read it so from now on, and in the answers that are there."""
    form, db, quiz = request.form, database(), desk_quiz()
    slug, field, read_as = (form.get(name, "") for name in ("question", "field", "read_as"))
    typed, plan = _value(form.get("typed", "")), None
    try:
        plan = deciding.plan_reading(db, quiz, slug, field, typed, read_as)
        if plan.digest != form.get("digest"):
            raise Conflict(ELSE)
        deciding.accept_reading(db, person(), quiz, slug, field, typed, read_as, plan)
    except (Conflict, Unreadable) as refused:
        shown = _reading_screen(slug, field, typed, plan, refused.message)
        return shown, 409 if isinstance(refused, Conflict) else 400
    return redirect(f"/desk/{quiz.slug}/regrade?done=1#rulings", 303)


@bp.post("/rulings/withdraw")
@open_to(Access.INSTRUCTOR)
def withdraw() -> Response:
    """Take one back, also from the answers that it reached."""
    form = request.form
    kind, slug, ruling = form.get("kind", ""), form.get("question", ""), form.get("id", 0, type=form_id)
    deciding.withdraw(database(), person(), desk_quiz(), kind, slug, ruling)
    return redirect(f"/desk/{desk_quiz().slug}/regrade?done=1#rulings", 303)


def _decision(about: Group, typed: str, comment: str) -> Plan:
    return deciding.plan_decision(database(), person(), desk_quiz(), about, read_points(typed), comment)


def _comment(text: str | None) -> str:
    return (text or "").strip()


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
