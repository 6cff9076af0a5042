"""What a server does by itself goes on whatever fails."""

from __future__ import annotations

import logging

import pytest

from app.refusals import Unavailable
from app.taking import keeping
from app.taking import service as taking
from tests.app.store import Store


class Enough(BaseException):
    """Ends what goes on for ever."""


def test_it_hands_in_what_is_due_when_nobody_looks_and_survives_a_database_that_is_away(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    store.load("[quiz]\nminutes = 30\n", name="timed")
    attempt = store.start(name="timed")
    taking.save_draft(store.db, store.student, attempt, "1.1", {"pick": "A"}, 1)
    rounds = []

    def pause(seconds: float) -> None:
        rounds.append(store.counts())
        store.clock.forward(minutes=31)
        if len(rounds) == 1:
            monkeypatch.setattr(keeping, "hand_in_all_late", away)
        elif len(rounds) == 2:
            monkeypatch.undo()
        else:
            raise Enough

    def away(_: object) -> None:
        raise Unavailable("away")

    with caplog.at_level(logging.ERROR), pytest.raises(Enough):
        keeping.keep(store.db, pause)
    assert rounds == [(0, 0, 0), (0, 0, 0), (1, 1, 1)]
    assert "away failed" in caplog.text
