"""Every way that raw SQL could change what happened is refused, whatever the connection was set to before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.ledger import service as ledger
from app.ledger.rules import APPEND_ONLY, UNDER_ATTEMPTS
from tests.app.store import ON_POSTGRESQL, ON_SQLITE, Store, enter
from tests.databases import copied

KEPT = (*APPEND_ONLY, "attempts")
SETTINGS = (
    (),
    ("foreign_keys = OFF",),
    ("recursive_triggers = ON",),
    ("foreign_keys = OFF", "recursive_triggers = ON"),
    ("foreign_keys = OFF", "ignore_check_constraints = ON", "defer_foreign_keys = ON"),
)
LAST = "(SELECT max(received_at) FROM submissions)"
LATE = "(SELECT due_at + interval '1 microsecond' FROM attempts WHERE id = 1)"
LATE_ON_SQLITE = "'2030-05-01 12:30:00.000001'"
THEIRS = "(SELECT min(id) FROM items WHERE attempt_id = 2)"
OF_ANOTHER_QUESTION = "(SELECT max(item_id) FROM answers)"
OF_ANOTHER_QUIZ = "(SELECT min(id) FROM quiz_questions WHERE quiz_id = 1)"
IDENTITY = "quiz_id, user_id, seed, started_at, key_id, genesis, chain_length, chain_head"
GENESIS = "(SELECT genesis FROM attempts WHERE id = 2)"
MAC = "(SELECT chain.mac FROM grade_events chain WHERE chain.attempt_id = 1 ORDER BY chain.seq DESC LIMIT 1)"


def submission(seq: int = 2, at: str = LAST, question: str = "question_id", attempt: str = "attempt_id") -> str:
    """One more POST, made of the first."""
    return f"""INSERT INTO submissions
        (attempt_id, quiz_id, question_id, seq, idempotency_key, body_hash, answer, received_at, mac)
        SELECT {attempt}, quiz_id, {question}, {seq}, 'a key of its own', 'x', '1', {at}, 'x'
        FROM submissions WHERE id = 1"""


def answer(item: str = "item_id", seq: int = 2, of: str = "(SELECT max(id) FROM submissions)") -> str:
    """One more answer, made of the first."""
    of_first = f"SELECT {of}, {item}, {seq}, '1' FROM answers WHERE id = 1"
    return f"INSERT INTO answers (submission_id, item_id, seq, value) {of_first}"


def event(seq: str = "1 + (SELECT max(seq) FROM grade_events)", **other: str) -> str:
    """One more judgement, made of the first."""
    of = {"attempt": "attempt_id", "item": "item_id", "answer": "answer_id", "previous": MAC, **other}
    return f"""INSERT INTO grade_events
        (attempt_id, seq, item_id, answer_id, at, source, outcome, points, result, build, version, key_id, previous,
        mac)
        SELECT {of["attempt"]}, {seq}, {of["item"]}, {of["answer"]}, at, source, outcome, points, result, build,
        version, key_id, {of["previous"]}, 'x' FROM grade_events WHERE id = 1"""


def first(table: str) -> str:
    """The column that a row is known by."""
    return APPEND_ONLY.get(table, (("id",),))[0][0]


# By their names, statements of which the last must be refused.
EVERYWHERE: dict[str, Sequence[str]] = dict(
    [
        *((f"update {table}", [f"UPDATE {table} SET {first(table)} = {first(table)}"]) for table in APPEND_ONLY),
        *((f"delete from {table}", [f"DELETE FROM {table}"]) for table in KEPT),
        *(
            (
                f"upsert {table}",
                [
                    f"INSERT INTO {table} SELECT * FROM {table} WHERE TRUE ON CONFLICT ({first(table)}) "
                    f"DO UPDATE SET {first(table)} = EXCLUDED.{first(table)}"
                ],
            )
            for table in KEPT
        ),
        *((f"delete {table} under an attempt", [f"DELETE FROM {table}"]) for table in UNDER_ATTEMPTS),
        *((f"renumber {table}", [f"UPDATE {table} SET id = id + 1000"]) for table in UNDER_ATTEMPTS),
        ("backdated", [submission(at="received_at")]),
        ("before the attempt began", [submission(at="'2030-05-01 11:59:59.000000'")]),
        ("to a question of another quiz", [submission(question=OF_ANOTHER_QUIZ)]),
        ("to an attempt that is not there", [submission(attempt="999")]),
        ("surplus", [submission(), answer()]),
        ("another student's item", [submission(), answer(THEIRS)]),
        ("an item of another question", [submission(), answer(OF_ANOTHER_QUESTION)]),
        ("an answer with another number", [submission(), answer(seq=3)]),
        ("an answer to what was not submitted", [answer(of="999")]),
        ("a second answer in a submission", [answer(of="1", seq=1)]),
        ("an event of another attempt", [event(attempt="2", seq="1", previous=GENESIS)]),
        ("an event on another student's item", [event(item=THEIRS, answer="NULL")]),
        ("an event on an answer to another item", [event(answer="(SELECT max(id) FROM answers)")]),
        ("an event after a gap", [event(seq="2 + (SELECT max(seq) FROM grade_events)")]),
        ("an event in place of the last", [event(seq="(SELECT max(seq) FROM grade_events)")]),
        ("an event that follows another", [event(previous="previous")]),
        ("an event with no number", [event(seq="NULL")]),
        ("an event that follows nothing", [event(previous="NULL")]),
        ("less time", ["UPDATE attempts SET due_at = started_at WHERE id = 1"]),
        (
            "unlimited time taken back",
            [f"UPDATE attempts SET due_at = {end} WHERE id = 1" for end in ("NULL", "started_at")],
        ),
        ("reopened", [f"UPDATE attempts SET finished_at = {end} WHERE id = 1" for end in ("started_at", "NULL")]),
        ("after handing in", ["UPDATE attempts SET finished_at = due_at WHERE id = 1", submission()]),
        ("a shorter chain", ["UPDATE attempts SET chain_length = chain_length - 1 WHERE id = 1"]),
        ("a longer chain", ["UPDATE attempts SET chain_length = chain_length + 1 WHERE id = 1"]),
        ("another head", ["UPDATE attempts SET chain_head = genesis WHERE id = 1"]),
        ("another student's attempt", ["UPDATE attempts SET user_id = 2 WHERE id = 1"]),
        ("begun later", ["UPDATE attempts SET started_at = due_at WHERE id = 1"]),
        (
            "an attempt with a history",
            [f"INSERT INTO attempts (number, {IDENTITY}) SELECT 9, {IDENTITY} FROM attempts WHERE id = 1"],
        ),
    ]
)
SQLITE: dict[str, Sequence[str]] = dict(
    [
        *((f"replace {table}", [f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"]) for table in KEPT),
        *((f"update or replace {table}", [f"UPDATE OR REPLACE {table} SET {first(table)} = 1"]) for table in KEPT),
        ("late", [submission(at=LATE_ON_SQLITE)]),
        ("replace a submission under a new id", [submission(seq=1).replace("INSERT", "INSERT OR REPLACE")]),
        ("replace an answer under a new id", [answer(seq=1, of="1").replace("INSERT", "INSERT OR REPLACE")]),
        ("replace an event under a new id", [event(seq="1").replace("INSERT", "INSERT OR REPLACE")]),
        (
            "replace a student under a new id",
            [
                """INSERT OR REPLACE INTO users (name, name_key, password_hash, admin, created_at)
            SELECT name, name_key, 'mine', admin, created_at FROM users WHERE id = 1"""
            ],
        ),
        ("take a student's name", ["UPDATE OR REPLACE users SET name_key = 'student' WHERE id = 3"]),
        ("take a student's place", ["UPDATE OR REPLACE users SET id = 1 WHERE id = 3"]),
        ("take a quiz's place", ["UPDATE OR REPLACE quizzes SET slug = 'timed' WHERE slug = 'small'"]),
    ]
)
POSTGRESQL: dict[str, Sequence[str]] = dict(
    [
        *((f"truncate {table}", [f"TRUNCATE {table} CASCADE"]) for table in KEPT),
        *((f"truncate {table} under an attempt", [f"TRUNCATE {table} CASCADE"]) for table in UNDER_ATTEMPTS),
        ("late", [submission(at=LATE)]),
        ("merge", ["MERGE INTO answers a USING items i ON i.id = a.item_id WHEN MATCHED THEN DELETE"]),
    ]
)


def use(store: Store) -> None:
    """The student answered two questions with one try each, one after the other; the other one began."""
    store.load('[quiz]\nminutes = 30\nmode = "homework"\ntries = 1\n', name="timed")
    attempt = store.start(name="timed")
    store.submit(attempt, "1.1", "A", "first")
    store.clock.forward(minutes=1)
    store.submit(attempt, "1.2", {"why": "Because.", "pick": "B"}, "second")
    store.start(store.other, name="timed")
    message = "INSERT INTO regrade_messages (item_id, author_id, at, text)"
    store.run(f"{message} SELECT 1, 1, started_at, 'Why?' FROM attempts WHERE id = 1")


@pytest.fixture(scope="module")
def attacked(furnished: tuple[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A database that is attacked again and again, and is at the end as it was."""
    place = tmp_path_factory.mktemp("attacked")
    with copied(furnished, place) as url:
        store = enter(url, place)
        use(store)
        before = everything(store)
        yield store
        assert everything(store) == before
        assert list(ledger.verify(store.db)) == []
        store.db.close()


