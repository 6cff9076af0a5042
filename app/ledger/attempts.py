"""Attempts: beginning, finding and closing them; and the time that the ledger goes by."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from app.db import table
from app.db.prepared import Prepared
from app.keys import Keys
from app.ledger import chain
from app.ledger.heads import held_chain
from app.ledger.linking import Chain
from app.ledger.tables import Attempt, Item, Submission
from app.ledger.views import AttemptRow, ItemRow, NewItem
from app.refusals import NotThere

_ATTEMPTS, _ITEMS, _SUBMISSIONS = table(Attempt), table(Item), table(Submission)
_ROWS = select(*(_ATTEMPTS.c[name] for name in AttemptRow.__slots__))
_BY_ID = _ROWS.where(_ATTEMPTS.c.id == bindparam("attempt"))
_ATTEMPT, _LOCKED = Prepared(_BY_ID), Prepared(_BY_ID.with_for_update())
_LATEST = _ROWS.where(_ATTEMPTS.c.quiz_id == bindparam("quiz"), _ATTEMPTS.c.user_id == bindparam("user")).order_by(
    _ATTEMPTS.c.number.desc()
)
# What the ledger of a quiz has seen already.
SEEN = (
    select(func.max(_SUBMISSIONS.c.received_at)).where(_SUBMISSIONS.c.quiz_id == bindparam("quiz")).scalar_subquery(),
    select(func.max(_ATTEMPTS.c.started_at)).where(_ATTEMPTS.c.quiz_id == bindparam("quiz")).scalar_subquery(),
)
_SEEN = Prepared(select(*SEEN))
_ITEM_ROWS = select(*(_ITEMS.c[name] for name in ItemRow.__slots__)).order_by(_ITEMS.c.attempt_id, _ITEMS.c.position)
_OF_ATTEMPTS = _ITEM_ROWS.where(_ITEMS.c.attempt_id.in_(bindparam("attempts", expanding=True)))
_OF_QUESTION = _OF_ATTEMPTS.where(_ITEMS.c.question_id == bindparam("question"))


def ledger_now(c: Connection, clock: datetime, quiz_id: int) -> datetime:
    """The moment that decides: the clock's, but never before what the quiz's ledger has seen already."""
    (seen,) = _SEEN.rows(c, quiz=quiz_id)
    return latest(clock, seen)


def latest(clock: datetime, seen: Iterable[datetime | None]) -> datetime:
    """The last of these moments."""
    return max([clock, *(moment for moment in seen if moment is not None)])


def start(
    c: Connection,
    keys: Keys,
    quiz_id: int,
    user_id: int,
    now: datetime,
    due_at: datetime | None,
    items: list[NewItem],
    after: AttemptRow | None = None,
) -> int:
    """Begin an attempt with these items; its id. It is numbered by the one it comes `after`, the latest that was seen:
    where another was begun meanwhile, the number is taken, and the transaction fails."""
    number = after.number + 1 if after else 1
    key_id, seed = chain.key_id(keys.ledger), secrets.token_hex(16)
    identity = (quiz_id, user_id, number, seed, now, key_id)
    genesis = chain.genesis(keys.ledger, identity, (astuple(item) for item in items))
    names = ("quiz_id", "user_id", "number", "seed", "started_at", "key_id")
    row = insert(Attempt).values(
        **dict(zip(names, identity, strict=True)),
        due_at=due_at,
        finished_at=None,
        genesis=genesis,
        chain_length=0,
        chain_head=chain.head(keys.ledger, genesis, 0, genesis, due_at, None),
    )
    attempt_id = int(c.execute(row.returning(Attempt.id)).scalar_one())
    columns = NewItem.__slots__
    rows = [{"attempt_id": attempt_id, **{name: getattr(item, name) for name in columns}} for item in items]
    c.execute(insert(Item), rows)
    return attempt_id


def attempt(c: Connection, attempt_id: int, lock: bool = False) -> AttemptRow:
    """An attempt; raises NotThere. `lock` holds it until the transaction ends, where writers may run side by side."""
    row = (_LOCKED if lock else _ATTEMPT).row(c, attempt=attempt_id)
    if row is None:
        raise NotThere
    return AttemptRow(*row)


def latest_attempt(c: Connection, quiz_id: int, user_id: int) -> AttemptRow | None:
    """Somebody's last attempt at a quiz."""
    row = c.execute(_LATEST, {"quiz": quiz_id, "user": user_id}).first()
    return AttemptRow(*row) if row else None


def attempts_of(c: Connection, quiz_id: int, users: Sequence[int]) -> Sequence[AttemptRow]:
    """The attempts of these people at a quiz, the last of each."""
    query = _ROWS.where(_ATTEMPTS.c.quiz_id == quiz_id, _ATTEMPTS.c.user_id.in_(users)).order_by(_ATTEMPTS.c.number)
    return list({row.user_id: AttemptRow(*row) for row in c.execute(query)}.values())


def students_of(c: Connection, quiz_id: int) -> Mapping[int, int]:
    """Whose each attempt at a quiz is."""
    query = select(Attempt.id, Attempt.user_id).where(Attempt.quiz_id == quiz_id)
    return dict(c.execute(query).all())


def items(c: Connection, attempts: Sequence[int], question_id: int | None = None) -> Sequence[ItemRow]:
    """The items of attempts, in their order; of one question if given."""
    query = _OF_ATTEMPTS if question_id is None else _OF_QUESTION
    return [ItemRow(*row) for row in c.execute(query, {"attempts": attempts, "question": question_id})]


def item(c: Connection, item_id: int) -> ItemRow:
    """One item; raises NotThere."""
    row = c.execute(_ITEM_ROWS.where(_ITEMS.c.id == item_id)).one_or_none()
    if row is None:
        raise NotThere
    return ItemRow(*row)


def extend(c: Connection, keys: Keys, attempt_id: int, due_at: datetime | None) -> None:
    """Give an attempt a later end, or none."""
    _end(c, keys, replace(held_chain(c, attempt_id), due_at=due_at))


def past_due(c: Connection, now: datetime) -> Sequence[tuple[int, datetime]]:
    """Attempts whose time was up before now and that nobody handed in, with their ends."""
    query = select(Attempt.id, Attempt.due_at).where(Attempt.due_at < now, Attempt.finished_at.is_(None))
    return [(id, due_at) for id, due_at in c.execute(query.order_by(Attempt.id)) if due_at is not None]


def finish(c: Connection, keys: Keys, attempt_id: int, now: datetime) -> None:
    """Close an attempt; one that is closed stays as it is."""
    before = held_chain(c, attempt_id)
    if before.finished_at is None:
        _end(c, keys, replace(before, finished_at=now))


def _end(c: Connection, keys: Keys, after: Chain) -> None:
    ends = {"due_at": after.due_at, "finished_at": after.finished_at}
    c.execute(update(_ATTEMPTS).where(_ATTEMPTS.c.id == after.attempt_id).values({**ends, **after.head(keys)}))
