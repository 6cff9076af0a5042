"""What a quiz tells."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from app.insight import screen
from app.insight.analysis import analysis
from app.insight.answers import answers_to
from app.insight.overview import overview
from app.insight.statistics.items import FEW, Against
from app.insight.steps import steps
from app.insight.wall import walls
from app.people import service as people
from app.web.access import Access, database, desk_quiz, open_to, person

bp = Blueprint("insight", __name__, template_folder="templates", url_prefix="/desk/<quiz>")


@bp.url_value_preprocessor
def _take_quiz(endpoint: str | None, values: dict[str, str] | None) -> None:
    """The guard has read the quiz's name; views ask for `desk_quiz()`."""
    if values:
        values.pop("quiz", None)


@bp.get("")
@open_to(Access.ASSISTANT)
def start() -> str:
    """Where the quiz stands, and what waits for whom."""
    found = overview(database(), desk_quiz())
    mine = people.memberships(database(), person())
    course = next(entry.course for entry in mine if entry.course.id == found.quiz.course_id)
    return render_template("insight/overview.html", found=found, course=course)


@bp.get("/statistics")
@open_to(Access.ASSISTANT)
def statistics() -> str:
    """Item analysis; `?against=total` compares items with the whole quiz."""
    against: Against = "total" if request.args.get("against") == "total" else "rest"
    found = analysis(database(), desk_quiz(), against)
    return render_template("insight/statistics.html", analysis=found, chart=screen.totals(found), few=FEW)


@bp.get("/statistics/<slug>")
@open_to(Access.ASSISTANT)
def question(slug: str) -> str:
    """One question: options, mistakes, answers that mean the same, and what could not be read."""
    quiz = desk_quiz()
    return render_template("insight/question.html", quiz=quiz, question=answers_to(database(), quiz, slug))


@bp.get("/wall")
@open_to(Access.ASSISTANT)
def wall() -> str:
    """Every network that was given, the alike together."""
    found = [(one, screen.tiles(one)) for one in walls(database(), desk_quiz())]
    return render_template("insight/wall.html", walls=found)


@bp.get("/steps")
@open_to(Access.ASSISTANT)
def broken() -> str:
    """Where derivations and arguments break."""
    found = [(one, screen.breaks(one)) for one in steps(database(), desk_quiz())]
    return render_template("insight/steps.html", fields=found)
