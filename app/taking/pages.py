"""The student's pages: home, a quiz, an attempt, a question, handing in, results."""

from __future__ import annotations

from flask import Blueprint, g, jsonify, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.people import service as people
from app.people.views import Role
from app.quizzes import service as quizzes
from app.refusals import Closed, Conflict, NoTriesLeft, Refused, StaleDraft, Unreadable
from app.taking import screen, service
from app.taking.meanwhile import bp as meanwhile
from app.taking.own_data import own_data
from app.taking.views import QuestionView
from app.web.access import Access, database, open_to, person

bp = Blueprint("taking", __name__, template_folder="templates")
bp.register_blueprint(meanwhile)


@bp.get("/")
@open_to(Access.ANYONE)
def home() -> str:
    """The courses one is in, each with its quizzes and how far one is; a word of welcome for strangers."""
    if g.person is None:
        return render_template("taking/welcome.html")
    db = database()
    courses = [(entry, service.course_home(db, g.person, entry.course)) for entry in people.memberships(db, g.person)]
    return render_template("taking/home.html", courses=courses, student=Role.STUDENT)


@bp.get("/quizzes/<quiz>")
@open_to(Access.SIGNED_IN)
def quiz_page(quiz: str) -> str:
    """What a quiz is, before it is begun."""
    db = database()
    view = quizzes.find_quiz(db, person(), quiz)
    entry = next(entry for entry in people.memberships(db, person()) if entry.course.id == view.course_id)
    card = next(card for card in service.course_home(db, person(), entry.course) if card.quiz.id == view.id)
    return render_template("taking/quiz.html", card=card, entry=entry, student=Role.STUDENT)


@bp.post("/quizzes/<quiz>/attempts")
@open_to(Access.SIGNED_IN)
def start(quiz: str) -> Response:
    """Begin, or go on with what was begun."""
    again = request.form.get("form-do") == "again"
    return redirect(f"/attempts/{service.start_or_resume(database(), person(), quiz, again)}", 303)


@bp.get("/attempts/<id:attempt>")
@open_to(Access.SIGNED_IN)
def attempt_page(attempt: int) -> str:
    """All questions by section, with how far one is."""
    view = service.attempt(database(), person(), attempt)
    return render_template("taking/attempt.html", attempt=view, resume=screen.where_to_continue(view))


@bp.get("/attempts/<id:attempt>/questions/<slug>")
@open_to(Access.SIGNED_IN)
def question_page(attempt: int, slug: str) -> str:
    """One question."""
    return _question_screen(service.question(database(), person(), attempt, slug))


@bp.post("/attempts/<id:attempt>/questions/<slug>")
@open_to(Access.SIGNED_IN)
def answer(attempt: int, slug: str) -> tuple[str, int] | Response:
    """Check an answer, save a draft, flag a question. When that is refused, what was typed stays on the page."""
    view = service.question(database(), person(), attempt, slug)
    wanted = request.form.get("form-do", "check")
    try:
        DOINGS.get(wanted, _check)(view, request.form)
    except (Closed, Conflict, NoTriesLeft, Unreadable) as refused:
        now = service.question(database(), person(), attempt, slug)
        return _question_screen(now, request.form, refused), 409 if isinstance(refused, Conflict) else 403
    return redirect(f"/attempts/{attempt}/questions/{slug}#{'saved' if wanted == 'save' else 'answer'}", 303)


def _check(view: QuestionView, form: MultiDict[str, str]) -> None:
    values = screen.values(view.fields, form)
    if not values:
        raise Unreadable("There is nothing to check yet: all boxes are empty.")
    if fresh := screen.changed(view, values):
        key, seq = form.get("form-key", ""), screen.number(form, "form-seq")
        service.submit(database(), person(), view.attempt.id, view.slug, fresh, key=key, seq=seq)


