"""Taking a quiz by the JSON API: the same services as the pages."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest

from app.people import service as people
from app.quizzes import service as quizzes
from app.refusals import StaleDraft
from app.taking import service, wire
from app.taking.views import AttemptView
from app.web import problems
from app.web.access import Access, database, open_to, person
from app.web.bodies import Nothing, read
from app.web.operations import PREFIX, Header, Link, answer, operation

bp = Blueprint("taking_api", __name__, url_prefix=PREFIX)

KEY = Header(
    "Idempotency-Key",
    r"^[!-~][ -~]{14,62}[!-~]$",
    "16 to 64 printable characters, chosen at random for each submission. It belongs to its attempt and question: the "
    "same key and answer again are answered as the first time, and nothing is stored twice.",
    "3f0c9b1e5d7a4c2f8e6b",
)
OF_ATTEMPT = {"attempt": "$response.body#/id"}
OF_QUESTION = {**OF_ATTEMPT, "question": "$response.body#/questions/0/id"}
LINKS = {
    "attempt": Link("getAttempt", OF_ATTEMPT),
    "draft": Link("saveDraft", OF_QUESTION),
    "submission": Link("submitAnswer", OF_QUESTION),
    "end": Link("finishAttempt", OF_ATTEMPT),
}


@bp.get("/quizzes")
@open_to(Access.SIGNED_IN)
@operation("listQuizzes", {200: list[wire.Quiz]})
def list_quizzes() -> Response:
    """The quizzes of one's courses, the next due first."""
    db = database()
    homes = [service.course_home(db, person(), entry.course) for entry in people.memberships(db, person())]
    return answer([wire.quiz(card, quizzes.question_ids(db, card.quiz.id)) for cards in homes for card in cards])


@bp.post("/quizzes/<quiz>/attempts")
@open_to(Access.SIGNED_IN)
@operation("startAttempt", {200: wire.Attempt}, body=Nothing, problems=(403,), links=LINKS)
def start(quiz: str) -> Response:
    """Begin a quiz, or go on with what was begun. 403 before it opens and, unless begun, after it is due."""
    read(Nothing)
    return _attempt(service.attempt(database(), person(), service.start_or_resume(database(), person(), quiz)))


@bp.get("/attempts/<id:attempt>")
@open_to(Access.SIGNED_IN)
@operation("getAttempt", {200: wire.Attempt})
def show(attempt: int) -> Response:
    """One's own attempt, with what is stored of its answers."""
    return _attempt(service.attempt(database(), person(), attempt))


@bp.put("/attempts/<id:attempt>/answers/<question>")
@open_to(Access.SIGNED_IN)
@operation("saveDraft", {200: wire.Draft, 409: wire.StaleDraft}, body=wire.NewDraft, problems=(403, 422))
def save(attempt: int, question: str) -> Response:
    """Keep a draft, which is no submission. 409, with the stored draft, when another was saved meanwhile."""
    sent = read(wire.NewDraft)
    try:
        stored = service.save_draft(database(), person(), attempt, question, sent.answer, int(sent.seq))
    except StaleDraft as stale:
        return problems.response(wire.stale(question, stale))
    return answer(wire.draft(stored))


@bp.post("/attempts/<id:attempt>/answers/<question>/submit")
@open_to(Access.SIGNED_IN)
@operation(
    "submitAnswer",
    {201: wire.Graded, 200: wire.Graded},
    body=wire.NewAnswer,
    problems=(403, 409, 422),
    headers=(KEY,),
)
def submit(attempt: int, question: str) -> Response:
    """Submit an answer. 201 means that it is on disk and graded, 200 that it was before, with this key.

    403 when the attempt is closed or no tries are left, 409 when the key came with another answer before, 422 when the
    answer names fields that the question does not have.
    """
    sent = read(wire.NewAnswer)
    receipt = service.submit(database(), person(), attempt, question, sent.answer, key=_key())
    return answer(wire.graded(receipt), 200 if receipt.repeated else 201)


@bp.post("/attempts/<id:attempt>/finish")
@open_to(Access.SIGNED_IN)
@operation("finishAttempt", {200: wire.Attempt}, body=Nothing)
def finish(attempt: int) -> Response:
    """Hand in; drafts that were not submitted are submitted first. Doing it again changes nothing."""
    read(Nothing)
    return _attempt(service.finish(database(), person(), attempt))


@bp.post("/preview")
@open_to(Access.SIGNED_IN)
@operation("preview", {200: wire.Reading}, body=wire.Typed, problems=(422,))
def preview() -> Response:
    """How a value would be read, before and without any judgement on it."""
    sent = read(wire.Typed)
    seen: dict[str, Any] = service.preview_named(database(), person(), sent.question, sent.field, sent.value)
    return answer(wire.Reading(**seen))


def _attempt(view: AttemptView) -> Response:
    return answer(wire.attempt(view, list(service.answers(database(), person(), view.id))))


def _key() -> str:
    given = request.headers.get(KEY.name)
    if given is None or not re.fullmatch(KEY.pattern, given):
        raise BadRequest(f"The header `{KEY.name}` has 16 to 64 printable ASCII characters.")
    return given
