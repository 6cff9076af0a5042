"""`verify` finds whatever was altered by somebody who has the database but not the key."""

from __future__ import annotations

import sqlite3
import subprocess
import sys

import pytest
from sqlalchemy import Connection, select

from app.db import Database
from app.keys import Keys
from app.ledger import chain
from app.ledger import service as ledger
from app.ledger.submissions import SEALED
from app.ledger.tables import Attempt, Submission
from app.refusals import Refused
from tests.app.store import KEYS, ON_SQLITE, Store


@pytest.fixture
def used(store: Store) -> Store:
    """Two attempts with some grades."""
    attempt = store.start()
    store.submit(attempt, "1.1", "B", "first")
    store.submit(attempt, "1.1", "A", "second")
    store.submit(attempt, "1.2", {"why": "Because.", "pick": "B"}, "third")
    store.start(store.other)
    return store


@pytest.fixture
def bare(used: Store) -> Store:
    """The same with all triggers gone, as on a copy that somebody works on; on PostgreSQL `alter` passes them by."""
    if used.db.dialect == "sqlite":
        with used.db.read() as c:
            found = list(c.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars())
        for name in found:
            used.run(f"DROP TRIGGER {name}")
    return used


def damages(store: Store) -> list[str]:
    """What verify says, without the missing triggers."""
    return [str(found) for found in ledger.verify(store.db) if "trigger" not in str(found)]


def alter(store: Store, statement: str) -> None:
    """Run a statement that no trigger and no foreign key stops."""

    def work(c: Connection) -> None:
        c.exec_driver_sql("SET LOCAL session_replication_role = replica")
        c.exec_driver_sql(statement)

    if store.db.dialect == "sqlite":
        with sqlite3.connect(store.db.sqlite_file) as raw:
            raw.execute(statement)
        raw.close()
    else:
        store.db.write(work)


def test_a_ledger_as_written_is_in_order(used: Store) -> None:
    assert list(ledger.verify(used.db)) == []


def test_a_ledger_sealed_before_answers_and_ends_were_is_in_order(bare: Store) -> None:
    """As schema 0007 had it: what is sealed anew from then on is sealed whole."""
    with bare.db.read() as c:
        submissions = c.execute(select(*(Submission.__table__.c[name] for name in ("id", *SEALED)))).all()
        attempts = list(c.execute(select(Attempt.id, Attempt.genesis, Attempt.chain_length)).all())
    for id, *sealed in submissions:
        alter(bare, f"UPDATE submissions SET mac = '{chain.submission_mac(KEYS.ledger, sealed)}' WHERE id = {id}")
    empty = attempts[-1]
    alter(bare, f"UPDATE attempts SET chain_head = '{chain.head(KEYS.ledger, empty[1], 0, empty[1])}' WHERE id = 2")
    found = damages(bare)
    assert found
    assert all("grade event" in line for line in found)  # which seal the macs of submissions
    assert not any("attempt 2" in line or "submission" in line for line in found)
    with bare.db.engine.begin() as c:
        ledger.finish(c, KEYS, 2, bare.clock())
    alter(bare, "UPDATE attempts SET finished_at = NULL WHERE id = 2")
    assert any("attempt 2" in line and "end was altered" in line for line in damages(bare))


@ON_SQLITE
def test_missing_triggers_are_named(bare: Store) -> None:
    assert any("submissions_no_update" in str(found) for found in ledger.verify(bare.db))


TEXTS = {
    "submissions": ["idempotency_key", "body_hash", "answer", "mac"],
    "answers": ["value"],
    "grade_events": ["source", "outcome", "tag", "result", "build", "key_id", "previous", "mac"],
    "attempts": ["seed", "genesis", "chain_head"],
    "items": ["field"],
}
NUMBERS = {
    "submissions": ["seq", "question_id"],
    "answers": ["seq"],
    "grade_events": ["seq", "points", "grader_id"],
    "attempts": ["number", "chain_length"],
    "items": ["points", "position"],
}


@pytest.mark.parametrize(
    ("table", "change"),
    [
        *((table, f"{column} = COALESCE({column}, '') || ' '") for table, names in TEXTS.items() for column in names),
        *((table, f"{column} = COALESCE({column}, 0) + 100") for table, names in NUMBERS.items() for column in names),
        ("submissions", "received_at = '2030-05-01 12:00:00.000001'"),
        ("grade_events", "at = '2030-05-01 12:00:00.000001'"),
        ("attempts", "started_at = '2030-05-01 11:00:00.000000'"),
        ("items", "extra = NOT extra"),
    ],
)
def test_it_finds_an_altered_column(bare: Store, table: str, change: str) -> None:
    if "grade_events" in table and ("source" in change or "outcome" in change):
        change = {"source": "source = 'person'", "outcome": "outcome = 'partial'"}[change.split(" ")[0]]
    alter(bare, f"UPDATE {table} SET {change} WHERE id = (SELECT min(id) FROM {table})")
    found = damages(bare)
    assert found
    assert any(line.startswith("attempt 1:") for line in found), found


def test_it_finds_a_deleted_event(bare: Store) -> None:
    alter(bare, "DELETE FROM grade_events WHERE seq = 2")
    assert any("attempt 1" in line for line in damages(bare))


def test_it_finds_a_cut_tail(bare: Store) -> None:
    alter(bare, "DELETE FROM grade_events WHERE seq > 2")
    assert any("grade events were recorded" in line for line in damages(bare))


def test_it_finds_a_cut_tail_whose_length_was_mended(bare: Store) -> None:
    alter(bare, "DELETE FROM grade_events WHERE seq > 2")
    mac = bare.scalar("SELECT mac FROM grade_events WHERE seq = 2")
    alter(bare, f"UPDATE attempts SET chain_length = 2, chain_head = '{mac}' WHERE id = 1")
    assert any("does not end where it ended" in line for line in damages(bare))


def test_it_finds_a_cut_submission(bare: Store) -> None:
    alter(bare, "DELETE FROM submissions WHERE id = 1")
    assert any("attempt 1" in line for line in damages(bare))


def test_it_finds_events_that_changed_places(bare: Store) -> None:
    first = bare.scalar("SELECT result FROM grade_events WHERE seq = 1")
    alter(bare, f"UPDATE grade_events SET result = '{first}' WHERE seq = 2")
    assert any("grade event 2" in line for line in damages(bare))


@ON_SQLITE
def test_it_finds_bytes_that_are_no_text(bare: Store) -> None:
    alter(bare, "UPDATE answers SET value = CAST(x'22ff22' AS TEXT) WHERE id = 1")
    assert any("answer 1" in line for line in damages(bare))


def test_it_finds_an_altered_question_version(bare: Store) -> None:
    alter(bare, "UPDATE question_versions SET content = content || ' '")
    assert any("question version" in line for line in damages(bare))


def test_it_tells_a_wrong_key_from_damage(used: Store) -> None:
    other = Database(used.db.url.render_as_string(hide_password=False), Keys(KEYS.grading, b"another key altogether"))
    with pytest.raises(Refused, match="LEDGER_KEY"):
        list(ledger.verify(other))
    other.close()


@ON_SQLITE
def test_it_works_in_a_process_that_does_nothing_else(used: Store) -> None:
    """Which knows only the tables of the ledger and of the rooms below it."""
    script = """import sys
from app.db import Database
from app.keys import Keys
from app.ledger import service
print(list(service.verify(Database(sys.argv[1], Keys(*(one.encode() for one in sys.argv[2:]))))))"""
    url = used.db.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", script, url, KEYS.grading.decode(), KEYS.ledger.decode()]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr
