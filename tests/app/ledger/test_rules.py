"""What the database refuses, whoever asks: raw SQL against a ledger with something in it."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import DBAPIError

from tests.app.store import ON_POSTGRESQL, ON_SQLITE, Store

APPEND_ONLY = ("question_versions", "items", "submissions", "answers", "grade_events", "audit_log")
SUBMISSION = """INSERT INTO submissions
    (attempt_id, quiz_id, question_id, seq, idempotency_key, body_hash, answer, received_at, mac)
    SELECT attempt_id, quiz_id, {question}, {seq}, '{key}', 'x', '{{}}', {at}, 'x' FROM submissions WHERE id = 1"""
ANSWER = "INSERT INTO answers (submission_id, item_id, seq, value) VALUES ({submission}, {item}, {seq}, '1')"
EVENT = """INSERT INTO grade_events
    (attempt_id, seq, item_id, answer_id, at, source, outcome, points, result, build, version, key_id, previous, mac)
    SELECT {attempt}, {seq}, {item}, {answer}, at, source, outcome, points, result, build, version, key_id, {previous},
    'x' FROM grade_events WHERE id = 1"""


@pytest.fixture
def used(store: Store) -> Store:
    """The student answered 1.1 once, the other one began."""
    store.submit(store.start(), "1.1", "A", "first")
    store.start(store.other)
    return store


def refused(store: Store, statement: str, because: str) -> None:
    """The statement fails and changes nothing."""
    with pytest.raises(DBAPIError, match=because):
        store.run(statement)


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_no_row_is_updated(used: Store, table: str) -> None:
    column = "created_at" if table == "question_versions" else "id"
    refused(used, f"UPDATE {table} SET {column} = {column}", "append-only")


@pytest.mark.parametrize("table", [*APPEND_ONLY, "attempts"])
def test_no_row_is_deleted(used: Store, table: str) -> None:
    refused(used, f"DELETE FROM {table}", "append-only|never deleted")


@pytest.mark.parametrize("table", [*APPEND_ONLY, "attempts"])
@ON_SQLITE
def test_no_row_is_replaced(used: Store, table: str) -> None:
    because = "there already|not the next|begins empty"
    refused(used, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}", because)
    refused(used, f"REPLACE INTO {table} SELECT * FROM {table}", because)


@ON_SQLITE
def test_a_row_is_not_replaced_under_a_new_id(used: Store) -> None:
    statement = SUBMISSION.format(question="question_id", seq=1, key="another key of 16", at="received_at")
    refused(used, statement.replace("INSERT", "INSERT OR REPLACE"), "there already")
    assert used.scalar("SELECT count(*) FROM submissions") == 1


@pytest.mark.parametrize("table", [*APPEND_ONLY, "attempts"])
@ON_POSTGRESQL
def test_no_table_is_emptied(used: Store, table: str) -> None:
    refused(used, f"TRUNCATE {table} CASCADE", "append-only")


def test_a_submission_after_the_due_time_is_refused(store: Store) -> None:
    store.load("[quiz]\nminutes = 30\n", name="timed")
    attempt = store.start(name="timed")
    store.submit(attempt, "1.1", "A", "first")
    late = SUBMISSION.format(question="question_id", seq=2, key="k" * 20, at="'2030-05-01 12:30:00.000001+00'")
    if store.db.dialect == "sqlite":
        late = late.replace("+00", "")
    refused(store, late, "not open")


def test_a_backdated_submission_is_refused(used: Store) -> None:
    used.clock.forward(minutes=5)
    used.submit(1, "1.1", "B", "second")
    first = "(SELECT received_at FROM submissions WHERE id = 1)"
    refused(used, SUBMISSION.format(question="question_id", seq=3, key="k" * 20, at=first), "backdated")


def test_a_submission_to_another_quiz_is_refused(used: Store) -> None:
    used.load(name="elsewhere")
    foreign = "(SELECT max(id) FROM quiz_questions)"
    refused(used, SUBMISSION.format(question=foreign, seq=1, key="k" * 20, at="received_at"), "not open")


def test_an_answer_to_another_students_item_is_refused(used: Store) -> None:
    theirs = "(SELECT min(id) FROM items WHERE attempt_id = 2)"
    refused(used, ANSWER.format(submission=1, item=theirs, seq=1), "not of this submission")


@ON_SQLITE
def test_it_is_refused_with_foreign_keys_off_too(used: Store) -> None:
    with used.db.engine.connect() as connection:
        raw = connection.connection.driver_connection
        raw.execute("PRAGMA foreign_keys = OFF")
        with pytest.raises(Exception, match="not of this submission"):
            raw.execute(ANSWER.format(submission=999, item=1, seq=1))
        with pytest.raises(Exception, match="not of this attempt"):
            raw.execute(EVENT.format(attempt=1, seq=2, item=999, answer="NULL", previous="mac"))
        raw.execute("PRAGMA foreign_keys = ON")


def test_a_surplus_try_is_refused(used: Store) -> None:
    for number in (2, 3):
        used.submit(1, "1.1", "B", f"key {number}")
    used.run(SUBMISSION.format(question="question_id", seq=4, key="k" * 20, at="received_at"))
    item = used.scalar("SELECT item_id FROM answers WHERE id = 1")
    made = used.scalar("SELECT max(id) FROM submissions")
    refused(used, ANSWER.format(submission=made, item=item, seq=4), "no tries left")


def test_an_ungraded_answer_counts_as_a_try(used: Store) -> None:
    item = used.scalar("SELECT item_id FROM answers WHERE id = 1")
    for seq in (2, 3, 4):
        used.run(SUBMISSION.format(question="question_id", seq=seq, key=f"key{seq}".ljust(16), at="received_at"))
        statement = ANSWER.format(submission="(SELECT max(id) FROM submissions)", item=item, seq=seq)
        if seq < 4:
            used.run(statement)
        else:
            refused(used, statement, "no tries left")


@pytest.mark.parametrize("seq", [1, 3])
def test_an_event_out_of_order_is_refused(used: Store, seq: int) -> None:
    refused(
        used,
        EVENT.format(attempt=1, seq=seq, item="item_id", answer="NULL", previous="mac"),
        "not the next|there already",
    )


def test_an_event_that_does_not_follow_the_last_is_refused(used: Store) -> None:
    refused(used, EVENT.format(attempt=1, seq=2, item="item_id", answer="NULL", previous="'x'"), "not the next")


def test_an_event_on_another_students_item_is_refused(used: Store) -> None:
    theirs = "(SELECT min(id) FROM items WHERE attempt_id = 2)"
    refused(used, EVENT.format(attempt=1, seq=2, item=theirs, answer="NULL", previous="mac"), "not of this attempt")


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ("user_id = 2", "never changes"),
        ("seed = 'mine'", "never changes"),
        ("genesis = 'mine'", "never changes"),
        ("started_at = '2020-01-01 00:00:00.000000'", "never changes"),
        ("due_at = '2030-05-01 12:00:00.000001'", "only grows"),
        ("chain_length = 0", "only grows"),
        ("chain_length = 2", "only grows"),
        ("chain_head = 'mine'", "only grows"),
    ],
)
def test_an_attempt_keeps_what_it_is(used: Store, change: str, because: str) -> None:
    refused(used, f"UPDATE attempts SET {change} WHERE id = 1", because)


def test_a_handed_in_attempt_stays_closed(used: Store) -> None:
    used.run("UPDATE attempts SET finished_at = started_at WHERE id = 1")
    refused(used, "UPDATE attempts SET finished_at = NULL WHERE id = 1", "handed in once")
    refused(used, SUBMISSION.format(question="question_id", seq=2, key="k" * 20, at="received_at"), "not open")


def test_a_due_time_may_grow(store: Store) -> None:
    store.load("[quiz]\nminutes = 30\n", name="timed")
    store.start(name="timed")
    store.run("UPDATE attempts SET due_at = '2030-05-01 13:00:00.000000'")
    refused(store, "UPDATE attempts SET due_at = '2030-05-01 12:59:00.000000'", "only grows")
    store.run("UPDATE attempts SET due_at = NULL")
    refused(store, "UPDATE attempts SET due_at = '2031-05-01 12:59:00.000000'", "only grows")
