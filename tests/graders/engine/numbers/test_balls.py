"""Balls hold the truth, and say when they do not know."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import numpy as np
import pytest
from flint import arb, ctx

from graders.engine.evaluate import Tape, evaluate
from graders.engine.graph import Graph
from graders.engine.numbers.balls import Balls
from graders.engine.sizes import shape

SYSTEM = Balls(128)


def at(name: str, *values: object) -> arb:
    """A primitive of numbers, each given as a number or a ball."""
    graph = Graph()
    inputs = [graph.input(f"x{place}") for place in range(len(values))]
    given = {f"x{place}": np.array([arb(value)], dtype=object) for place, value in enumerate(values)}
    return evaluate([graph.apply(name, *inputs)], SYSTEM, given, {})[0].item()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("log", (-1,)),
        ("log", (0,)),
        ("sqrt", (-1,)),
        ("divide", (1, 0)),
        ("arcsin", (2,)),
        ("arccos", (-2,)),
        ("power", (-2, 0.5)),
    ],
)
def test_outside_the_domain_is_undefined(name, values):
    value = np.array([at(name, *values)], dtype=object)
    assert not SYSTEM.defined(value).any()


@pytest.mark.parametrize("name", ["relu", "step", "sign", "abs", "maximum", "less", "equal", "sigmoid", "softplus"])
def test_undefined_stays_undefined(name):
    values = (arb.nan(),) if name in {"relu", "step", "sign", "abs", "sigmoid", "softplus"} else (arb.nan(), 1)
    assert not at(name, *values).is_finite()


@pytest.mark.parametrize(
    ("name", "left", "right"), [("relu", 0, 1), ("step", 0, 1), ("sign", -1, 1), ("abs", 0, 1), ("softplus", 0.4, 1.3)]
)
def test_a_ball_on_both_sides_of_a_branch_holds_both_values(name, left, right):
    value = at(name, arb(0, 1))
    assert value.contains(left)
    assert value.contains(right)


def test_conditions_that_are_not_certain_hold_both_branches():
    assert at("less", arb(0, 1), 0).contains(0)
    assert at("less", arb(0, 1), 0).contains(1)
    chosen = at("where", arb(0.5, 0.5), 3, 7)
    assert chosen.contains(3)
    assert chosen.contains(7)
    assert at("where", 1, 3, arb.nan()) == 3
    assert at("where", 0, arb.nan(), 7) == 7


def test_branches_at_zero_follow_the_conventions():
    assert [at(name, 0) == 0 for name in ("relu", "step", "sign", "abs")] == [True] * 4


def test_singular_matrices_have_no_inverse():
    graph = Graph()
    A = graph.input("A", shape(2, 2))
    given = {"A": SYSTEM.exact(np.array([[[1.0], [2.0]], [[2.0], [4.0]]]))}
    inverse, determinant = evaluate([graph.apply("inverse", A), graph.apply("determinant", A)], SYSTEM, given, {})
    assert not SYSTEM.defined(inverse).any()
    assert determinant.item().contains(0)


def test_exact_numbers_are_held_whatever_their_size():
    huge = Fraction(10**999 + 1, 3)
    ball = SYSTEM.constant(huge, ()).item()
    assert ball.is_finite()
    assert Balls(4000).constant(huge, ()).item().overlaps(ball)


def test_more_bits_make_smaller_balls():
    graph = Graph()
    tape = Tape([graph.apply("exp", graph.input("x"))])

    def radius(bits: int) -> float:
        return float(tape.run(Balls(bits), {"x": np.array([arb(1)], dtype=object)}, {})[0].item().rad())

    assert radius(256) < radius(128) < radius(64)


def test_threads_do_not_change_each_others_precision():
    graph = Graph()
    tape = Tape([graph.apply("exp", graph.input("x"))])
    before = ctx.prec

    def radius(bits: int) -> tuple[int, float]:
        value = tape.run(Balls(bits), {"x": np.array([arb(1)] * 200, dtype=object)}, {})[0]
        return bits, max(float(ball.rad()) for ball in value)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(radius, [64, 512] * 20))
    assert all(largest < 2.0 ** (4 - bits) for bits, largest in found)
    assert ctx.prec == before
