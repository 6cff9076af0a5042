"""How an attempt stands at one of its questions: all that accepting a submission goes by, in one statement."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from app.db import table
from app.db.prepared import Prepared
from app.ledger.attempts import SEEN, latest
from app.ledger.rulings import are_there
from app.ledger.tables import Item, Submission
from app.ledger.views import AttemptRow, ItemRow, Standing

_ITEMS, _SUBMISSIONS = table(Item), table(Submission)
_OF_QUESTION = (_SUBMISSIONS.c.attempt_id == bindparam("attempt")) & (
    _SUBMISSIONS.c.question_id == bindparam("question")
)
_STANDING = Prepared(
    select(
        select(func.max(_SUBMISSIONS.c.seq)).where(_OF_QUESTION).scalar_subquery(),
        select(_SUBMISSIONS.c.id)
        .where(_OF_QUESTION, _SUBMISSIONS.c.idempotency_key == bindparam("key"))
        .scalar_subquery(),
        are_there(bindparam("question")),
        *SEEN,
        *(_ITEMS.c[name] for name in ItemRow.__slots__),
    )
    .where(_ITEMS.c.attempt_id == bindparam("attempt"), _ITEMS.c.question_id == bindparam("question"))
    .order_by(_ITEMS.c.position)
)


def standing(c: Connection, attempt: AttemptRow, question_id: int, key: str, clock: datetime) -> Standing:
    """What there is of a question when something is submitted to it with this idempotency key."""
    rows = _STANDING.rows(c, attempt=attempt.id, question=question_id, key=key, quiz=attempt.quiz_id)
    if not rows:
        return Standing({}, 0, None, clock, False)
    seq, submission, ruled, *seen = rows[0][:5]
    items = {item.field: item for item in (ItemRow(*row[5:]) for row in rows)}
    return Standing(items, seq or 0, submission, latest(clock, seen), ruled)
