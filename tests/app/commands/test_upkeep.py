"""`chainrule verify`, `backup`, `restore` and `doctor`."""

from __future__ import annotations

import shutil
import sqlite3
import threading
import uuid
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import config, upgrading
from app.db import Database
from app.people.views import Person
from app.taking import service as taking
from tests.databases import NO_POSTGRES, POSTGRES, administer


@pytest.fixture
def used(loaded, place: Path) -> Iterator[tuple[Database, int]]:
    """A database in which somebody works, and their attempt."""
    loaded("user", "add", "Ada", "--role", "student")
    db = Database(config.database_url(), config.read().keys)
    attempt = taking.start_or_resume(db, Person(1, "Ada", False), "small")
    submit(db, attempt, 0)
    yield db, attempt
    db.close()


def submit(db: Database, attempt: int, number: int) -> int:
    """An unreadable answer, of which there may be many."""
    return taking.submit(
        db, Person(1, "Ada", False), attempt, "1.1", f"Q{number}", key=f"key {number}".ljust(16)
    ).submission


def test_what_is_in_order_is_said_to_be(used, run):
    assert run("verify") == (0, "Everything is as it was written.\n", "")


def test_damage_is_named(used, run, place):
    raw = sqlite3.connect(place / "place.db")
    raw.execute("DROP TRIGGER submissions_no_update")
    raw.execute("UPDATE submissions SET answer = '\"A\"'")
    raw.commit()
    raw.close()
    status, out, _ = run("verify")
    assert status == 1
    assert "attempt 1: submission 1 or an answer in it was altered" in out
    assert "the trigger submissions_no_update is gone" in out


