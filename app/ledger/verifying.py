"""Verification: every seal of every attempt is computed anew and compared with what is stored."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, RowMapping, String, inspect, select, text, type_coerce

from app.db import Database, UTCTime
from app.ledger import chain, postgresql, sqlite
from app.ledger.linking import SEALED as EVENT_SEALED
from app.ledger.submissions import SEALED as SUBMISSION_SEALED
from app.ledger.tables import Answer, Attempt, GradeEvent, Item, Submission
from app.ledger.views import Damage, NewItem
from app.refusals import Refused

_ATTEMPT_SEALED = ("quiz_id", "user_id", "number", "seed", "started_at", "key_id")


def verify(db: Database) -> Iterator[Damage]:
    """Everything that is wrong with the ledger, attempt by attempt; raises Refused when LEDGER_KEY is another one.

    An answer without a grade event is no damage: a crash, or a snapshot taken while it was graded, leaves one.
    """
    with db.read() as c, _any_bytes(c):
        _check_key(c, db.keys.ledger)
        yield from _whole_database(c)
        for attempt in _rows(c, Attempt, Attempt.id):
            yield from _attempt(c, db.keys.ledger, attempt)
        yield from _versions(c)


@contextmanager
def _any_bytes(c: Connection) -> Iterator[None]:
    """Read texts whose bytes are no text any more: they must show as damage, not as an error."""
    if c.dialect.name != "sqlite":
        yield
        return
    driver: Any = c.connection.driver_connection
    driver.text_factory = lambda raw: raw.decode("utf-8", "replace")
    try:
        yield
    finally:
        driver.text_factory = str


def _attempt(c: Connection, key: bytes, attempt: RowMapping) -> Iterator[Damage]:
    def damage(what: str) -> Damage:
        return Damage(attempt["id"], what)

    items = _rows(c, Item, Item.position, Item.attempt_id == attempt["id"])
    sealed = ([item[name] for name in NewItem.__slots__] for item in items)
    if attempt["genesis"] != chain.genesis(key, (attempt[name] for name in _ATTEMPT_SEALED), sealed):
        yield damage("the attempt or one of its items was altered")
    submissions = _rows(c, Submission, Submission.id, Submission.attempt_id == attempt["id"])
    for row in submissions:
        if row["mac"] != chain.submission_mac(key, (row[name] for name in SUBMISSION_SEALED)):
            yield damage(f"submission {row['id']} was altered")
    macs = {row["id"]: row["mac"] for row in submissions}
    answers = {row["id"]: row for row in _rows(c, Answer, Answer.id, Answer.submission_id.in_(macs))}
    previous, length = attempt["genesis"], 0
    for length, row in enumerate(_rows(c, GradeEvent, GradeEvent.seq, GradeEvent.attempt_id == attempt["id"]), 1):
        yield from map(damage, _event(key, row, length, previous, answers, macs))
        previous = row["mac"]
    if length != attempt["chain_length"]:
        yield damage(f"{attempt['chain_length']} grade events were recorded, {length} are there")
    if attempt["chain_head"] != chain.head(key, attempt["genesis"], attempt["chain_length"], previous):
        yield damage(f"the chain does not end where it ended, after grade event {attempt['chain_length']}")


def _event(
    key: bytes, row: RowMapping, seq: int, previous: str, answers: dict[int, RowMapping], macs: dict[int, str]
) -> Iterator[str]:
    sealed: tuple[chain.Part, ...] = ()
    if row["answer_id"] is not None:
        answer = answers.get(row["answer_id"])
        if answer is None:
            yield f"answer {row['answer_id']} of grade event {row['id']} is gone"
            return
        sealed = (answer["seq"], answer["value"], macs[answer["submission_id"]])
    if row["seq"] != seq or row["previous"] != previous:
        yield f"grade event {row['id']} does not follow the one before it"
    if row["mac"] != chain.event_mac(key, (row[name] for name in EVENT_SEALED), sealed):
        of = f" or its answer {row['answer_id']}" if row["answer_id"] is not None else ""
        yield f"grade event {row['id']}{of} was altered"


def _rows(c: Connection, table: type[Any], order: Any, *conditions: Any) -> Sequence[RowMapping]:
    """Rows with moments as they are stored, so that not one byte can differ unseen."""
    columns = [_raw(column, c) for column in inspect(table).columns]
    return c.execute(select(*columns).where(*conditions).order_by(order)).mappings().all()


def _raw(column: Any, c: Connection) -> Any:
    stored_as_text = c.dialect.name == "sqlite" and isinstance(column.type, UTCTime)
    return type_coerce(column, String).label(column.name) if stored_as_text else column


def _check_key(c: Connection, key: bytes) -> None:
    """One key seals a whole database; where none of it was sealed by ours, ours is wrong and nothing is damaged."""
    found = set(c.execute(select(Attempt.key_id).distinct()).scalars())
    if found and chain.key_id(key) not in found:
        raise Refused("LEDGER_KEY is not the key that this database was written with.")


def _versions(c: Connection) -> Iterator[Damage]:
    for hash_, content in c.execute(text("SELECT hash, content FROM question_versions ORDER BY hash")):
        if hashlib.sha256(content.encode("utf-8", "replace")).hexdigest() != hash_:
            yield Damage(None, f"question version {hash_[:12]} was altered")


def _whole_database(c: Connection) -> Iterator[Damage]:
    if c.dialect.name == "sqlite":
        for (message,) in c.exec_driver_sql("PRAGMA integrity_check"):
            if message != "ok":
                yield Damage(None, f"SQLite: {message}")
        for table, row, parent, _ in c.exec_driver_sql("PRAGMA foreign_key_check"):
            yield Damage(None, f"row {row} of {table} belongs to a row of {parent} that is gone")
        there = set(c.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type = 'trigger'").scalars())
        wanted = sqlite.TRIGGERS
        missing = [name for name, statement in wanted.items() if statement not in there]
    else:
        enabled = text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'")
        names = set(c.execute(enabled).scalars())
        missing = [name for name in postgresql.TRIGGERS if name not in names]
    for name in missing:
        yield Damage(None, f"the trigger {name} is gone or altered")
