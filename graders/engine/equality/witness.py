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
from graders.engine.sizes import Shape, size
from graders.engine.structure import reckoned

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
    """The witness of these two values of an entry; inputs that are there in part only are left out."""
    nodes = list(tape([truth.node, answer]))
    used = {str(node.parameters[0]) for node in nodes if node.primitive == "input"}
    whole = [symbol for symbol in truth.points.symbols if symbol.name in used and not _is_thinned(symbol.shape, spot)]
    point = {symbol.name: _plain(spot.inputs[symbol.name], symbol.is_index) for symbol in whole}
    letters = reckoned(nodes).union(x for node in nodes for axis in node.shape for x in axis.letters)
    sizes = {letter: size(letter).number(spot.sizes) for letter in spot.sizes if letter in letters}
    places = [length.places(spot.sizes)[at] + 1 for length, at in zip(truth.node.shape, entry, strict=True)]
    return Witness(sizes, point, tuple(places), given, expected)


def _is_thinned(shape: Shape, spot: Spot) -> bool:
    return any(length.number(spot.sizes) != length.at(spot.sizes) for length in shape)


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
