"""Questions by the two-parameter logistic model."""

from __future__ import annotations

import numpy as np
import pytest

from app.insight.curves import curves
from app.insight.marks import Marks, Row
from app.ledger.counting import AttemptHead
from tests.app.store import NOON


def marks(points: np.ndarray) -> Marks:
    """A quiz of one-field questions worth a point each."""
    columns = [(place, "f") for place in range(points.shape[1])]
    rows = [
        Row(AttemptHead(n, n, 1, NOON, None, None, 0, 1), row, {}, {}, {}, 0, {}, {}) for n, row in enumerate(points)
    ]
    return Marks(columns, np.ones(points.shape[1]), rows)


def drawn(students: int, difficulty: list[float], slope: list[float]) -> np.ndarray:
    chance = np.random.default_rng(7)
    able = chance.normal(size=(students, 1))
    right = 1 / (1 + np.exp(-np.array(slope) * (able - np.array(difficulty))))
    return (chance.random((students, len(slope))) < right).astype(np.float64)


def test_harder_and_steeper_questions_are_told() -> None:
    found = curves(marks(drawn(4000, [-1, 0, 1, 0], [1, 1, 1, 2.5])))
    assert [found[place].difficulty for place in range(4)] == pytest.approx([-1, 0, 1, 0], abs=0.2)
    assert max(found, key=lambda place: found[place].discrimination) == 3


def test_a_small_class_has_none() -> None:
    assert curves(marks(drawn(199, [0, 0], [1, 1]))) == {}


def test_questions_that_wait_for_marks_or_that_all_have_right_are_left_out() -> None:
    points = drawn(400, [-1, 0, 1, 0], [1, 1, 1, 1])
    points[:200, 1] = np.nan
    points[:, 3] = 1
    assert sorted(curves(marks(points))) == [0, 2]
    points[:, 2] = 0
    assert curves(marks(points)) == {}
