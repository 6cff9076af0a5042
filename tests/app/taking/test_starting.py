"""Whoever begins a quiz twice at the same moment has begun it once."""

from __future__ import annotations

from typing import Any

import pytest

from app.ledger import service as ledger
from app.taking import service
from tests.app.store import HOMEWORK, ON_POSTGRESQL, Store

PRACTICE = HOMEWORK.replace("homework", "practice")


@ON_POSTGRESQL
@pytest.mark.parametrize("begun", [False, True])
def test_an_attempt_that_was_begun_meanwhile_is_resumed(
    store: Store, monkeypatch: pytest.MonkeyPatch, begun: bool
) -> None:
    store.load(head=PRACTICE, name="practice")
    if begun:
        service.finish(store.db, store.student, store.start(name="practice"))
    look, meanwhile = ledger.latest_attempt, list[int]()

    def begin() -> int:
        return service.start_or_resume(store.db, store.student, "practice", again=True)

    def latest(*args: Any) -> Any:
        """Just after the first has looked, another begins."""
        seen = look(*args)
        if not meanwhile:
            meanwhile.append(0)
            meanwhile.append(begin())
        return seen

    monkeypatch.setattr(ledger, "latest_attempt", latest)
    assert [0, begin()] == meanwhile
    assert store.scalar("SELECT count(*) FROM attempts") == 1 + begun


def test_every_attempt_has_the_next_number(store: Store) -> None:
    store.load(head=PRACTICE, name="practice")
    for _ in range(3):
        service.finish(store.db, store.student, service.start_or_resume(store.db, store.student, "practice", True))
    assert store.scalar("SELECT count(DISTINCT number) * 10 + max(number) FROM attempts") == 33
