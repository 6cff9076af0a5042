"""What a failing grader or a crash may cost: nothing that was stored, no try, no credit."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Connection, event

from app.ledger import service as ledger
from app.taking import service, submitting
from questions import grading
from tests.app.store import ON_POSTGRESQL, Store


def test_a_grader_that_fails_costs_nothing_and_gives_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Any:
        raise MemoryError

    monkeypatch.setattr(grading, "grade", broken)
    attempt = store.start()
    for number in range(4):
        result = store.submit(attempt, "1.1", "A", f"try {number}").result
        assert (result["outcome"], result["score"]) == ("undecided", 0)
    assert store.scalar("SELECT sum(points) FROM grade_events") == 0


def test_it_is_stored_before_it_is_graded(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def watching(*_: Any) -> Any:
        seen.append(store.counts())  # on a connection of its own: what is there is committed
        store.run("UPDATE quizzes SET title = 'nobody holds the write lock'")
        return {"fields": {"pick": grading.shown(submitting.undecided("later"))}}

    monkeypatch.setattr(grading, "grade", watching)
    store.submit(store.start(), "1.1", "A", "first")
    assert seen == [(1, 1, 0)]


def test_what_a_crash_left_is_graded_at_the_next_start(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    attempt = store.start()
    with monkeypatch.context() as crash:
        crash.setattr(submitting, "judge", lambda *_: exit())
        with pytest.raises(SystemExit):
            store.submit(attempt, "1.1", "A", "first")
    assert store.counts() == (1, 1, 0)
    assert service.grade_pending(store.db) == 1
    assert service.grade_pending(store.db) == 0
    assert store.submit(attempt, "1.1", "A", "first").result["outcome"] == "correct"
    assert store.counts() == (1, 1, 1)
    assert list(ledger.verify(store.db)) == []


def test_what_a_crash_left_is_graded_by_the_repeated_request(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    attempt = store.start()
    with monkeypatch.context() as crash:
        crash.setattr(submitting, "judge", lambda *_: exit())
        with pytest.raises(SystemExit):
            store.submit(attempt, "1.1", "A", "first")
    assert store.submit(attempt, "1.1", "A", "first").result["outcome"] == "correct"
    assert store.counts() == (1, 1, 1)


@ON_POSTGRESQL
@pytest.mark.parametrize("seq", [None, 1])
@pytest.mark.parametrize("lost", [1, 2])
def test_a_commit_of_which_nobody_hears_is_acknowledged_once(store: Store, lost: int, seq: int | None) -> None:
    """The connection breaks after the server has stored a submission (1) or its grade (2) and before it says so."""
    attempt, written = store.start(), []

    def lose(c: Connection) -> None:
        if c.exec_driver_sql("SELECT pg_current_xact_id_if_assigned()").scalar() is None:
            return  # it has only read
        written.append(c)
        if len(written) == lost:
            driver: Any = c.connection.driver_connection
            driver.commit()
            driver.close()

    event.listen(store.db.engine, "commit", lose)
    assert store.submit(attempt, "1.1", "A", "first", seq=seq).result["outcome"] == "correct"
    assert len(written) > lost
    assert store.counts() == (1, 1, 1)
    assert list(ledger.verify(store.db)) == []
