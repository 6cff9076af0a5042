"""Functions of the derivative tables that are read as their formulas, and rows whose spaces are products."""

from __future__ import annotations

from math import erf, sqrt

import numpy as np
import pytest

from graders.engine.elaborate import read
from graders.engine.evaluate import evaluate
from graders.engine.graph import Graph
from graders.engine.language.scope import Scope
from graders.engine.numbers.floats import FLOATS

SCOPE = Scope.from_question({"x": "scalar", "y": "scalar"})
X, Y = 0.375, 0.75

VALUES = {
    "arcsinh(x)": np.arcsinh(X),
    "np.arccosh(1 + x)": np.arccosh(1 + X),
    "atanh(x)": np.arctanh(X),
    "erfc(x) + erf(x)": 1.0,
    "logsigmoid(x)": -np.log1p(np.exp(-X)),
    "silu(x)": X / (1 + np.exp(-X)),
    "swish(x) - silu(x)": 0.0,
    "2 gelu(x) - x": X * erf(X / sqrt(2)),
    "rsqrt(x)": 1 / np.sqrt(X),
    "hypot(x, y)": np.hypot(X, Y),
    "logaddexp(x, y)": np.logaddexp(X, Y),
}


def value(text):
    answer = read(text, SCOPE, Graph(), None, None)
    (array,) = evaluate([answer.node], FLOATS, {"x": np.array([X]), "y": np.array([Y])}, {})
    return array[..., 0]


@pytest.mark.parametrize("text", VALUES)
def test_a_function_of_the_tables_has_its_value(text):
    np.testing.assert_allclose(value(text), VALUES[text], rtol=1e-12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[6 x y; 2]", [[6 * X * Y], [2]]),
        ("[3x^2 y; 2x + y^8]", [[3 * X**2 * Y], [2 * X + Y**8]]),
        ("[x y; y x]", [[X, Y], [Y, X]]),
        ("[2 x; 2 y]", [[2 * X], [2 * Y]]),
    ],
)
def test_spaces_are_products_where_entries_would_make_ragged_rows(text, expected):
    np.testing.assert_allclose(value(text), expected, rtol=1e-15)
