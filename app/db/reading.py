"""Connections that read an SQLite file: each sees one snapshot at a time, and is used again and again."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine

from app.db.opening import kept


class Readers:
    """As many connections as there are threads that read at the same time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._free: deque[tuple[Connection, Any]] = deque()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One of them, in a transaction of its own. The one used last comes first: it has the most in memory."""
        try:
            connection, driver = self._free.pop()
        except IndexError:
            connection, driver = kept(self._engine)
        try:
            driver.execute("BEGIN")
            yield connection
            driver.execute("COMMIT")
        except BaseException:
            connection.close()
            raise
        self._free.append((connection, driver))

    def close(self) -> None:
        """Close those that nobody uses."""
        while self._free:
            self._free.pop()[0].close()
