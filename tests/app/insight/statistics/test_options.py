"""Who chose what."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from app.insight.statistics.options import fifths, option_figures, point_biserial


def test_point_biserials_as_canvas_has_them(shared: Path) -> None:
    item = json.loads((shared / "oracles" / "canvas_stats.json").read_text())["item"]
    answered = [text for text in item["submissions"] if len(text) == 3]
    totals = np.array([sum(a == b for a, b in zip(text, item["key"], strict=True)) for text in answered], dtype=float)
    found = option_figures("AB", [{text[2]} for text in answered], totals)
    assert [found[option].point_biserial for option in "AB"] == pytest.approx(item["item3"]["point_biserials_A_B"])
    assert found["A"].count == item["item3"]["correct"]


def test_equal_totals_are_in_one_fifth() -> None:
    assert fifths(np.array([0.0, 1, 2, 3, 4])).tolist() == [0, 1, 2, 3, 4]
    assert set(fifths(np.zeros(7)).tolist()) == {4}
    assert fifths(np.array([5.0, 5, 1, 1, 1, 1, 9, 9, 9, 9])).tolist() == [2, 2, 1, 1, 1, 1, 4, 4, 4, 4]


def test_a_distractor_is_chosen_by_the_weak() -> None:
    totals = np.arange(10.0)
    chosen = [{"B"} if total < 4 else {"A"} for total in totals]
    found = option_figures("AB", chosen, totals)
    assert found["B"].by_fifth == [1, 1, 0, 0, 0]
    assert found["B"].share == pytest.approx(0.4)
    assert found["A"].point_biserial == pytest.approx(-found["B"].point_biserial)
    assert found["A"].point_biserial > 0.8


def test_what_cannot_be_said_is_none() -> None:
    assert point_biserial(np.array([True, True]), np.array([1.0, 2.0])) is None
    assert point_biserial(np.array([True, False]), np.array([1.0, 1.0])) is None
    empty = option_figures("A", [], np.empty(0))["A"]
    assert (empty.count, empty.share, empty.by_fifth) == (0, 0.0, [None] * 5)
