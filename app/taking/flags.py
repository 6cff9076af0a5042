"""Questions that a student wants to come back to."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from app.db import Database
from app.ledger import service as ledger
from app.people.views import Person
from app.quizzes import service as quizzes
from app.refusals import NotThere
from app.taking.tables import Flag


def flag(db: Database, person: Person, attempt_id: int, slug: str, on: bool) -> None:
    """Flag a question for later, or take the flag away; doing it again changes nothing. Raises NotThere."""

    def work(c: Connection) -> None:
        attempt = ledger.attempt(c, attempt_id, lock=True)
        if attempt.user_id != person.id:
            raise NotThere
        placed = quizzes.placed_question(c, attempt.quiz_id, slug)
        if not ledger.items(c, [attempt_id], placed.id):
            raise NotThere
        row = {"attempt_id": attempt_id, "question_id": placed.id}
        if not on:
            c.execute(delete(Flag).filter_by(**row))
        elif placed.id not in flagged(c, attempt_id):
            c.execute(insert(Flag).values(**row, flagged_at=db.now()))

    db.write(work)


def flagged(c: Connection, attempt_id: int) -> frozenset[int]:
    """The flagged questions of an attempt."""
    return frozenset(c.execute(select(Flag.question_id).where(Flag.attempt_id == attempt_id)).scalars())
