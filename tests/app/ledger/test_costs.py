"""What one more row costs the database: as much in a long attempt as in a short one."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import Connection

from app.ledger import service as ledger
from app.ledger.views import NewEvent, NewSubmission
from tests.app.store import KEYS, ON_POSTGRESQL, ON_SQLITE, Store

LONG = 1000
SUBMISSION = """INSERT INTO submissions
    (attempt_id, quiz_id, question_id, seq, idempotency_key, body_hash, answer, received_at, mac)
    SELECT attempt_id, quiz_id, question_id, seq + 1, 'a key of its own', 'x', '1', received_at, 'x'
    FROM submissions WHERE id = (SELECT max(id) FROM submissions)"""
ANSWER = """INSERT INTO answers (submission_id, item_id, seq, value)
    SELECT max(id), (SELECT min(item_id) FROM answers), max(seq), '1' FROM submissions
    WHERE id = (SELECT max(id) FROM submissions)"""
EVENT = """INSERT INTO grade_events (attempt_id, seq, item_id, answer_id, at, source, outcome, points, result, build,
    version, key_id, previous, mac)
    SELECT attempt_id, seq + 1, item_id, (SELECT max(id) FROM answers), at, source, outcome, points, result, build,
    version, key_id, mac, 'x' FROM grade_events WHERE id = (SELECT max(id) FROM grade_events)"""
HEAD = "UPDATE attempts SET chain_length = chain_length + 1, chain_head = 'x' WHERE id = 1"
ONE_MORE = (SUBMISSION, ANSWER, EVENT, HEAD)


@pytest.fixture
def practice(store: Store) -> Store:
    """An attempt with tries without end."""
    store.load('[quiz]\nmode = "practice"\n', name="practice")
    store.start(name="practice")
    return store


def lengthen(store: Store, start: int, end: int) -> None:
    """Submissions with these numbers, each judged."""

    def work(c: Connection) -> None:
        attempt = ledger.attempt(c, 1)
        item = ledger.items(c, [1])[0]
        for seq in range(start, end + 1):
            values = {item.id: '"B"'}
            key, now = f"{seq:016}", store.clock()
            new = NewSubmission(1, attempt.quiz_id, item.question_id, seq, key, "x", '"B"', now, values)
            ((_, (answer,)),) = ledger.store(c, KEYS, [new])
            event = NewEvent(item.id, answer.id, "engine", "wrong", 0, None, {}, item.version)
            ledger.append(c, KEYS, 1, [event], store.clock())

    store.db.write(work)


def steps(store: Store) -> list[int]:
    """How many steps of SQLite's machine each statement of one more submission takes; it is taken back."""
    taken = [0]

    def step() -> int:
        taken[-1] += 1
        return 0

    with closing(sqlite3.connect(store.db.sqlite_file, isolation_level=None)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        for statement in ONE_MORE:
            raw.set_progress_handler(step, 1)
            raw.execute(statement)
            raw.set_progress_handler(None, 0)
            taken.append(0)
        raw.execute("ROLLBACK")
    return taken[:-1]


@ON_SQLITE
def test_one_more_submission_takes_as_many_steps_in_a_long_attempt(practice: Store) -> None:
    lengthen(practice, 1, 20)
    short = steps(practice)
    assert min(short) > 20
    lengthen(practice, 21, LONG)
    assert steps(practice) == short


@ON_POSTGRESQL
def test_one_more_submission_reads_no_more_rows_in_a_long_attempt(practice: Store) -> None:
    lengthen(practice, 1, LONG)
    practice.run("ANALYZE")
    with practice.db.engine.connect() as c, c.begin() as transaction:
        for statement in ONE_MORE:
            c.exec_driver_sql(statement)
        read = c.exec_driver_sql(
            """SELECT sum(seq_tup_read + idx_tup_fetch) FROM pg_stat_xact_user_tables
            WHERE relname IN ('submissions', 'answers', 'grade_events')"""
        ).scalar_one()
        transaction.rollback()
    assert 0 < read < LONG / 10
