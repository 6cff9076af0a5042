"""The one thread of a process that writes to SQLite.

SQLite has one writer at a time, and each commit waits for the disk. So whoever wants to write leaves the work here; what
is waiting when a transaction is open goes into it too, each in a savepoint of its own, and all share one commit. Each
caller goes on only after that commit is on disk, or with an error after nothing of its work is there.

Writers of other processes wait for a lock on a file beside the database, which the kernel passes on at once and frees
when its holder dies. SQLite's own way of waiting sleeps ever longer and starves whoever is unlucky.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine

from app.refusals import Unavailable

T = TypeVar("T")
Work = Callable[[Connection], Any]

LONGEST = 0.02  # seconds after which a transaction takes no further work
DRAINING = 30.0  # seconds that closing waits for what was left here


class Writer:
    """Writes for all threads of its process; begins by itself, also anew in a process that was forked.

    `patience` is for how many seconds a caller's work may wait for its turn.
    """

    def __init__(self, engine: Engine, file: Path, patience: float) -> None:
        self._engine = engine
        self._turn = file.with_name(file.name + "-turn")
        self._patience = patience
        self._starting = threading.Lock()
        self._process = 0

    def write(self, work: Callable[[Connection], T]) -> T:
        """The result of the work once it is on disk; raises what the work raises, and Unavailable when its turn does
        not come or the commit that it shares fails."""
        if self._process != os.getpid():
            self._start()
        job = _Job(work)
        self._jobs.put(job)
        return cast(T, job.wait(self._patience))

    def close(self) -> None:
        """Write what is waiting and end the thread."""
        if self._process == os.getpid():
            self._process = 0
            self._jobs.put(None)
            self._thread.join(DRAINING)

    def _start(self) -> None:
        with self._starting:
            if self._process != os.getpid():
                self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
                self._thread = threading.Thread(target=self._attend, args=(self._jobs,), name="writing", daemon=True)
                self._thread.start()
                self._process = os.getpid()

    def _attend(self, jobs: SimpleQueue[_Job | None]) -> None:
        while (first := jobs.get()) is not None:
            shared: list[_Job] = [first]
            try:
                last = self._share(shared, jobs)
            except BaseException as error:  # no caller may wait for ever
                for job in shared:
                    job.fail(error)
                continue
            for job in shared:
                job.acknowledge()
            if last:
                return

    def _share(self, shared: list[_Job], jobs: SimpleQueue[_Job | None]) -> bool:
        """Run the first and what else is waiting in one transaction; whether closing was asked for."""
        until = monotonic() + LONGEST
        with self._alone(), self._engine.connect() as plain:
            connection = plain.execution_options(immediate=True)
            with connection.begin():
                shared[0].run(connection)
                while monotonic() < until:
                    try:
                        job = jobs.get_nowait()
                    except Empty:
                        break
                    if job is None:
                        return True
                    shared.append(job)
                    job.run(connection)
        return False

    @contextmanager
    def _alone(self) -> Iterator[None]:
        handle = os.open(self._turn, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


class _Job:
    """What one caller wants written."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._result: Any = None
        self._error: BaseException | None = None
        self._claim = threading.Lock()  # whoever gets it: the writer to run the work, or the caller to take it back
        self._done = threading.Lock()
        self._done.acquire()

    def wait(self, patience: float) -> Any:
        """What the work returned; for the caller."""
        if not self._done.acquire(timeout=patience):
            if self._claim.acquire(blocking=False):
                raise Unavailable("the database is locked: no turn to write came")
            self._done.acquire()  # it is being written
        if self._error is not None:
            raise self._error
        return self._result

    def run(self, connection: Connection) -> None:
        """Do the work, or leave no trace of it; raises only when the transaction of all is lost."""
        if not self._claim.acquire(blocking=False):
            return
        driver: Any = connection.connection.driver_connection
        driver.execute("SAVEPOINT work")
        try:
            self._result = self._work(connection)
            driver.execute("RELEASE work")
        except BaseException as error:
            self._error = error
            if not driver.in_transaction:
                raise
            driver.execute("ROLLBACK TO work")
            driver.execute("RELEASE work")

    def acknowledge(self) -> None:
        """The commit is on disk."""
        self._done.release()

    def fail(self, error: BaseException) -> None:
        """The transaction of all is lost."""
        if self._error is None:
            self._error = Unavailable(f"a transaction was lost: {getattr(error, 'orig', error)}")
        self._done.release()
