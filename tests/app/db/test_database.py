"""How a database is opened, read and written."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from threading import Barrier, BrokenBarrierError
from time import monotonic

import pytest
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.db import Database, UTCTime, opening
from app.people.tables import Course, User
from app.refusals import Unavailable, Unreadable
from tests.app.store import KEYS, NOON, ON_POSTGRESQL, ON_SQLITE, Store


@ON_POSTGRESQL
def test_everything_that_uses_a_database_is_tested_on_postgresql_too(store: Store) -> None:
    assert "PostgreSQL" in store.scalar("SELECT version()")


@ON_SQLITE
@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 10_000)]
)
def test_sqlite_is_opened_for_keeps(store: Store, pragma: str, value: object) -> None:
    assert store.scalar(f"PRAGMA {pragma}") == value


def test_a_write_that_fails_changes_nothing(store: Store) -> None:
    def work(c: Connection) -> None:
        c.execute(insert(Course).values(slug="half", title="Half"))
        raise LookupError

    with pytest.raises(LookupError):
        store.db.write(work)
    assert store.scalar("SELECT count(*) FROM courses WHERE slug = 'half'") == 0


def test_many_writers_wait_for_each_other(store: Store) -> None:
    url = store.db.url.render_as_string(hide_password=False)
    others = [Database(url, KEYS) for _ in range(3)]

    def add(number: int) -> None:
        row = insert(Course).values(slug=f"course {number}", title="One")
        others[number % 3].write(lambda c: c.execute(row) and None)

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(add, range(60)))
    for other in others:
        other.close()
    assert store.scalar("SELECT count(*) FROM courses") == 61


def test_a_reader_sees_one_snapshot_and_blocks_nobody(store: Store) -> None:
    count = "SELECT count(*) FROM courses"
    with store.db.read() as c:
        before = c.exec_driver_sql(count).scalar()
        store.run("INSERT INTO courses (slug, title) VALUES ('new', 'New')")
        assert c.exec_driver_sql(count).scalar() == before
    assert store.scalar(count) == before + 1


def test_writers_who_want_the_same_find_what_the_first_has_written(store: Store) -> None:
    at_once = Barrier(2, timeout=5)

    def course(c: Connection) -> int:
        found = c.execute(select(Course.id).where(Course.slug == "new")).scalar()
        with suppress(BrokenBarrierError):  # SQLite has one writer at a time
            at_once.wait(0.2 if store.db.dialect == "sqlite" else None)
        return found or c.execute(insert(Course).values(slug="new", title="New").returning(Course.id)).scalar_one()

    with ThreadPoolExecutor(2) as pool:
        one, other = (pool.submit(store.db.write, course) for _ in range(2))
    assert one.result() == other.result()


@ON_POSTGRESQL
def test_writers_who_wait_for_each_other_are_both_done(store: Store) -> None:
    at_once = Barrier(2, timeout=2)

    def rename(slugs: Sequence[str], c: Connection) -> None:
        for slug in slugs:
            c.execute(update(Course).where(Course.slug == slug).values(title=Course.title + "!"))
            with suppress(BrokenBarrierError):
                at_once.wait()

    store.run("INSERT INTO courses (slug, title) VALUES ('a', 'A'), ('b', 'B')")
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda slugs: store.db.write(partial(rename, slugs)), ("ab", "ba")))
    assert store.scalar("SELECT string_agg(title, ' ' ORDER BY title) FROM courses WHERE id > 1") == "A!! B!!"


@ON_SQLITE
def test_a_database_that_stays_busy_is_unavailable(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.1)
    impatient = Database(store.db.url.render_as_string(), KEYS)
    holder = sqlite3.connect(str(store.db.sqlite_file), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="locked"):
        impatient.write(lambda c: c.exec_driver_sql("SELECT 1") and None)
    holder.execute("ROLLBACK")
    holder.close()
    assert impatient.write(lambda c: c.exec_driver_sql("SELECT 1").scalar()) == 1
    impatient.close()


@ON_SQLITE
def test_a_database_that_is_full_is_unavailable_and_recovers(store: Store) -> None:
    with store.db.engine.connect() as c:
        pages = c.exec_driver_sql("PRAGMA page_count").scalar()

    def fill(c: Connection) -> None:
        c.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        try:
            for number in range(1000):
                c.execute(insert(Course).values(slug=f"{number} {'x' * 1000}", title="x"))
        finally:
            c.exec_driver_sql("PRAGMA max_page_count = 1073741823")

    with pytest.raises(Unavailable, match="full"):
        store.db.write(fill)
    store.run("INSERT INTO courses (slug, title) VALUES ('new', 'New')")
    assert store.scalar("SELECT count(*) FROM courses") == 2


def test_a_database_that_is_away_is_unavailable(tmp_path: Path) -> None:
    away = [Database(f"sqlite:///{tmp_path / 'no' / 'such.db'}", KEYS), Database("postgresql://u@127.0.0.1:1/x", KEYS)]
    for db in away:
        with pytest.raises(Unavailable), db.read():
            pass


def test_a_server_that_says_nothing_is_given_up() -> None:
    began = monotonic()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        db = Database(f"postgresql://u@127.0.0.1:{silent.getsockname()[1]}/x", KEYS)
        with pytest.raises(Unavailable), db.read():
            pass
    assert monotonic() - began < 2 * int(opening.PATIENCE["connect_timeout"])


@ON_POSTGRESQL
def test_locks_are_not_waited_for_for_ever(store: Store) -> None:
    url = store.db.url.update_query_dict({"options": "-c lock_timeout=100ms"})
    impatient = Database(url.render_as_string(hide_password=False), KEYS)
    held = "SELECT id FROM courses FOR UPDATE"
    with store.db.engine.begin() as holder:
        holder.exec_driver_sql(held)
        with pytest.raises(Unavailable, match="lock timeout"):
            impatient.write(lambda c: c.exec_driver_sql(held).all())
    impatient.close()
    with store.db.read() as c:
        assert c.exec_driver_sql("SHOW lock_timeout").scalar() == "20s"
        assert c.exec_driver_sql("SHOW idle_in_transaction_session_timeout").scalar() == "1min"


@ON_POSTGRESQL
def test_the_server_compiles_nothing_that_it_only_thinks_will_take_long(store: Store) -> None:
    assert store.scalar("SHOW jit") == "off"


@ON_POSTGRESQL
def test_plans_that_a_connection_made_for_few_rows_are_not_kept_for_ever(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = "SELECT pg_backend_pid()"
    assert store.scalar(who) == store.scalar(who)
    monkeypatch.setattr(opening, "PLANS_LAST", 0)
    short = Database(store.db.url.render_as_string(hide_password=False), KEYS)
    assert short.write(lambda c: c.exec_driver_sql(who).scalar()) != short.write(
        lambda c: c.exec_driver_sql(who).scalar()
    )
    short.close()


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=-7)), timezone(timedelta(hours=5, minutes=30))])
def test_a_moment_comes_back_as_it_went(store: Store, zone: timezone) -> None:
    moment = datetime(2030, 2, 28, 23, 30, 0, 1, tzinfo=zone)
    values = {"name_key": "zoned", "password_hash": "none", "admin": False, "created_at": moment}
    store.db.write(lambda c: c.execute(insert(User).values(name="Zoned", **values)) and None)
    with store.db.read() as c:
        found = c.execute(select(User.created_at).where(User.name_key == "zoned")).scalar_one()
    assert found == moment
    assert found.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        UTCTime().process_bind_param(NOON.replace(tzinfo=None), None)  # type: ignore[arg-type]


def test_keys_are_not_shown() -> None:
    assert "key" not in repr(KEYS).replace("Keys(", "")


def test_an_error_does_not_tell_what_was_to_be_stored(store: Store) -> None:
    with pytest.raises(IntegrityError) as failed:
        store.db.write(lambda c: c.execute(insert(Course).values(id=1, slug="the secret answer", title="x")))
    assert "the secret answer" not in str(failed.value)


def test_a_text_with_a_nul_finds_nothing(store: Store) -> None:
    query = select(Course.id).where(Course.slug == "course\0")
    if store.db.dialect == "sqlite":
        with store.db.read() as c:
            assert c.execute(query).first() is None
    else:
        with pytest.raises(Unreadable), store.db.read() as c:
            c.execute(query)
