"""A database within one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection

from app.db import Database

T = TypeVar("T")


class Whole(Database):
    """A database all of whose writes are part of one transaction of another: they are kept together or not at all.

    Its clock is its own, so that whoever rehearses can move it.
    """

    def __init__(self, db: Database, connection: Connection) -> None:
        self.url, self.keys, self.dialect, self.engine = db.url, db.keys, db.dialect, db.engine
        self.clock = db.clock
        self._connection = connection
        self._writer = self._gathering = None  # so that nothing is left to another thread

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """What was written so far can be read."""
        yield self._connection

    def write(self, work: Callable[[Connection], T]) -> T:
        """What `work` refuses is undone, alone."""
        with self._connection.begin_nested():
            return work(self._connection)
