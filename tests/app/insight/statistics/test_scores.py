"""What total scores say, against published values and by hand."""

from __future__ import annotations

import json
from dataclasses import astuple
from pathlib import Path

import numpy as np
import pytest

from app.insight.statistics.scores import cronbach, score_figures


def test_a_quiz_as_moodle_walks_through_it(shared: Path) -> None:
    quiz = json.loads((shared / "oracles" / "moodle_stats.json").read_text())["walkthrough_00"]
    expected = quiz["expected_quiz"]
    found = score_figures(np.array(quiz["marks"]))
    assert found.count == expected["firstattemptscount"]
    for ours, name in (
        (found.mean, "firstattemptsavg"),
        (found.median, "median"),
        (found.sd, "standarddeviation"),
        (found.skewness, "skewness"),
        (found.kurtosis, "kurtosis"),
        (found.alpha * 100, "cic"),
        (found.error_ratio * 100, "errorratio"),
        (found.standard_error, "standarderror"),
    ):
        assert ours == pytest.approx(expected[name], rel=1.5e-5)


def test_alpha_as_canvas_has_it(shared: Path) -> None:
    summary = json.loads((shared / "oracles" / "canvas_stats.json").read_text())["summary"]
    marks = np.array(summary["matrix"], dtype=float)
    totals = marks.sum(axis=1)
    assert cronbach(marks, float(totals.var(ddof=1))) == pytest.approx(summary["alpha"], abs=5e-4)
    assert score_figures(marks).sd * (3 / 4) ** 0.5 == pytest.approx(summary["sd"], abs=1e-6)  # the population's


def test_alpha_of_equal_items_is_one() -> None:
    marks = np.repeat([[0.0], [1.0], [1.0]], 3, axis=1)
    found = score_figures(marks)
    assert found.alpha == pytest.approx(1)
    assert found.standard_error == pytest.approx(0)


@pytest.mark.parametrize(
    "marks",
    [np.empty((0, 3)), np.array([[1.0, 0.0, 1.0]]), np.ones((6, 3))],
    ids=["nobody", "one student", "all equal"],
)
def test_what_cannot_be_said_is_none(marks: np.ndarray) -> None:
    found = score_figures(marks)
    assert found.alpha is None
    assert found.skewness is None
    assert all(value is None or np.isfinite(value) for value in astuple(found) if not isinstance(value, tuple))
