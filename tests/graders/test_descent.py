"""Gradient descent, run by the engine: the same numbers as by hand, and what it does to XOR."""

from __future__ import annotations

import numpy as np
import pytest

from graders.descent import Trainer, trainer
from graders.engine.elaborate import IllTyped
from graders.engine.language.errors import LanguageError
from graders.engine.sizes import ShapeError
from graders.network_model import Layer

XOR = [((0, 0), 0.0), ((0, 1), 1.0), ((1, 0), 1.0), ((1, 1), 0.0)]
LINE = [((0.0,), 1.0), ((1.0,), 3.0), ((2.0,), 5.0)]


def network(function: str = "relu(z)", width: int = 2) -> Trainer:
    return trainer([Layer("W1", "b1", "f"), Layer("W2", "b2")], {"f": function}, 2, width)


def test_a_step_is_the_rate_times_the_mean_gradient() -> None:
    done = trainer([Layer("w", "b")], {}, 1, 1).descend(LINE, start=0.5, rate=0.1, steps=1)
    errors = [0.5 * x + 0.5 - y for (x,), y in LINE]
    assert done.losses[0] == pytest.approx(np.mean(np.square(errors)) / 2)
    assert done.ended["w"].item() == pytest.approx(
        0.5 - 0.1 * np.mean([e * x for e, ((x,), _) in zip(errors, LINE, strict=True)])
    )
    assert done.ended["b"].item() == pytest.approx(0.5 - 0.1 * np.mean(errors))
    assert [row[0] for row in done.outputs] == pytest.approx([0.5, 1.0, 1.5])


def test_a_line_is_learned() -> None:
    done = trainer([Layer("w", "b")], {}, 1, 1).descend(LINE, start=0.0, rate=0.4, steps=300)
    assert len(done.losses) == 301
    assert done.losses[-1] < 1e-6
    assert done.ended["w"].item() == pytest.approx(2, abs=1e-2)


def test_from_zero_only_the_last_bias_moves_and_the_output_is_one_number() -> None:
    done = network().descend(XOR, start=0.0, rate=0.3, steps=300)
    assert [name for name in done.ended if (done.ended[name] != done.started[name]).any()] == ["b2"]
    assert [row[-1] for row in done.outputs] == pytest.approx([0.5] * 4)


@pytest.mark.parametrize("start", [0.0, 0.1, 0.25, 0.5])
@pytest.mark.parametrize("function", ["relu(z)", "sigmoid(z)", "tanh(z)", "z"])
def test_a_monotone_function_does_not_learn_xor_from_a_uniform_start(function: str, start: float) -> None:
    done = network(function).descend(XOR, start, rate=0.3, steps=300)
    assert done.losses[-1] > 0.05
    assert np.ptp(done.ended["W1"]) == pytest.approx(0, abs=1e-12)  # the units stay equal, and so do both inputs


@pytest.mark.parametrize(("function", "start"), [("z^2", 0.5), ("sin(z)", 0.5), ("exp(-z^2)", 0.25)])
def test_other_functions_do(function: str, start: float) -> None:
    assert network(function).descend(XOR, start, rate=0.3, steps=300).losses[-1] < 1e-4


def test_what_runs_away_ends_early_with_numbers_only() -> None:
    done = network("z^2").descend(XOR, start=1.0, rate=0.3, steps=300)
    assert len(done.losses) < 10
    assert np.isfinite(done.losses).all()
    assert np.isfinite(done.outputs).all()
    assert all(len(row) == len(done.losses) for row in done.outputs)


@pytest.mark.parametrize("function", ["nonsense(z)", "y", "z z^T", "("])
def test_a_function_that_makes_no_sense_is_refused(function: str) -> None:
    with pytest.raises((LanguageError, IllTyped, ShapeError)):
        network(function)
