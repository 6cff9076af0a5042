"""What each student's mark in a field comes from."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from app.insight.marks import Column, Marks
from app.ledger import service as ledger
from app.ledger.meanings import Meant


def given(c: Connection, found: Marks, column: Column) -> Sequence[Meant]:
    """The answers to a field that count, one a student, in the order they were given. What grade an answer has is known
    from the marks, so that the ledger is asked for its text and meaning only."""
    counting = {
        mark.answer_id: (row, mark)
        for row in found.rows
        if (mark := row.marks.get(column)) and mark.answer_id is not None and mark.outcome is not None
    }
    texts = ledger.written(c, sorted(counting))
    return [
        Meant(id, row.head.id, row.head.user_id, texts[id][0], mark.outcome or "", mark.tag, texts[id][1])
        for id, (row, mark) in sorted(counting.items())
    ]
