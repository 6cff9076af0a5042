"""The student's hour: begin, look, save, submit, hand in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from app.db import Database
from app.ledger import service as ledger
from app.ledger.values import decoded
from app.people.views import Person
from app.quizzes import service as quizzes
from app.refusals import NoTriesLeft, NotThere, Unreadable
from app.taking.drafts import save_draft
from app.taking.looking import answers, attempt, course_home, own_attempt, question, questions
from app.taking.progress import progress
from app.taking.starting import start_or_resume
from app.taking.submitting import grade_pending, submit
from app.taking.views import AttemptView
from questions import grading

__all__ = [
    "answers",
    "attempt",
    "course_home",
    "finish",
    "grade_pending",
    "preview",
    "question",
    "questions",
    "save_draft",
    "start_or_resume",
    "submit",
]


def finish(db: Database, person: Person, attempt_id: int) -> AttemptView:
    """Hand in; drafts that were not submitted are submitted first. Doing it again changes nothing."""
    with db.read() as c:
        done = progress(c, own_attempt(c, person, attempt_id), db.now())
    if done.attempt.is_open(done.now):
        for question_id, slug in done.slugs.items():
            if draft := done.newer_draft(question_id):
                _submit_draft(db, person, attempt_id, slug, draft.seq, decoded(draft.answer))
        db.write(lambda c: _close(c, db, attempt_id))
    return attempt(db, person, attempt_id)


def _submit_draft(db: Database, person: Person, attempt_id: int, slug: str, seq: int, answer: Any) -> None:
    try:
        submit(db, person, attempt_id, slug, answer, key=f"draft-handed-in-{attempt_id}-{seq}")
    except (NoTriesLeft, Unreadable):  # there was nothing in it, or nothing more may be submitted
        return


def _close(c: Connection, db: Database, attempt_id: int) -> None:
    found = ledger.attempt(c, attempt_id, lock=True)
    ledger.finish(c, attempt_id, ledger.ledger_now(c, db.now(), found.quiz_id))


def preview(db: Database, person: Person, attempt_id: int, slug: str, field: str, value: Any) -> dict[str, Any]:
    """How a value is read: reading (LaTeX), shape, problems; never a verdict."""
    with db.read() as c:
        found = own_attempt(c, person, attempt_id)
        placed = quizzes.placed_question(c, found.quiz_id, slug)
        items = ledger.items(c, [attempt_id], placed.id)
        if not items:
            raise NotThere
        asked = quizzes.question(c, items[0].version)
    try:
        return grading.preview(asked, field, value)
    except grading.CannotGrade as error:
        raise Unreadable(str(error)) from None
