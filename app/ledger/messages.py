"""What a student and the staff say to each other about the grade of an item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select

from app.ledger.tables import Attempt, Item, RegradeMessage
from app.ledger.views import MessageRow

_MESSAGE = (
    RegradeMessage.id,
    RegradeMessage.item_id,
    RegradeMessage.author_id,
    RegradeMessage.at,
    RegradeMessage.text,
)


def say(c: Connection, item_id: int, author_id: int, at: datetime, text: str) -> None:
    """Append to what is said about an item."""
    c.execute(insert(RegradeMessage).values(item_id=item_id, author_id=author_id, at=at, text=text))


def said(c: Connection, items: Sequence[int]) -> Mapping[int, Sequence[MessageRow]]:
    """What was said about these items, oldest first; without those nobody wrote about."""
    query = select(*_MESSAGE).where(RegradeMessage.item_id.in_(items)).order_by(RegradeMessage.id)
    found: dict[int, list[MessageRow]] = {}
    for row in c.execute(query):
        found.setdefault(row.item_id, []).append(MessageRow(*row))
    return found


def items_spoken_of(c: Connection, quiz_id: int) -> Mapping[int, int]:
    """The items of a quiz that somebody wrote about, with their attempts; the longest silence first."""
    query = (
        select(RegradeMessage.item_id, Item.attempt_id)
        .join(Item, Item.id == RegradeMessage.item_id)
        .join(Attempt, Attempt.id == Item.attempt_id)
        .where(Attempt.quiz_id + 0 == quiz_id)  # so that SQLite begins with the messages, which are few
        .order_by(RegradeMessage.id.desc())
    )
    newest_first = dict.fromkeys((item, attempt) for item, attempt in c.execute(query))
    return dict(reversed(newest_first))
