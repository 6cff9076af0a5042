"""What a crash left is found in whichever round it comes, and looking for it does not read everything each time."""

from __future__ import annotations

import pytest

from app.taking import submitting
from app.taking.judging import pending
from app.taking.leftovers import Rounds
from tests.app.store import ON_POSTGRESQL, ON_SQLITE, Store, counting


def crash(store: Store, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    """Something is submitted and nothing judges it."""
    with monkeypatch.context() as patch:
        patch.setattr(submitting, "judge", lambda *_: exit())
        with pytest.raises(SystemExit):
            store.submit(store.start(), "1.1", "A", key)


@pytest.fixture
def rounds(store: Store, monkeypatch: pytest.MonkeyPatch) -> Rounds:
    """Rounds whose process apart has the settings of the test."""
    url = store.db.url.render_as_string(hide_password=False)
    for name, value in {"DATABASE_URL": url, "SECRET_KEY": "s" * 40}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GRADING_KEY", store.db.keys.grading.decode())
    monkeypatch.setenv("LEDGER_KEY", store.db.keys.ledger.decode())
    return Rounds()


def test_each_round_grades_what_came_since(store: Store, rounds: Rounds, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        crash(store, monkeypatch, f"crash {number}")
        rounds.grade_leftovers(store.db)
        assert store.counts() == (number + 1, number + 1, number + 1)
    for _ in range(2):
        rounds.grade_leftovers(store.db)
    assert rounds.settled == 3


def test_what_another_thread_is_at_is_looked_at_again(
    store: Store, rounds: Rounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    crash(store, monkeypatch, "crash")
    store.submit(store.start(), "1.2", {"why": "Because."}, "judged")
    with monkeypatch.context() as patch:
        patch.setattr("app.taking.leftovers._graded_apart", lambda _: 0)  # it grades nothing
        for _ in range(4):
            rounds.grade_leftovers(store.db)
            assert rounds.settled == 0
    rounds.grade_leftovers(store.db)
    assert list(pending(store.db)) == []


@ON_POSTGRESQL
def test_one_that_shows_later_than_a_newer_one_is_found(
    store: Store, rounds: Rounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    sequence = "pg_get_serial_sequence('submissions', 'id')"
    store.run(f"SELECT setval({sequence}, 10)")
    store.submit(store.start(), "1.2", {"why": "Because."}, "judged")
    rounds.grade_leftovers(store.db)
    store.run(f"SELECT setval({sequence}, 5)")
    crash(store, monkeypatch, "its transaction ended later")
    assert pending(store.db) == [6]
    rounds.grade_leftovers(store.db)
    assert pending(store.db) == []


@ON_SQLITE
def test_a_round_looks_only_at_what_is_not_settled(store: Store, rounds: Rounds) -> None:
    store.submit(store.start(), "1.1", "A", "first")
    with counting(store) as sent:
        for _ in range(3):
            rounds.grade_leftovers(store.db)
    assert rounds.settled == 1
    looking = next(statement for statement in reversed(sent) if "answers" in statement)
    with store.db.read() as c:
        plan = " / ".join(row[3] for row in c.exec_driver_sql(f"EXPLAIN QUERY PLAN {looking}", (1,)))
    assert "(submission_id>?)" in plan
    assert "SCAN answers" not in plan
