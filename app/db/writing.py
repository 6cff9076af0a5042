"""The one thread of a process that writes to SQLite.

SQLite has one writer at a time, and each commit waits for the disk. So whoever wants to write leaves the work here;
what is waiting when a transaction is open goes into it too, each in a savepoint of its own, and all share one commit.
Each caller goes on only after that commit is on disk, or with an error after nothing of its work is there. Work that
can be done for many callers at once is: one who fails then makes it be done for each alone.

Writers of other processes wait for a lock on a file beside the database, which the kernel passes on at once and frees
when its holder dies. SQLite's own way of waiting sleeps ever longer and starves whoever is unlucky.
"""

from __future__ import annotations

import fcntl
import logging
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine

from app.db.opening import kept
from app.refusals import Unavailable

_LOG = logging.getLogger(__name__)

S = TypeVar("S")
T = TypeVar("T")
Work = Callable[[Connection, Sequence[S]], Sequence[T]]  # for many callers: what each asked for, what each gets

LONGEST = 0.02  # seconds after which a transaction takes no further work
DRAINING = 30.0  # seconds that closing waits for what was left here


class Writer:
    """Writes for all threads of its process. `patience` is for how many seconds work may wait for its turn."""

    def __init__(self, engine: Engine, file: Path, patience: float) -> None:
        self._engine = engine
        self._turn = file.with_name(file.name + "-turn")
        self._patience = patience
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def write(self, work: Callable[[Connection], T]) -> T:
        """The result of the work once it is on disk; raises what the work raises, and Unavailable when its turn does
        not come or the commit that it shares fails."""
        return self.together(lambda c, _: [work(c)], None)

    def together(self, work: Work[S, T], asked: S) -> T:
        """The same for work that is done at once for all who leave the same function."""
        if self._thread is None:
            self._start()
        job = _Job(work, asked)
        self._jobs.put(job)
        return cast(T, job.wait(self._patience))

    def close(self) -> None:
        """Write what is waiting and end the thread."""
        with self._starting:
            if self._thread is not None:
                self._jobs.put(None)
                self._thread.join(DRAINING)
                self._thread = None
                while not self._jobs.empty():  # left while the thread ended
                    if job := self._jobs.get():
                        job.fail(InterruptedError("closing"))

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._attend, name="writing", daemon=True)
                self._thread.start()

    def _attend(self) -> None:
        desk: _Desk | None = None
        last = False
        while not last and (first := self._jobs.get()) is not None:
            shared = [first]
            try:
                desk = desk or _Desk(self._engine, self._turn)
                with desk.transaction():
                    last = self._share(shared, desk)
            except BaseException as error:  # whatever it is, no caller may wait for ever
                for job in shared:
                    job.fail(error)
                if desk:
                    desk.close()
                desk = None
            else:
                for job in shared:
                    job.acknowledge()
        if desk:
            desk.close()

    def _share(self, shared: list[_Job], desk: _Desk) -> bool:
        """Run the first and what else comes in the open transaction; whether closing was asked for."""
        until = monotonic() + LONGEST
        done, closing = 0, self._join(shared)
        while done < len(shared):
            waiting, done = shared[done:], len(shared)
            for same in _by_work(waiting):
                desk.run(same)
            if not closing and monotonic() < until:
                closing = self._join(shared)
        return closing

    def _join(self, shared: list[_Job]) -> bool:
        """Add what is waiting; whether closing was asked for."""
        with suppress(Empty):
            while (job := self._jobs.get_nowait()) is not None:
                shared.append(job)
            return True
        return False


class _Desk:
    """The connection that writes, and the file for whose lock the writers of all processes wait."""

    def __init__(self, engine: Engine, turn: Path) -> None:
        self.connection, self.driver = kept(engine)
        self._turn = os.open(turn, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; on disk when it ends."""
        fcntl.flock(self._turn, fcntl.LOCK_EX)
        try:
            self.driver.execute("BEGIN IMMEDIATE")
            yield
            self.driver.execute("COMMIT")
        except BaseException:
            if self.driver.in_transaction:
                self.driver.execute("ROLLBACK")
            raise
        finally:
            fcntl.flock(self._turn, fcntl.LOCK_UN)

    def run(self, same: Sequence[_Job]) -> None:
        """Do the work of these, which is the same, or leave no trace of it; raises only when the transaction of all is
        lost. Where it fails for many, each is tried alone, so that nobody bears another's fault."""
        jobs = [job for job in same if job.claim()]
        if jobs and not self._done(jobs) and len(jobs) > 1:
            for job in jobs:
                self._done([job])

    def _done(self, jobs: Sequence[_Job]) -> bool:
        self.driver.execute("SAVEPOINT work")
        try:
            results = jobs[0].work(self.connection, [job.asked for job in jobs])
        except BaseException as error:
            for job in jobs:
                job.error = error
            if not self.driver.in_transaction:
                raise
            self.driver.execute("ROLLBACK TO work")
            if len(jobs) > 1:
                _LOG.info("%d are written one by one: %s", len(jobs), error)
            return False
        else:
            for job, result in zip(jobs, results, strict=True):
                job.result, job.error = result, None
            return True
        finally:
            if self.driver.in_transaction:
                self.driver.execute("RELEASE work")

    def close(self) -> None:
        """Let go of both."""
        os.close(self._turn)
        self.connection.close()


def _by_work(jobs: Sequence[_Job]) -> Iterable[Sequence[_Job]]:
    """Those of the same work together, in the order of the first of them."""
    found: dict[Work[Any, Any], list[_Job]] = {}
    for job in jobs:
        found.setdefault(job.work, []).append(job)
    return found.values()


class _Job:
    """What one caller wants written."""

    def __init__(self, work: Work[Any, Any], asked: Any) -> None:
        self.work, self.asked = work, asked
        self.result: Any = None
        self.error: BaseException | None = None
        self._claim = threading.Lock()  # whoever gets it: the writer to do the work, or the caller to take it back
        self._done = threading.Lock()
        self._done.acquire()

    def wait(self, patience: float) -> Any:
        """What the work gave; for the caller."""
        if not self._done.acquire(timeout=patience):
            if self._claim.acquire(blocking=False):
                raise Unavailable("the database is locked: no turn to write came")
            self._done.acquire()  # it is being written
        if self.error is not None:
            raise self.error
        return self.result

    def claim(self) -> bool:
        """Whether the caller still waits for it."""
        return self._claim.acquire(blocking=False)

    def acknowledge(self) -> None:
        """The commit is on disk."""
        self._done.release()

    def fail(self, error: BaseException) -> None:
        """The transaction of all is lost."""
        if self.error is None:
            self.error = Unavailable(f"a transaction was lost: {error}")
        self._done.release()
