"""The two-parameter logistic model."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from app.insight.statistics.irt import fit_2pl


def test_section_six_of_the_lsat_as_published(shared: Path) -> None:
    data = json.loads((shared / "oracles" / "irt_lsat6.json").read_text())
    patterns = np.array([[int(mark) for mark in row] for row in data["patterns"]], dtype=float)
    fit = fit_2pl(patterns, np.array(data["obs"]))
    published = data["ltm_2pl"]
    # the published maximum was left at a gradient of 0.024, so it agrees to about 1e-3
    assert fit.difficulty == pytest.approx(np.array(published["difficulty"]), abs=3e-3)
    assert fit.discrimination == pytest.approx(np.array(published["discrimination"]), abs=1e-3)
    assert fit.log_likelihood == pytest.approx(published["logLik"], abs=1e-3)
    assert fit.log_likelihood >= published["logLik"] - 1e-3


def test_it_finds_the_parameters_that_made_the_marks() -> None:
    rng = np.random.default_rng(7)
    difficulty, discrimination = np.array([-1.0, 0.0, 0.5, 1.5]), np.array([1.0, 1.5, 0.7, 1.2])
    ability = rng.standard_normal((20_000, 1))
    marks = (rng.random((20_000, 4)) < 1 / (1 + np.exp(-discrimination * (ability - difficulty)))).astype(float)
    patterns, counts = np.unique(marks, axis=0, return_counts=True)
    fit = fit_2pl(patterns, counts.astype(float))
    assert fit.difficulty == pytest.approx(difficulty, abs=0.15)
    assert fit.discrimination == pytest.approx(discrimination, abs=0.15)


def test_items_everyone_got_right_leave_the_numbers_finite() -> None:
    patterns = np.array([[1.0, 1.0, 0.0], [1.0, 0.0, 1.0], [1.0, 1.0, 1.0]])
    fit = fit_2pl(patterns, np.array([80.0, 70.0, 90.0]))
    assert np.isfinite(fit.log_likelihood)
    assert np.isfinite(fit.discrimination).all()
