"""Whatever is altered in the ledger by somebody who has the database but not the key, `verify` names the attempt: every
column of every row, as the tables have them, so that a column to come is not forgotten."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from itertools import combinations
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, Connection, Integer, Table, text

from app.ledger import service as ledger
from app.ledger.tables import Answer, Attempt, GradeEvent, Item, Submission
from app.taking import service as taking
from tests.app.store import Store

TABLES: tuple[Table, ...] = tuple(one.__table__ for one in (Attempt, Item, Submission, Answer, GradeEvent))
NAMES = tuple(table.name for table in TABLES)
Row = Mapping[str, Any]
Rows = Mapping[str, list[Row]]
Change = tuple[str, Row, str, Any]  # table, row, column, value
Kind = Callable[[Column[Any], Any], Iterator[Any]]
Alter = Callable[..., object]


def unnoticed(rows: Rows, table: str, row: Row, column: str) -> str | None:
    """Why an alteration cannot show; None where it must."""
    id = row["id"]
    if column != "id":
        return None
    if table == "items" and id not in {one["item_id"] for one in rows["answers"]}:
        return "the number of a row that no other refers to says nothing: nothing was answered to this item"
    if table == "answers" and id not in {one["answer_id"] for one in rows["grade_events"]}:
        return "the same: nothing has judged this answer, and the submission's seal has what it says"
    if table == "grade_events" and id == max(
        one["id"] for one in rows["grade_events"] if one["attempt_id"] == row["attempt_id"]
    ):
        return "the same: of the last event; that of an earlier one would no longer be in order"
    return None


@pytest.fixture
def used(store: Store) -> Store:
    """Two attempts: one with grades of each kind and an end, closed, in which a crash left the last submission."""
    store.load('[quiz]\nminutes = 30\nmode = "homework"\n', name="timed")
    attempt = store.start(name="timed")
    store.submit(attempt, "1.1", "B", "first")
    store.submit(attempt, "1.1", "A", "second")
    store.submit(attempt, "1.2", {"why": "Because.", "pick": "B"}, "third")
    store.start(store.other, name="timed")
    taking.hand_in(store.db, store.student, attempt)
    return store


@pytest.fixture
def crashed(used: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The same with a third attempt whose only submission nothing has judged."""
    attempt = used.start(name="small")

    def crash(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr("app.taking.submitting.judge", crash)
        with pytest.raises(SystemExit):
            used.submit(attempt, "1.2", {"why": "So.", "pick": "A"}, "fourth")
    return used


def contents(store: Store) -> dict[str, list[Row]]:
    """All rows of the ledger."""
    with store.db.read() as c:
        return {name: list(c.execute(text(f"SELECT * FROM {name} ORDER BY id")).mappings()) for name in NAMES}


def altered(column: Column[Any], value: Any) -> Iterator[Any]:
    """Other values for a column: the next, a byte flipped, a type that the column does not have, none."""
    if value is None:
        yield 1 if isinstance(column.type, Integer) else "2030-05-01 12:00:00.000001"
        return
    if isinstance(column.type, Boolean):
        yield not value
    elif isinstance(column.type, Integer):
        yield value + 1000
    else:
        raw = bytearray(str(value).encode())
        raw[-1] ^= 1
        yield raw.decode()
    if column.nullable:
        yield None


def stranger(column: Column[Any], value: Any) -> Iterator[Any]:
    """What SQLite alone would keep in a column."""
    if isinstance(column.type, Boolean):
        yield 5
    elif isinstance(column.type, Integer) and not column.primary_key and value is not None:
        yield value + 0.5
    elif value is not None and not column.primary_key:
        yield str(value).encode()


def changes(rows: Rows, *kinds: Kind) -> Iterator[Change]:
    """Every alteration of every column of every row."""
    for table in TABLES:
        for row in rows[table.name]:
            for column in table.columns:
                for kind in kinds:
                    for value in kind(column, row[column.name]):
                        yield table.name, row, column.name, value


def attempt_of(rows: Rows, table: str, row: Row) -> int:
    """Whose row it is."""
    if table == "attempts":
        return int(row["id"])
    if table == "answers":
        return attempt_of(rows, "items", next(one for one in rows["items"] if one["id"] == row["item_id"]))
    return int(row["attempt_id"])


def named(store: Store) -> set[int | None]:
    """The attempts that verify names."""
    return {found.attempt_id for found in ledger.verify(store.db)}


@contextmanager
def bare(store: Store) -> Iterator[Alter]:
    """Runs statements that no trigger, foreign key or check stops, as on a copy that somebody works on."""

    def alter(statement: str, **values: Any) -> None:
        def work(c: Connection) -> None:
            c.exec_driver_sql("SET LOCAL session_replication_role = replica")
            c.execute(text(statement), values)

        store.db.write(work)

    if store.db.dialect == "postgresql":
        checks = "SELECT conrelid::regclass || ' DROP CONSTRAINT ' || conname FROM pg_constraint WHERE contype = 'c'"
        with store.db.read() as c:
            found = list(c.exec_driver_sql(f"{checks} AND connamespace = 'public'::regnamespace").scalars())
        for check in found:
            store.run(f"ALTER TABLE {check}")
        yield alter
        return
    with closing(sqlite3.connect(store.db.sqlite_file, isolation_level=None)) as raw:
        for pragma in ("foreign_keys = OFF", "ignore_check_constraints = ON"):
            raw.execute(f"PRAGMA {pragma}")
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        yield lambda statement, **values: raw.execute(statement, values)


def update(alter: Alter, table: str, id: int, column: str, value: Any) -> None:
    """Another value for one column of one row."""
    alter(f"UPDATE {table} SET {column} = :value WHERE id = :id", value=value, id=id)


def sample(rows: Rows) -> Rows:
    """The first row of each kind and the last."""
    return {name: [some[0], some[-1]] for name, some in rows.items()}


def test_it_notices_every_column_of_every_row(crashed: Store) -> None:
    rows = contents(crashed)
    on_sqlite = crashed.db.dialect == "sqlite"
    tried = changes(rows, altered, stranger) if on_sqlite else changes(sample(rows), altered)
    missed, reasons = [], set()
    with bare(crashed) as alter:
        for table, row, column, value in tried:
            update(alter, table, row["id"], column, value)
            found = named(crashed)
            update(alter, table, value if column == "id" else row["id"], column, row[column])
            renamed = {value} if (table, column) == ("attempts", "id") else set()
            if not found & {attempt_of(rows, table, row), *renamed}:
                reason = unnoticed(rows, table, row, column)
                missed.append((table, column, value)) if reason is None else reasons.add(reason)
        assert missed == []
        assert len(reasons) == 3
        assert named(crashed) <= {None}  # all is as it was, but for the triggers


def test_it_notices_every_row_that_is_gone(crashed: Store) -> None:
    rows = contents(crashed)
    with bare(crashed) as alter:
        for table in NAMES:
            for row in rows[table]:
                alter(f"DELETE FROM {table} WHERE id = :id", id=row["id"])
                assert attempt_of(rows, table, row) in named(crashed), (table, row["id"])
                names = ", ".join(row)
                alter(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{name}' for name in row)})", **row)
        assert named(crashed) <= {None}


def test_it_notices_every_two_rows_that_change_places(crashed: Store) -> None:
    rows, on_sqlite = contents(crashed), crashed.db.dialect == "sqlite"
    with bare(crashed) as alter:
        for table in NAMES:
            for one, other in combinations(rows[table] if on_sqlite else sample(rows)[table], 2):
                swap(alter, table, one["id"], other["id"])
                found = named(crashed)
                swap(alter, table, one["id"], other["id"])
                if not (unnoticed(rows, table, one, "id") and unnoticed(rows, table, other, "id")):
                    assert found & {attempt_of(rows, table, one), attempt_of(rows, table, other)}, (table, one, other)
        assert named(crashed) <= {None}


def swap(alter: Alter, table: str, one: int, other: int) -> None:
    """Each takes the other's id."""
    for before, after in ((one, -1), (other, one), (-1, other)):
        alter(f"UPDATE {table} SET id = :after WHERE id = :before", before=before, after=after)


@pytest.mark.parametrize("cut", [1, 2, 3, 4])
def test_it_notices_a_chain_that_was_cut_with_its_head(used: Store, cut: int) -> None:
    """The head is set back to what the database tells of the time when the chain ended there."""
    rows = contents(used)
    events = [row for row in rows["grade_events"] if row["attempt_id"] == 1]
    assert len(events) == 4
    length = len(events) - cut
    fresh = next(row["chain_head"] for row in rows["attempts"] if row["id"] == 2)
    heads = [row["chain_head"] for row in rows["attempts"]]
    macs = [rows["attempts"][0]["genesis"], fresh, *heads, *(row["mac"] for row in events), events[0]["previous"]]
    with bare(used) as alter:
        alter("DELETE FROM grade_events WHERE attempt_id = 1 AND seq > :length", length=length)
        for head in macs:
            alter(
                "UPDATE attempts SET chain_length = :length, chain_head = :head WHERE id = 1", length=length, head=head
            )
            assert 1 in named(used)


def test_an_unnoticed_row_was_never_acknowledged(crashed: Store) -> None:
    """The last submission that nothing has judged can be deleted with all its answers: it is as if the crash had come a
    moment sooner. Nobody has a receipt for it."""
    last = contents(crashed)["submissions"][-1]["id"]
    with bare(crashed) as alter:
        alter("DELETE FROM answers WHERE submission_id = :last", last=last)
        assert 2 + 1 in named(crashed)
        alter("DELETE FROM submissions WHERE id = :last", last=last)
        assert named(crashed) <= {None}
