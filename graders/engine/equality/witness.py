"""A counterexample that a person can follow: the inputs that matter, the entry, both values."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import arb

from graders.engine.equality.measure import Finding, Measured
from graders.engine.equality.outcome import Witness
from graders.engine.equality.truth import Spot, Truth
from graders.engine.graph import Node, tape
from graders.engine.numbers.system import Array

DIGITS = 10


def witness(truth: Truth, answer: Node, spot: Spot, measured: Measured) -> Witness:
    """The witness of a difference at a point."""
    if measured.finding is Finding.LOST or measured.given is None or measured.expected is None:
        expected = truth.balls(spot, 128).ravel()[0]
        return plain_witness(truth, answer, spot, (0,) * len(truth.node.shape), None, number(expected))
    given, expected = readable_pair(measured.given, measured.expected)
    return plain_witness(truth, answer, spot, measured.entry, given, expected)


def plain_witness(
    truth: Truth,
    answer: Node,
    spot: Spot,
    entry: tuple[int, ...],
    given: float | int | str | None,
    expected: float | int | str,
) -> Witness:
    """The witness of these two values of an entry."""
    used = {str(node.parameters[0]) for node in tape([truth.node, answer]) if node.primitive == "input"}
    indices = {symbol.name for symbol in truth.points.symbols if symbol.is_index}
    point = {name: _plain(values, name in indices) for name, values in spot.inputs.items() if name in used}
    letters = {x for node in tape([truth.node, answer]) for axis in node.shape for x in axis.letters}
    sizes = {letter: size for letter, size in spot.sizes.items() if letter in letters}
    return Witness(sizes, point, tuple(axis + 1 for axis in entry), given, expected)


def readable_pair(given: arb, expected: arb) -> tuple[float | int | str, float | int | str]:
    """Two values with just enough digits to be told apart."""
    for digits in (DIGITS, 17, 40, 200):
        left, right = number(given, digits), number(expected, digits)
        if left != right:
            return left, right
    return number(given), f"{number(expected)} + {(given - expected).str(3, radius=False)}"


def number(ball: arb, digits: int = DIGITS) -> float | int | str:
    """A value for people: a number where a double holds it, else its decimals."""
    text = str(ball.mid().str(digits, radius=False))
    if digits > 17:
        return text
    value = float(text)
    if not np.isfinite(value) or (value == 0 and not ball.contains(0)):
        return text
    return int(value) if value == int(value) and abs(value) < 1e15 else value


def _plain(values: Array, index: bool) -> Any:
    """A column as a list, a matrix as rows, an index counted from 1."""
    array = values[..., 0] + (1.0 if index else 0.0)
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    return _integers(array.tolist())


def _integers(value: Any) -> Any:
    if isinstance(value, list):
        return [_integers(part) for part in value]
    return int(value) if value == int(value) and abs(value) < 1e15 else value
