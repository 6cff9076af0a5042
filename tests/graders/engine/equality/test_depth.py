"""How many bits below 1 the smallest term may lie."""

from __future__ import annotations

import numpy as np
import pytest

from graders.engine.elaborate import author
from graders.engine.equality.depth import Depth, exponents
from graders.engine.evaluate import Tape
from graders.engine.graph import Graph, tape
from graders.engine.language.scope import Scope
from graders.engine.numbers.floats import FLOATS


def depth(text, x):
    node = author(text, Scope.from_question({"x": "scalar"}), Graph())
    made = Depth(list(tape([node])))
    inputs = {"x": np.array([x])}
    reached = made.reached(Tape(made.needed).run(FLOATS, inputs, {}))
    return float(made.bits(exponents(inputs), reached, 1)[0])


@pytest.mark.parametrize(
    ("text", "x", "bits"),
    [
        ("x + exp(-60)", 1.5, 86),
        ("exp(-60) exp(-60)", 1.5, 172),
        ("exp(-30)^4", 1.5, 172),
        ("tanh(8 + x^2)", 0.5, 23),
        ("erf(8)", 0.5, 92),
        ("sigmoid(x)", 64.0, 92),
        ("x/1024", 1.0, 10),
        ("exp(-1000)", 1.0, 1442),
        ("cos(exp(-80))", 1.0, 230),
    ],
)
def test_it_reaches_as_deep_as_the_smallest_term(text, x, bits):
    assert depth(text, x) >= bits


def test_it_stays_shallow_for_ordinary_formulas():
    assert depth("(x^2 + 1)/(2x - 3)", 1.5) < 32
    assert depth("exp(x)/(1 + exp(x))", 2.0) < 32


def test_what_overflows_is_infinitely_deep():
    assert depth("exp(exp(exp(x)))", 64.0) == float("inf")