def test_a_page_that_sqlite_cannot_read_is_damage_and_the_rest_is_verified(used, run, place):
    used[0].close()
    raw = sqlite3.connect(place / "place.db")
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (page,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'grade_events'").fetchone()
    (size,) = raw.execute("PRAGMA page_size").fetchone()
    raw.close()
    with (place / "place.db").open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(bytes(size))
    status, out, complaints = run("verify")
    assert (status, complaints) == (1, "")
    assert "the table grade_events cannot be read: database disk image is malformed" in out
    assert "attempt 1: a row of it cannot be read" in out
    assert "damages." in out


@pytest.mark.parametrize("command", [["verify"], ["load", "bank"], ["doctor"], ["restore", "place.db"]])
def test_a_file_that_is_no_database_is_said_to_be_none(run, place, command):
    (place / "place.db").write_text("a list of things to buy\n" * 200)
    status, out, complaints = run(*command)
    assert status == 1
    assert "not a database" in out + complaints or "holds data" in complaints
    assert (place / "place.db").read_text().startswith("a list")


def test_an_address_that_cannot_be_read_is_refused_without_repeating_it(run, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://ada:pass:word@host:port/name")
    status, _, complaints = run("verify")
    assert (status, "DATABASE_URL cannot be read" in complaints, "word@host:port/name" in complaints) == (
        1,
        True,
        False,
    )


def test_a_backup_restored_elsewhere_verifies(used, run, place, monkeypatch):
    assert run("backup", place / "snapshot")[0] == 0
    assert (place / "snapshot").stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{place / 'new' / 'deep' / 'place.db'}")
    status, _, complaints = run("restore", place / "snapshot")
    assert (status, complaints) == (0, "")
    assert run("verify")[0] == 0
    assert len(run("export", "answers", "small")[1].splitlines()) == 1


def test_a_backup_while_writing_has_everything_acknowledged_before_it(used, run, place, monkeypatch):
    db, attempt = used
    acknowledged: list[int] = []
    stop = threading.Event()

    def write() -> None:
        number = 1
        while not stop.is_set():
            acknowledged.append(submit(db, attempt, number))
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    while len(acknowledged) < 20:
        pass
    before = len(acknowledged)
    status, _, complaints = run("backup", place / "snapshot")
    stop.set()
    writer.join()
    assert (status, complaints) == (0, "")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{place / 'elsewhere.db'}")
    assert run("restore", place / "snapshot")[0] == 0
    with sqlite3.connect(place / "elsewhere.db") as raw:
        stored = {row[0] for row in raw.execute("SELECT id FROM submissions")}
    raw.close()
    assert set(acknowledged[:before]) <= stored


def test_a_backup_into_a_directory_that_is_not_there_is_refused(used, run, place):
    status, _, complaints = run("backup", place / "none" / "snapshot")
    assert (status, "No such file or directory" in complaints) == (1, True)


def test_a_backup_restored_with_another_key_says_that_it_is_there(used, run, place, monkeypatch):
    run("backup", place / "snapshot")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{place / 'other.db'}")
    monkeypatch.setenv("LEDGER_KEY", "another ledger key than before")
    status, _, complaints = run("restore", place / "snapshot")
    assert status == 1
    assert complaints.startswith("Restored, but not verified: LEDGER_KEY")


def test_a_backup_never_overwrites(used, run, place):
    (place / "snapshot").write_text("precious")
    status, _, complaints = run("backup", place / "snapshot")
    assert (status, "already" in complaints) == (1, True)
    assert (place / "snapshot").read_text() == "precious"


def test_nothing_is_restored_over_data(used, run, place):
    run("backup", place / "snapshot")
    status, _, complaints = run("restore", place / "snapshot")
    assert (status, "empty place" in complaints) == (1, True)


@pytest.mark.parametrize("content", [None, "", "no database", "SQLite format 3\0" + "x" * 5000])
def test_what_is_no_backup_is_refused(run, place, content):
    if content is not None:
        (place / "file").write_text(content)
    status, _, complaints = run("restore", place / "file")
    assert status == 1
    assert "backup" in complaints or "damaged" in complaints


def test_the_doctor_says_what_there_is(used, run):
    status, out, _ = run("doctor")
    assert status == 0
    for said in ("LEDGER_KEY     set", "journal_mode   wal", "synchronous    2", f"{upgrading.head()}, current"):
        assert said in out
    assert "the LEDGER_KEY of the tests" not in out


def test_the_doctor_warns_of_what_others_can_read_and_of_a_full_disk(used, run, place, monkeypatch):
    (place / "key").write_text("a key that everybody can read")
    (place / "key").chmod(0o644)
    (place / "place.db").chmod(0o640)
    monkeypatch.delenv("LEDGER_KEY")
    monkeypatch.setenv("LEDGER_KEY_FILE", str(place / "key"))
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Namespace(free=5 << 20))
    out = run("doctor")[1]
    for said in (f"chmod 600 {place / 'key'}", f"chmod 600 {place / 'place.db'}", "Only 5 MiB", "TRUSTED_HOSTS"):
        assert said in out
    assert "everybody" not in out


@pytest.mark.skipif(not POSTGRES, reason=NO_POSTGRES)
def test_the_doctor_looks_at_a_server(run, monkeypatch):
    name = f"chainrule_test_{uuid.uuid4().hex}"
    administer(f"CREATE DATABASE {name}")
    administer(f"ALTER DATABASE {name} SET synchronous_commit = off")
    monkeypatch.setenv("DATABASE_URL", f"{POSTGRES}/{name}")
    status, out, _ = run("doctor")
    administer(f"DROP DATABASE {name} WITH (FORCE)")
    assert status == 0
    assert "fsync          on" in out
    assert "Warning: synchronous_commit is off" in out


def test_the_doctor_says_what_is_missing(run, monkeypatch):
    assert run("doctor")[0] == 1
    monkeypatch.delenv("LEDGER_KEY")
    status, out, _ = run("doctor")
    assert status == 1
    assert "Set LEDGER_KEY" in out


@pytest.mark.parametrize("command", [["verify"], ["token", "x"], ["export", "grades", "small"], ["backup", "x"]])
def test_nothing_opens_a_database_that_is_not_there(run, place, command):
    status, _, complaints = run(*command)
    assert status == 1
    assert "no database" in complaints
    assert not (place / "place.db").exists()


@pytest.mark.parametrize("command", [["verify"], ["load"], ["user", "add", "x", "--role", "admin"], ["restore", "x"]])
def test_nothing_opens_a_database_without_keys(run, monkeypatch, command):
    monkeypatch.delenv("GRADING_KEY")
    status, _, complaints = run(*command)
    assert (status, "GRADING_KEY" in complaints) == (1, True)


def test_a_newer_database_is_refused(used, run):
    used[0].write(lambda c: c.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'") and None)
    for command in (["verify"], ["load", "bank"], ["doctor"]):
        status, out, complaints = run(*command)
        assert status == 1
        assert "newer version" in out + complaints
