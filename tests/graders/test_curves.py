"""Functions as curves."""

from __future__ import annotations

import math

import numpy as np
import pytest

from graders.curves import curve
from graders.engine.language.scope import Scope

SCOPE = Scope.from_question({"z": "scalar", "u": "scalar", "w": "d"})
PLACES = [-2.0, -0.5, 0.0, 0.5, 2.0]


@pytest.mark.parametrize(
    ("text", "function"),
    [
        ("1/(1+e^-z)", lambda z: 1 / (1 + math.exp(-z))),
        ("max(0, z)", lambda z: max(0.0, z)),
        ("z if z > 0 else z/10", lambda z: z if z > 0 else z / 10),
        ("3", lambda z: 3.0),
        ("tanh'(z)", lambda z: 1 - math.tanh(z) ** 2),
    ],
)
def test_values_are_those_of_the_function(text, function):
    found = curve(text, SCOPE, "z")
    assert found.values(PLACES) == pytest.approx([function(z) for z in PLACES])


def test_slopes_are_those_of_the_function():
    assert curve("z^3", SCOPE, "z").slopes(PLACES) == pytest.approx([3 * z * z for z in PLACES], abs=1e-6)


def test_a_corner_has_no_slope():
    slopes = curve("relu(z)", SCOPE, "z").slopes(PLACES)
    assert math.isnan(slopes[2])
    assert np.delete(slopes, 2) == pytest.approx([0, 0, 1, 1])


def test_a_steep_function_still_has_slopes():
    places = [-6.0, 6.0]
    assert curve("e^z", SCOPE, "z").slopes(places) == pytest.approx(np.exp(places), rel=1e-6)


def test_a_jump_is_drawn_as_a_gap():
    assert [math.isnan(value) for value in curve("step(z)", SCOPE, "z").drawn(PLACES)] == [
        False,
        False,
        True,
        False,
        False,
    ]
    for smooth in ("e^z", "relu(z)", "z^3", "sigmoid(20 z)"):
        assert np.isfinite(curve(smooth, SCOPE, "z").drawn(PLACES)).all()


def test_undefined_values_are_not_finite():
    assert not np.isfinite(curve("1/z", SCOPE, "z").values([0.0])).any()
    assert not np.isfinite(curve("log(z)", SCOPE, "z").values([-1.0])).any()


@pytest.mark.parametrize(
    "text",
    ["", "  ", "z +", "u z", "u", "w", "w^T w", "d z", "y", None, 3, ["z"], "an S-shaped curve", "sum_{k=1}^{d} z"],
)
def test_what_is_no_function_of_the_symbol_is_no_curve(text):
    assert curve(text, SCOPE, "z") is None


def test_too_much_work_is_no_curve():
    text = "sum(exp(z ones(200,200)))"
    assert curve(text, SCOPE, "z") is None
