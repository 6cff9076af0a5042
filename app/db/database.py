"""The database: how it is read and written.

Every write is one function run by `Database.write`, all of it or nothing; every read sees one snapshot. SQLite is
opened in WAL mode with synchronous=FULL, because NORMAL loses acknowledged submissions in a power cut. PostgreSQL needs
nothing but its address.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar
from weakref import WeakSet

from sqlalchemy import Connection, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.db import opening
from app.db.damaged import is_damaged
from app.db.gathering import Gathering
from app.db.reading import Readers
from app.db.repeating import again_where_another_came_between
from app.db.writing import Writer
from app.keys import Keys
from app.refusals import Refused, Unavailable, Unreadable

S = TypeVar("S")
T = TypeVar("T")


def utc_now() -> datetime:
    """The server's clock."""
    return datetime.now(UTC)


class Database:
    """One database and the keys it is used with. `clock` is what tests replace."""

    def __init__(self, url: str, keys: Keys, clock: Callable[[], datetime] = utc_now) -> None:
        self.url = _address(url)
        self.keys = keys
        self.clock = clock
        self.dialect = self.url.get_backend_name()
        self.engine = opening.engine(self.url)
        self._open()
        _ALL.add(self)

    def _open(self) -> None:
        file = self.sqlite_file
        self._reading = self.engine if file else opening.snapshots(self.engine)
        self._readers = Readers(self.engine) if file else None
        self._writer = Writer(self.engine, file, 2 * opening.BUSY_SECONDS) if file else None
        self._gathering = None if file else Gathering(self._write_alone)

    def now(self) -> datetime:
        """The moment by the server's clock; what the ledger goes by is `ledger.service.ledger_now`."""
        return self.clock()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one snapshot and writes nothing."""
        with _translated():
            if self._readers:
                with self._readers.read() as connection:
                    yield connection
                return
            with self._reading.connect() as connection, connection.begin():
                yield connection

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in one transaction; its result is returned only after the commit is on disk. PostgreSQL's writers
        run side by side: where another came between, `work` is run once more and sees what that one wrote."""
        with _translated():
            if self._writer:
                return self._writer.write(work)
            return again_where_another_came_between(lambda: self._write_alone(work))

    def _write_alone(self, work: Callable[[Connection], T]) -> T:
        with self.engine.begin() as connection:
            return work(connection)

    def together(self, work: Callable[[Connection, Sequence[S]], Sequence[T]], asked: S) -> T:
        """The same for work that does at once what many ask for; the same function must come from all of them. It may
        be run again, for one alone."""
        with _translated():
            if self._writer:
                return self._writer.together(work, asked)
            if self._gathering and (done := self._gathering.done_for_all(work, asked)):
                return done[0]
        return self.write(lambda c: work(c, [asked])[0])

    @property
    def sqlite_file(self) -> Path | None:
        """The file, where the database is one."""
        return Path(str(self.url.database)) if self.dialect == "sqlite" else None

    def close(self) -> None:
        """Write what is waiting and close all connections."""
        if self._writer and self._readers:
            self._writer.close()
            self._readers.close()
        self.engine.dispose()

    def after_fork(self) -> None:
        """In the new process: leave the connections to the old one, and begin with none."""
        _LEFT.append((self._readers, self._writer))
        self.engine.dispose(close=False)
        self._open()


_ALL: WeakSet[Database] = WeakSet()
_LEFT: list[object] = []  # closing a connection of another process would take its locks away


def _after_fork() -> None:
    for db in list(_ALL):
        db.after_fork()


os.register_at_fork(after_in_child=_after_fork)


def _address(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError):  # whose words may have a part of a password in them
        raise Refused("DATABASE_URL cannot be read: it is postgresql://user:password@host:port/database.") from None


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (OperationalError, PoolTimeout, sqlite3.OperationalError) as error:
        raise Unavailable(str(getattr(error, "orig", error))) from error
    except DataError as error:
        if "NUL" in str(error.orig):  # PostgreSQL alone says so; SQLite finds nothing by such a text
            raise Unreadable("A text has a NUL in it, which is no character of any answer or name.") from None
        raise
    except (DBAPIError, sqlite3.DatabaseError) as error:
        if is_damaged(error) or getattr(error, "connection_invalidated", False):
            raise Unavailable(str(getattr(error, "orig", error))) from error
        raise
