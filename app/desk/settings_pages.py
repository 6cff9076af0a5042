"""The settings of a quiz, and its release."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, g, redirect, render_template, request
from werkzeug.wrappers import Response

from app.desk import settings
from app.people import service as people
from app.quizzes import service as quizzes
from app.refusals import Conflict, Unreadable
from app.web.access import Access, database, desk_quiz, open_to, person

bp = Blueprint("settings", __name__, url_prefix="/desk/<quiz>")
RELEASING = {"release": quizzes.release, "take-back": quizzes.take_back}


@bp.url_value_preprocessor
def _take_quiz(endpoint: str | None, values: dict[str, str] | None) -> None:
    """The guard has read the quiz's name; views ask for `desk_quiz()`."""
    if values:
        values.pop("quiz", None)


@bp.get("/settings")
@open_to(Access.INSTRUCTOR)
def form() -> str:
    """The settings as they are, and what of them waits for a release."""
    return _screen(settings.as_typed(desk_quiz()))


@bp.post("/settings")
@open_to(Access.INSTRUCTOR)
def change() -> tuple[str, int] | Response:
    """Change them; what was refused stays typed."""
    quiz = desk_quiz()
    try:
        changed = settings.changes(request.form, quiz)
        quizzes.change_settings(database(), person(), quiz.id, changed, request.form.get("seen"))
    except (Unreadable, Conflict) as refused:
        g.quiz = quizzes.find_quiz(database(), person(), quiz.slug)
        return _screen(request.form, refused.message), 409 if isinstance(refused, Conflict) else 400
    return redirect(f"/desk/{quiz.slug}/settings?saved=1", 303)


@bp.post("/release")
@open_to(Access.INSTRUCTOR)
def release() -> Response:
    """Show what waits, or show it no longer: to all, or to those with a label."""
    quiz = desk_quiz()
    label, do = request.form.get("label") or None, request.form.get("do", "")
    if do not in RELEASING:
        raise Unreadable("It was not said whether to show it or to take it back. Use the buttons under Release.")
    with database().read() as c:
        known = {*people.labels_in(c, quiz.course_id), *quizzes.releases(c, quiz.id)}
    if label is not None and label not in known:
        raise Unreadable("Nobody in this course has that label, so there is nobody to show anything to.")
    RELEASING[do](database(), person(), quiz.id, label)
    return redirect(f"/desk/{quiz.slug}/settings#release", 303)


def _screen(typed: Mapping[str, str], problem: str | None = None) -> str:
    quiz = desk_quiz()
    with database().read() as c:
        labels, released = people.labels_in(c, quiz.course_id), quizzes.releases(c, quiz.id)
    return render_template(
        "desk/settings.html",
        quiz=quiz,
        typed=typed,
        stood=settings.as_typed(quiz),
        seen=quizzes.settings_seen(quiz),
        problem=problem,
        now=database().now(),
        labels={label: labels.get(label, 0) for label in sorted({*labels, *released})},
        released=released,
    )
