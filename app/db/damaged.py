"""A database file that SQLite itself cannot read any more."""

from __future__ import annotations

import sqlite3

_UNREADABLE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def is_damaged(error: BaseException | None) -> bool:
    """Whether an error, of SQLAlchemy or of the driver, says that the file is no whole database."""
    code = getattr(getattr(error, "orig", error), "sqlite_errorcode", 0)
    return code & 0xFF in _UNREADABLE
