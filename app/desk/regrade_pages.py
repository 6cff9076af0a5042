"""Regrading in the browser: what would change, doing it, taking it back."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from app.desk import regrading, withdrawing
from app.refusals import Conflict, Unreadable
from app.web.access import Access, database, desk_quiz, open_to, person

bp = Blueprint("regrade", __name__, url_prefix="/desk/<quiz>/regrade")
SHOWN = 200  # students listed; the rest is counted
AT_ONCE = 20_000  # answers; more would keep a worker busy for too long


@bp.url_value_preprocessor
def _take_quiz(endpoint: str | None, values: dict[str, str] | None) -> None:
    """The guard has read the quiz's name; views ask for `desk_quiz()`."""
    if values:
        values.pop("quiz", None)


@bp.get("")
@open_to(Access.INSTRUCTOR)
def overview() -> str:
    """Which questions changed since answers were graded, and the regrades that were done."""
    return _overview()


@bp.get("/dry-run")
@open_to(Access.INSTRUCTOR)
def dry_run() -> str | tuple[str, int]:
    """Who would change and by how much; nothing is changed."""
    only = request.args.getlist("question")
    if too_many := _too_many(only):
        return _overview(too_many), 400
    return _dry_run(only, bool(request.args.get("never_lower")))


@bp.post("")
@open_to(Access.INSTRUCTOR)
def apply() -> tuple[str, int] | Response:
    """Do what the dry run showed, if it still shows the same."""
    form, quiz = request.form, desk_quiz()
    only, never_lower = form.getlist("question"), bool(form.get("never_lower"))
    if too_many := _too_many(only):
        return _overview(too_many), 400
    found = regrading.plan(database(), quiz, only or None, never_lower=never_lower)
    try:
        if found.digest != form.get("digest"):
            raise Conflict(
                "What would change is not what you saw: answers came in meanwhile. Look again, then apply it."
            )
        regrading.apply(database(), person(), quiz, found, form.get("reason", ""), never_lower=never_lower)
    except (Conflict, Unreadable) as refused:
        shown = _dry_run(only, never_lower, form.get("reason", ""), refused.message)
        return shown, 409 if isinstance(refused, Conflict) else 400
    return redirect(f"/desk/{quiz.slug}/regrade?done=1", 303)


@bp.post("/<id:regrade>/undo")
@open_to(Access.INSTRUCTOR)
def undo(regrade: int) -> tuple[str, int] | Response:
    """Take one back."""
    try:
        regrading.undo(database(), person(), desk_quiz(), regrade, request.form.get("reason", ""))
    except (Conflict, Unreadable) as refused:
        return _overview(refused.message), 409 if isinstance(refused, Conflict) else 400
    return redirect(f"/desk/{desk_quiz().slug}/regrade?done=1", 303)


def _too_many(only: Sequence[str]) -> str | None:
    """Why this is no work for a page, where it is not."""
    quiz = desk_quiz()
    there = regrading.how_many_answers(database(), quiz, only or None)
    if there <= AT_ONCE:
        return None
    command = " ".join(["chainrule regrade", quiz.slug, *(f"--question {slug}" for slug in only)])
    return (
        f"These are {there:,} answers, too many for a page to wait for. Choose fewer questions, or run “{command}” on "
        "the server: it says what would change, and --apply changes it."
    )


def _overview(problem: str | None = None) -> str:
    quiz = desk_quiz()
    return render_template(
        "desk/regrade.html",
        quiz=quiz,
        stale=regrading.stale_questions(database(), quiz),
        past=regrading.past_regrades(database(), quiz),
        rulings=withdrawing.standing_rulings(database(), quiz),
        problem=problem,
    )


def _dry_run(only: Sequence[str], never_lower: bool, reason: str = "", problem: str | None = None) -> str:
    found = regrading.plan(database(), desk_quiz(), only or None, never_lower=never_lower)
    return render_template(
        "desk/regrade_dry_run.html",
        quiz=desk_quiz(),
        plan=found,
        only=only,
        never_lower=never_lower,
        reason=reason,
        problem=problem,
        most=SHOWN,
    )
