"""Saving a draft: what is typed so far, by everybody and every few seconds.

Those that wait go in together, with few statements for all of them; where one may not, because time is up or another
window was first, that is found out for each alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from app.db import Database, table
from app.db.many import Lookup, replacing
from app.ledger import service as ledger
from app.ledger.values import encoded
from app.ledger.views import AttemptRow
from app.people.views import Person
from app.quizzes import service as quizzes
from app.refusals import Closed, NotThere, StaleDraft, Unreadable
from app.taking.beforehand import looked_at_and_stored
from app.taking.drafts import DraftRow, draft_of, view
from app.taking.tables import Draft
from app.taking.views import DraftView
from questions.grading import CannotGrade, by_field

_DRAFTS = table(Draft)
_SAVE = replacing(_DRAFTS)
_LAST_SEQ = Lookup(
    lambda place: (
        select(func.coalesce(func.max(_DRAFTS.c.seq), 0))
        .where(_DRAFTS.c.attempt_id == place[0], _DRAFTS.c.question_id == place[1])
        .scalar_subquery()
    ),
    (_DRAFTS.c.attempt_id, _DRAFTS.c.question_id),
)
OVER = "This attempt is closed; nothing more is saved."


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked for."""

    db: Database
    slug: str
    answer: Any
    text: str
    seq: int


@dataclass(frozen=True, slots=True)
class _Ready:
    """A draft that may be stored."""

    db: Database
    attempt: AttemptRow
    question_id: int
    text: str
    seq: int


def save_draft(db: Database, person: Person, attempt_id: int, slug: str, answer: Any, seq: int) -> DraftView:
    """Store a draft. `seq` is the last one seen + 1; raises StaleDraft with the stored one, Closed, NotThere."""
    asked = _Asked(db, slug, answer, encoded(answer), seq)
    row = looked_at_and_stored(db, person, attempt_id, lambda c, own: _examined(c, asked, own), DraftRow, _store_all)
    return view(slug, row)


def _examined(c: Connection, asked: _Asked, attempt: AttemptRow) -> DraftRow | _Ready:
    """What the same request stored before, or what may be stored."""
    _, placed = quizzes.place(c, attempt.quiz_id, asked.slug)
    items = ledger.items(c, [attempt.id], placed.id)
    if not items:
        raise NotThere
    try:
        by_field(quizzes.question(c, items[0].version), asked.answer)
    except CannotGrade as error:
        raise Unreadable(str(error)) from None
    stored = draft_of(c, attempt.id, placed.id)
    if stored and (asked.seq, asked.text) == (stored.seq, stored.answer):
        return stored
    if not attempt.is_open(ledger.ledger_now(c, asked.db.now(), attempt.quiz_id)):
        raise Closed(OVER)
    if asked.seq != (stored.seq if stored else 0) + 1:
        raise StaleDraft(view(asked.slug, stored) if stored else None)
    return _Ready(asked.db, attempt, placed.id, asked.text, asked.seq)


def _store_all(c: Connection, ready: Sequence[_Ready]) -> Sequence[DraftRow]:
    """Store these, each in place of the one before it; raises StaleDraft or Closed where one may not be any more."""
    attempts, places = {one.attempt.id for one in ready}, [(one.attempt.id, one.question_id) for one in ready]
    ledger.hold(c, attempts)
    clock = ready[0].db.now()
    moments = {quiz: ledger.ledger_now(c, clock, quiz) for quiz in {one.attempt.quiz_id for one in ready}}
    if ledger.running(c, attempts) != attempts:
        raise Closed(OVER)
    if not all(one.attempt.is_open(moments[one.attempt.quiz_id]) for one in ready):
        raise Closed(OVER)
    last = _LAST_SEQ.values(c, places)
    if len({*places}) < len(places) or any(one.seq != seq + 1 for one, seq in zip(ready, last, strict=True)):
        raise StaleDraft(None)
    rows = [DraftRow(one.seq, one.text, moments[one.attempt.quiz_id]) for one in ready]
    stored = [
        {"attempt_id": attempt, "question_id": question, "seq": row.seq, "answer": row.answer, "saved_at": row.saved_at}
        for (attempt, question), row in zip(places, rows, strict=True)
    ]
    _SAVE.run(c, stored)
    return rows
