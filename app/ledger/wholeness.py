"""Whether the database as a whole is as it should be: its file, its references, its rules, the questions' versions."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table, text
from sqlalchemy.exc import DatabaseError

from app.db import Base
from app.db.damaged import is_damaged
from app.ledger import postgresql, sqlite
from app.ledger.views import Damage


def whole_database(c: Connection) -> Iterator[Damage]:
    """What is wrong with it beyond single attempts."""
    if c.dialect.name == "sqlite":
        yield from legible("the file", _integrity(c))
    for table in Base.metadata.tables.values():
        yield from legible(f"the table {table.name}", _orphans(c, table))
    missing = _missing_on_sqlite(c) if c.dialect.name == "sqlite" else _missing_on_postgresql(c)
    for name in missing:
        yield Damage(None, f"the trigger {name} is gone or altered")


def legible(what: str, found: Iterator[Damage], attempt: int | None = None) -> Iterator[Damage]:
    """What is found, and that the rest cannot be read where SQLite stumbles: all else is looked at nevertheless."""
    try:
        yield from found
    except (DatabaseError, sqlite3.DatabaseError) as error:
        if not is_damaged(error):
            raise
        yield Damage(attempt, f"{what} cannot be read: {getattr(error, 'orig', error)}")


def _integrity(c: Connection) -> Iterator[Damage]:
    """By the driver itself, line by line: what was said before SQLite gives up counts, too."""
    driver: Any = c.connection.driver_connection
    for (message,) in driver.execute("PRAGMA integrity_check"):
        if message != "ok":
            yield Damage(None, f"SQLite: {message}")


def versions(c: Connection) -> Iterator[Damage]:
    """The versions of questions that are not what their hashes say."""
    for hash_, content in c.execute(text("SELECT hash, content FROM question_versions ORDER BY hash")):
        if hashlib.sha256(_bytes(content)).hexdigest() != hash_:
            yield Damage(None, f"question version {str(hash_)[:12]} was altered")


def _bytes(content: object) -> bytes:
    return content.encode("utf-8", "replace") if isinstance(content, str) else b""


def _orphans(c: Connection, table: Table) -> Iterator[Damage]:
    """Rows that refer to one that is gone: foreign keys can be switched off."""
    row = next(iter(table.primary_key.columns)).name
    attempt = "t.attempt_id" if "attempt_id" in table.columns else "NULL"
    for key in table.foreign_keys:
        column, (parent, there) = key.parent.name, key.target_fullname.split(".")
        gone = f"t.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {parent} p WHERE p.{there} = t.{column})"  # noqa: S608 (our names)
        found = c.exec_driver_sql(f"SELECT t.{row}, {attempt} FROM {table.name} t WHERE {gone} ORDER BY 1")  # noqa: S608
        for id, of in found:
            yield Damage(of, f"row {id} of {table.name} belongs to a row of {parent} that is gone")


def _missing_on_sqlite(c: Connection) -> Iterator[str]:
    there = set(c.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type = 'trigger'").scalars())
    yield from (name for name, statement in sqlite.TRIGGERS.items() if statement not in there)


def _missing_on_postgresql(c: Connection) -> Iterator[str]:
    """Those that are gone, switched off, or run something else."""
    enabled = (
        "SELECT tgname, pg_get_triggerdef(oid, true) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    )
    triggers = {name: definition.split() for name, definition in c.execute(text(enabled))}
    functions = c.execute(text("SELECT proname, prosrc FROM pg_proc"))
    bodies: dict[str, str] = dict(functions.all())
    wanted = postgresql.FUNCTIONS.items()
    altered = [name for name, statement in wanted if bodies.get(name) != statement.split("$$")[1]]
    for name, statement in postgresql.TRIGGERS.items():
        runs = statement.rpartition(" ")[2].removesuffix("()")
        if triggers.get(name) != statement.split() or runs in altered:
            yield name
