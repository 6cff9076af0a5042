"""The questions of a quiz for its instructors: the key, the examples, trying draws, changing and publishing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from app import kinds
from app.desk import questions as service
from app.desk.questions import Sheet
from app.desk.trying import Trial, trial
from app.quizzes import service as quizzes
from app.quizzes.views import Revision
from app.refusals import Conflict
from app.web.access import Access, database, desk_quiz, open_to, person
from questions.faults import BankError

bp = Blueprint("questions", __name__, url_prefix="/desk/<quiz>/questions")


@dataclass(frozen=True, slots=True)
class FaultLine:
    """What is wrong with a text, and the line that it stands on."""

    number: int
    line: str
    message: str


@bp.url_value_preprocessor
def _take_quiz(endpoint: str | None, values: dict[str, str] | None) -> None:
    """The guard has read the quiz's name; views ask for `desk_quiz()`."""
    if values:
        values.pop("quiz", None)


@bp.get("")
@open_to(Access.INSTRUCTOR)
def all_questions() -> str:
    """The questions of the quiz."""
    return render_template("desk/questions.html", questions=service.slugs(database(), desk_quiz()))


@bp.get("/<slug>")
@open_to(Access.INSTRUCTOR)
def one(slug: str) -> str:
    """A question: as students see it, its key and examples; with `?draws` also what its draws give."""
    sheet = service.sheet(database(), desk_quiz(), slug)
    return _screen(sheet, draws="draws" in request.args)


@bp.post("/<slug>")
@open_to(Access.INSTRUCTOR)
def change(slug: str) -> tuple[str, int] | str | Response:
    """Check a changed text and run it on the stored answers; publish it when that was asked for."""
    db, quiz = database(), desk_quiz()
    sheet = service.sheet(db, quiz, slug)
    text, seen = request.form.get("text", "").replace("\r\n", "\n"), request.form.get("seen", "")
    try:
        revision = quizzes.read_revision(db, slug, text)
        if request.form.get("do") == "publish":
            service.publish(db, person(), quiz, seen, revision)
            return redirect(f"/desk/{quiz.slug}/questions/{slug}?published=1", 303)
    except BankError as error:
        return _screen(sheet, text, faults=_faults(text, error)), 400
    except Conflict as refused:
        return _screen(sheet, text, problem=refused.message), 409
    return _screen(sheet, text, revision, trial(db, quiz, sheet.placed, revision.question))


def _screen(
    sheet: Sheet,
    text: str | None = None,
    revision: Revision | None = None,
    tried: Trial | None = None,
    *,
    faults: Sequence[FaultLine] = (),
    problem: str | None = None,
    draws: bool = False,
) -> str:
    question = revision.question if revision else sheet.question
    drawn = list(service.variants(question, database().keys.grading)) if draws or revision else []
    return render_template(
        "desk/question.html",
        sheet=sheet,
        text=sheet.text if text is None else text,
        revision=revision,
        tried=tried,
        faults=faults,
        problem=problem,
        draws=drawn,
        control=lambda field: kinds.control(field.kind, field.name, field.ask, {}),
        key=lambda kind, name, ask, key: kinds.shown_value(kind, name, ask, None, solution=key),
    )


def _faults(text: str, error: BankError) -> list[FaultLine]:
    lines = text.split("\n")
    found = []
    for fault in error.faults[:100]:
        number = fault.place.line if fault.place else 1
        found.append(FaultLine(number, lines[min(number, len(lines)) - 1][:200], fault.message))
    return found
