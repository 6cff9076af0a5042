"""Where the outcome is not shown, how long a submission took does not show it either."""

from __future__ import annotations

from time import monotonic

import pytest

from app.taking import unhurried
from tests.app.store import HOMEWORK, Store


@pytest.mark.parametrize("head", ['[quiz]\nmode = "exam"\n', HOMEWORK + 'show_score = "never"\n'])
def test_every_answer_takes_a_whole_number_of_steps(store: Store, head: str) -> None:
    store.load(head=head, name="hidden")
    attempt = store.start(name="hidden")
    for key, value in (("right", "A"), ("wrong", "B"), ("unreadable", 7), ("right", "A")):
        began = monotonic()
        store.submit(attempt, "1.1", {"pick": value}, key)
        assert (monotonic() - began) % unhurried.STEP < unhurried.STEP / 2
        assert monotonic() - began >= unhurried.STEP


def test_nobody_waits_for_what_is_shown(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(unhurried, "sleep", waits.append)
    store.submit(store.start(), "1.1", {"pick": "A"}, "first")
    assert waits == []


@pytest.mark.parametrize(("spent", "left"), [(0.03, 0.07), (0.25, 0.05)])
def test_it_waits_for_the_next_step(monkeypatch: pytest.MonkeyPatch, spent: float, left: float) -> None:
    waits: list[float] = []
    monkeypatch.setattr(unhurried, "sleep", waits.append)
    monkeypatch.setattr(unhurried, "monotonic", lambda: 5.0 + spent)
    unhurried.wait(5.0)
    assert waits == [pytest.approx(left)]
