"""Storing: what waits goes in at once, and nobody bears another's fault."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from app.ledger import service as ledger
from app.refusals import Conflict
from app.taking import submitting
from app.taking.judging import judge
from app.taking.storing import Given, Ready, store_now
from tests.app.store import ON_SQLITE, Store


def ready(store: Store, attempt: int, slug: str, answer: Any, key: str, seq: int | None = None) -> Ready:
    asked = submitting._Asked(store.db, slug, Given.of(answer, key.ljust(16)), seq)
    with store.db.read() as c:
        found = submitting._examined(c, asked, ledger.attempt(c, attempt))
    assert isinstance(found, Ready)
    return found


def test_submissions_that_wait_are_numbered_one_after_the_other(store: Store) -> None:
    attempt = store.start()
    asked = [("1.1", "A", "one"), ("1.2", {"why": "Because.", "pick": "B"}, "two"), ("1.1", "B", "three")]
    waiting = [ready(store, attempt, *one) for one in asked]
    accepted = store.db.write(lambda c: store_now(c, waiting))
    assert [(one.submission.idempotency_key.strip(), one.submission.seq) for one in accepted] == [
        ("one", 1),
        ("two", 1),
        ("three", 2),
    ]
    for one in accepted:
        judge(store.db, one)
    assert store.counts() == (3, 4, 4)
    assert list(ledger.verify(store.db)) == []


def test_one_that_was_promised_another_number_is_refused(store: Store) -> None:
    attempt = store.start()
    waiting = [ready(store, attempt, "1.1", "A", "one"), ready(store, attempt, "1.1", "B", "two", 1)]
    with pytest.raises(Conflict):
        store.db.write(lambda c: store_now(c, waiting))
    assert store.counts() == (0, 0, 0)


def test_a_key_that_waits_twice_is_stored_once(store: Store) -> None:
    attempt = store.start()
    waiting = [ready(store, attempt, "1.1", "A", "one"), ready(store, attempt, "1.1", "A", "one")]
    with pytest.raises(IntegrityError):
        store.db.write(lambda c: store_now(c, waiting))
    assert store.counts() == (0, 0, 0)


@ON_SQLITE
def test_those_who_come_together_are_not_written_one_by_one(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    attempt = store.start()
    entered, go = threading.Event(), threading.Event()

    def hold(c: Connection) -> None:
        entered.set()
        go.wait(10)

    with ThreadPoolExecutor(4) as pool:
        pool.submit(store.db.write, hold)
        entered.wait(10)
        sent = [pool.submit(store.submit, attempt, "1.1", letter, f"answer {letter}") for letter in "AB"]
        sent.append(pool.submit(store.submit, attempt, "1.2", {"pick": "B"}, "another"))
        while store.db._writer._jobs.qsize() < len(sent):  # type: ignore[union-attr]
            pass
        go.set()
        assert not any(one.result().repeated for one in sent)
    assert "one by one" not in caplog.text
    assert list(ledger.verify(store.db)) == []
