"""Drafts: saved often, never lost, and never a submission."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from app.db import Database
from app.ledger import service as ledger
from app.ledger.values import decoded, encoded
from app.people.views import Person
from app.quizzes import service as quizzes
from app.refusals import Closed, NotThere, StaleDraft, Unreadable
from app.taking.tables import Draft
from app.taking.timing import extend
from app.taking.views import DraftView
from questions.grading import CannotGrade, by_field


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A stored draft."""

    seq: int
    answer: str
    saved_at: datetime

    @property
    def is_blank(self) -> bool:
        """Whether all boxes were empty."""
        return self.answer == "{}"


def save_draft(db: Database, person: Person, attempt_id: int, slug: str, answer: Any, seq: int) -> DraftView:
    """Store a draft. `seq` is the last one seen + 1; raises StaleDraft with the stored one, Closed, NotThere."""
    text = encoded(answer)

    def work(c: Connection) -> DraftView:
        attempt = ledger.attempt(c, attempt_id, lock=True)
        if attempt.user_id != person.id:
            raise NotThere
        placed = quizzes.placed_question(c, attempt.quiz_id, slug)
        items = ledger.items(c, [attempt_id], placed.id)
        if not items:
            raise NotThere
        try:
            by_field(quizzes.question(c, items[0].version), answer)
        except CannotGrade as error:
            raise Unreadable(str(error)) from None
        now = ledger.ledger_now(c, db.now(), attempt.quiz_id)
        stored = drafts_of(c, attempt_id).get(placed.id)
        if stored and seq == stored.seq and text == stored.answer:  # the same request once more
            return view(slug, stored)
        if not extend(c, db.keys, quizzes.quiz_by_id(c, attempt.quiz_id), attempt).is_open(now):
            raise Closed("This attempt is closed; nothing more is saved.")
        if seq != (stored.seq if stored else 0) + 1:
            raise StaleDraft(view(slug, stored) if stored else None)
        fresh = DraftRow(seq, text, now)
        _store(c, attempt_id, placed.id, fresh, replace=stored is not None)
        return view(slug, fresh)

    return db.write(work)


def drafts_of(c: Connection, attempt_id: int) -> Mapping[int, DraftRow]:
    """The drafts of an attempt, by question."""
    query = select(Draft.question_id, Draft.seq, Draft.answer, Draft.saved_at).where(Draft.attempt_id == attempt_id)
    return {question: DraftRow(seq, answer, at) for question, seq, answer, at in c.execute(query)}


def last_drafts(c: Connection, attempts: Sequence[int]) -> Mapping[int, tuple[int, datetime]]:
    """The question that was last written at in each of these attempts, and when it was saved."""
    query = select(Draft.attempt_id, Draft.question_id, Draft.saved_at).where(Draft.attempt_id.in_(attempts))
    return {attempt: (question, at) for attempt, question, at in c.execute(query.order_by(Draft.saved_at))}


def view(slug: str, row: DraftRow) -> DraftView:
    """A draft as its student sees it."""
    return DraftView(slug, decoded(row.answer), row.seq, row.saved_at)


def _store(c: Connection, attempt_id: int, question_id: int, row: DraftRow, replace: bool) -> None:
    values = {"seq": row.seq, "answer": row.answer, "saved_at": row.saved_at}
    if replace:
        where = (Draft.attempt_id == attempt_id, Draft.question_id == question_id)
        c.execute(update(Draft).where(*where).values(values))
    else:
        c.execute(insert(Draft).values(attempt_id=attempt_id, question_id=question_id, **values))