def everything(store: Store) -> list[Any]:
    """All that the attacks are after."""
    with store.db.read() as c:
        return [c.execute(text(f"SELECT * FROM {table} ORDER BY 1")).all() for table in (*KEPT, *UNDER_ATTEMPTS)]


def refused(store: Store, statements: Sequence[str]) -> None:
    """The last of these is refused by every connection, whatever it was set to."""
    for settings in SETTINGS if store.db.dialect == "sqlite" else ((),):
        with store.db.engine.connect() as c:
            driver: Any = c.connection.driver_connection
            for setting in settings:
                driver.execute(f"PRAGMA {setting}")
            with c.begin() as transaction:
                for statement in statements[:-1]:
                    c.execute(text(statement))
                with pytest.raises(IntegrityError):
                    c.execute(text(statements[-1]))
                transaction.rollback()
            c.invalidate()


@pytest.mark.parametrize("attack", EVERYWHERE)
def test_it_is_refused(attacked: Store, attack: str) -> None:
    refused(attacked, EVERYWHERE[attack])


@pytest.mark.parametrize("attack", SQLITE)
@ON_SQLITE
def test_it_is_refused_by_sqlite(attacked: Store, attack: str) -> None:
    refused(attacked, SQLITE[attack])


@pytest.mark.parametrize("attack", POSTGRESQL)
@ON_POSTGRESQL
def test_it_is_refused_by_postgresql(attacked: Store, attack: str) -> None:
    refused(attacked, POSTGRESQL[attack])


@ON_SQLITE
def test_what_sqlite_cannot_refuse_shows(store: Store) -> None:
    with store.db.engine.connect() as c:
        driver: Any = c.connection.driver_connection
        driver.execute("PRAGMA writable_schema = ON")
        driver.execute("DELETE FROM sqlite_master WHERE name = 'answers_no_update'")
        driver.execute("UPDATE sqlite_master SET sql = replace(sql, 'NOT ', '') WHERE name = 'submissions_open'")
        driver.execute("PRAGMA writable_schema = RESET")
        c.invalidate()
    found = {str(one) for one in ledger.verify(store.db)}
    assert found == {f"the trigger {name} is gone or altered" for name in ("answers_no_update", "submissions_open")}