def _save(view: QuestionView, form: MultiDict[str, str]) -> None:
    seq = screen.number(form, "form-draft")
    service.save_draft(database(), person(), view.attempt.id, view.slug, screen.values(view.fields, form), seq)


def _flag(view: QuestionView, form: MultiDict[str, str], on: bool = True) -> None:
    service.flag(database(), person(), view.attempt.id, view.slug, on)
    if screen.values(view.fields, form) != {field.name: field.value for field in view.fields if field.has_value}:
        _save(view, form)


def _unflag(view: QuestionView, form: MultiDict[str, str]) -> None:
    _flag(view, form, on=False)


DOINGS = {"check": _check, "save": _save, "flag": _flag, "unflag": _unflag}


@bp.get("/attempts/<id:attempt>/review")
@open_to(Access.SIGNED_IN)
def review(attempt: int) -> str:
    """What is answered and what is not, before handing in."""
    view = service.attempt(database(), person(), attempt)
    return render_template("taking/hand_in.html", attempt=view, cards=screen.cards(view))


@bp.post("/attempts/<id:attempt>/finish")
@open_to(Access.SIGNED_IN)
def finish(attempt: int) -> Response:
    """Hand in."""
    service.finish(database(), person(), attempt)
    return redirect(f"/attempts/{attempt}/results", 303)


@bp.get("/attempts/<id:attempt>/results")
@open_to(Access.SIGNED_IN)
def results(attempt: int) -> str:
    """Score by question, and for each field the reason, the reading and the counterexample."""
    return _results_screen(attempt)


@bp.post("/attempts/<id:attempt>/questions/<slug>/regrade")
@open_to(Access.SIGNED_IN)
def ask_regrade(attempt: int, slug: str) -> tuple[str, int] | Response:
    """Ask that a grade be looked at again, or go on with what was said about it."""
    field, text = request.form.get("form-field", ""), request.form.get("form-text", "")
    try:
        service.ask_regrade(database(), person(), attempt, slug, field, text)
    except (Closed, Unreadable) as refused:
        return _results_screen(attempt, refused.message), 403 if isinstance(refused, Closed) else 400
    return redirect(f"/attempts/{attempt}/results#q-{slug}", 303)


@bp.get("/attempts/<id:attempt>/data.json")
@open_to(Access.SIGNED_IN)
def data(attempt: int) -> Response:
    """All that is stored about one's own attempt, to keep."""
    db = database()
    asked, said = service.questions(db, person(), attempt), service.threads(db, person(), attempt)
    response = jsonify(own_data(asked[0].attempt, asked, said))
    response.headers["Content-Disposition"] = f"attachment; filename=attempt-{attempt}.json"
    return response


def _results_screen(attempt: int, problem: str | None = None) -> str:
    db = database()
    asked = service.questions(db, person(), attempt)
    pictures = service.pictures(db, person(), attempt, [question.slug for question in asked])
    return render_template(
        "taking/results.html",
        attempt=asked[0].attempt,
        questions=asked,
        threads=service.threads(db, person(), attempt),
        problem=problem,
        pictures=pictures,
        judged=screen.judged,
        shown_value=screen.shown,
    )


def _question_screen(
    view: QuestionView, form: MultiDict[str, str] | None = None, refused: Refused | None = None
) -> str:
    """The page; after a refusal with what was typed, and where another window saved a draft, with that beside it."""
    typed = None if form is None else screen.typed_parts(view, form)
    return render_template(
        "taking/question.html",
        question=view,
        attempt=view.attempt,
        rows=screen.rows(view, typed),
        palette=screen.palette(view),
        replay=screen.watched(view, request.args),
        section=screen.section_of(view.attempt, view.slug),
        pictures=service.pictures(database(), person(), view.attempt.id, [view.slug])[view.slug].latest,
        problem=refused and refused.message,
        newer=[field for field in view.fields if field.has_value] if isinstance(refused, StaleDraft) else [],
        shown_value=screen.shown_draft,
    )
