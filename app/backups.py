"""Snapshots of an SQLite database: taken while others write, restored into an empty place only."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from app import upgrading
from app.db import Database
from app.db.damaged import is_damaged
from app.refusals import Refused

_OTHER = "Back up PostgreSQL with pg_dump and restore it with pg_restore: both are consistent by themselves."


def backup(db: Database, target: Path) -> None:
    """Write a snapshot; it appears under its name only once it is whole and on disk."""
    source = _file(db)
    if target.exists():
        raise Refused(f"{target} is there already.")
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(partial)) as copy:
        live.execute("PRAGMA busy_timeout=10000")
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
    _to_disk(partial)
    os.link(partial, target)  # unlike a rename, never over a file that came in between
    partial.unlink()
    _to_disk(target.parent)


def restore(db: Database, source: Path) -> None:
    """Bring a snapshot into an empty place and migrate it to this build's schema."""
    target = _file(db)
    if not source.is_file():
        raise Refused(f"There is no backup {source}.")
    if target.exists() and holds_data(target):
        raise Refused(f"{target} holds data. Restore into an empty place.")
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as copy:
        try:
            found = copy.execute("PRAGMA quick_check").fetchone()[0]
            copy.execute("SELECT version_num FROM alembic_version")
        except sqlite3.DatabaseError as error:
            raise Refused(f"{source} is no backup: {error}.") from None
        if found != "ok":
            raise Refused(f"{source} is damaged: {found}.")
        with closing(sqlite3.connect(target)) as fresh:
            copy.backup(fresh)
    upgrading.upgrade(db)


def holds_data(path: Path) -> bool:
    """Whether any table of ours has a row, or the file is something else than a database."""
    with closing(sqlite3.connect(path)) as there:
        try:
            return _has_rows(there)
        except sqlite3.DatabaseError as error:
            if is_damaged(error):
                return True
            raise


def _has_rows(there: sqlite3.Connection) -> bool:
    names = [row[0] for row in there.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    ours = (name for name in names if name != "alembic_version" and not name.startswith("sqlite_"))
    return any(there.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone() for name in ours)  # noqa: S608


def _file(db: Database) -> Path:
    if db.sqlite_file is None:
        raise Refused(_OTHER)
    return db.sqlite_file


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
