"""One thread writes; callers share its commits, and nothing else."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Connection

from app.db import Database, opening
from app.refusals import Unavailable
from tests.app.store import KEYS

T = TypeVar("T")
Work = Callable[[Connection], object]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """A file with one table."""
    db = Database(f"sqlite:///{tmp_path / 'notes.db'}", KEYS)
    db.write(lambda c: c.exec_driver_sql("CREATE TABLE notes (n INTEGER PRIMARY KEY)") and None)
    yield db
    db.close()


def add(number: int) -> Work:
    return lambda c: c.exec_driver_sql("INSERT INTO notes VALUES (?)", (number,)).rowcount


def notes(db: Database) -> list[int]:
    with db.read() as c:
        return list(c.exec_driver_sql("SELECT n FROM notes ORDER BY n").scalars())


def together(db: Database, works: list[Work]) -> list[Future[object]]:
    """All of these wait while another is being written, so that they come into one transaction."""
    return waiting(db, [partial(db.write, work) for work in works])


def waiting(db: Database, asked: Sequence[Callable[[], T]]) -> list[Future[T]]:
    """The same for whatever is asked of the database."""
    entered, go = threading.Event(), threading.Event()

    def hold(c: Connection) -> None:
        entered.set()
        go.wait(10)

    with ThreadPoolExecutor(len(asked) + 1) as pool:
        holder = pool.submit(db.write, hold)
        entered.wait(10)
        futures = [pool.submit(one) for one in asked]
        while db._writer._jobs.qsize() < len(asked):  # type: ignore[union-attr]
            pass
        go.set()
    holder.exception()  # it shares what becomes of them
    return futures


def test_callers_share_a_commit_and_each_gets_its_own_result(db: Database) -> None:
    commits = []
    db.write(lambda c: c.connection.driver_connection.set_trace_callback(commits.append))
    futures = together(db, [add(number) for number in range(20)])
    db.write(lambda c: c.connection.driver_connection.set_trace_callback(None))
    assert [future.result() for future in futures] == [1] * 20
    assert notes(db) == list(range(20))
    assert commits.count("COMMIT") < 20


def test_who_fails_leaves_the_others_alone(db: Database) -> None:
    def halfway(c: Connection) -> None:
        add(100)(c)
        raise LookupError("halfway")

    futures = together(db, [add(1), halfway, add(1), add(2)])
    assert futures[0].result() == futures[3].result() == 1
    assert isinstance(futures[1].exception(), LookupError)
    assert "UNIQUE" in str(futures[2].exception())
    assert notes(db) == [1, 2]


def test_what_many_ask_for_is_done_at_once_and_each_alone_where_that_fails(db: Database) -> None:
    calls: list[list[int]] = []

    def add_all(c: Connection, numbers: Sequence[int]) -> Sequence[str]:
        calls.append(sorted(numbers))
        for number in numbers:
            add(number)(c)
        return [f"added {number}" for number in numbers]

    def ask(number: int) -> Callable[[], str]:
        return lambda: db.together(add_all, number)

    fine = waiting(db, [ask(number) for number in (1, 2, 3)])
    assert [future.result() for future in fine] == ["added 1", "added 2", "added 3"]
    mixed = waiting(db, [ask(number) for number in (4, 3, 5)])
    assert [mixed[0].result(), mixed[2].result()] == ["added 4", "added 5"]
    assert "UNIQUE" in str(mixed[1].exception())
    assert calls[:2] == [[1, 2, 3], [3, 4, 5]]
    assert sorted(calls[2:]) == [[3], [4], [5]]
    assert notes(db) == [1, 2, 3, 4, 5]


def test_when_the_transaction_is_lost_nobody_is_told_that_it_is_stored(db: Database) -> None:
    def lose(c: Connection) -> None:
        c.connection.driver_connection.execute("ROLLBACK")
        raise LookupError("lost")

    futures = together(db, [add(1), lose, add(2)])
    told = [future.exception() for future in futures]
    assert isinstance(told[0], Unavailable)
    assert isinstance(told[1], LookupError)
    assert notes(db) == ([2] if told[2] is None else [])
    assert db.write(add(3)) == 1


def test_when_the_commit_fails_nobody_is_told_that_it_is_stored(db: Database) -> None:
    db.write(
        lambda c: c.exec_driver_sql("CREATE TABLE more (n REFERENCES notes DEFERRABLE INITIALLY DEFERRED)") and None
    )
    futures = together(db, [add(1), lambda c: c.exec_driver_sql("INSERT INTO more VALUES (9)") and None])
    assert all(isinstance(future.exception(), Unavailable) for future in futures)
    assert notes(db) == []
    assert db.write(add(3)) == 1


def test_work_whose_turn_never_comes_is_taken_back(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    impatient = Database(db.url.render_as_string(), KEYS)
    entered, go = threading.Event(), threading.Event()

    def hold(c: Connection) -> None:
        entered.set()
        go.wait(10)

    with ThreadPoolExecutor(1) as pool:
        holder = pool.submit(impatient.write, hold)
        entered.wait(10)
        with pytest.raises(Unavailable, match="no turn"):
            impatient.write(add(1))
        go.set()
        holder.result()
    impatient.close()
    assert notes(db) == []


def test_closing_writes_what_is_waiting(db: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        futures = [pool.submit(db.write, add(number)) for number in range(50)]
        futures[0].result()
        db.close()
    stored = [number for number, future in enumerate(futures) if future.exception() is None]
    assert stored == notes(db)


def test_a_forked_process_writes_by_itself(db: Database, tmp_path: Path) -> None:
    script = """
import os, sys
from app.db import Database
from app.keys import Keys
db = Database(sys.argv[1], Keys(b"a grading key", b"a ledger key"))
add = "INSERT INTO notes VALUES (?)"
db.write(lambda c: c.exec_driver_sql(add, (1,)) and None)
with db.read() as c:
    c.exec_driver_sql("SELECT 1")
child = os.fork()
db.write(lambda c: c.exec_driver_sql(add, (3 if child else 2,)) and None)
if child:
    assert os.waitpid(child, 0)[1] == 0
os._exit(0)
"""
    ran = subprocess.run([sys.executable, "-c", script, str(db.url)], timeout=60, env={**os.environ, "PYTHONPATH": "."})
    assert ran.returncode == 0
    assert notes(db) == [1, 2, 3]


def test_a_writer_of_another_kind_is_waited_for(db: Database) -> None:
    holder = sqlite3.connect(str(db.sqlite_file), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(db.write, add(1))
        assert not waiting.done()
        holder.execute("COMMIT")
        assert waiting.result() == 1
    holder.close()
