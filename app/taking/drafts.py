"""Drafts: saved often, never lost, and never a submission."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from app.db import table
from app.db.prepared import Prepared
from app.ledger.values import decoded
from app.taking.tables import Draft
from app.taking.views import DraftView

_DRAFTS = table(Draft)
_DRAFT = Prepared(
    select(_DRAFTS.c.seq, _DRAFTS.c.answer, _DRAFTS.c.saved_at).where(
        _DRAFTS.c.attempt_id == bindparam("attempt"), _DRAFTS.c.question_id == bindparam("question")
    )
)


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


def draft_of(c: Connection, attempt_id: int, question_id: int) -> DraftRow | None:
    """The draft of one question, if there is one."""
    row = _DRAFT.row(c, attempt=attempt_id, question=question_id)
    return DraftRow(*row) if row else None


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
