"""Comparing at one point with ball arithmetic: certainly different, equal to very many digits, or not to be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from math import isfinite

import numpy as np
from flint import arb

from graders.engine.equality.budget import Budget, Costs
from graders.engine.equality.depth import Bits
from graders.engine.equality.truth import Place, Spot, Truth
from graders.engine.evaluate import Tape
from graders.engine.graph import Node, tape
from graders.engine.numbers.balls import ZERO, Balls
from graders.engine.numbers.system import Array

LEVELS = (128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096)  # bits
MARGIN = 64  # bits seen beyond the depth of the smallest term
TRIES = 3
# What may have no value although its arguments have; everything else that is not finite was too large to count.
PARTIAL = frozenset({"divide", "integer_power", "power", "log", "sqrt", "arcsin", "arccos", "tan", "inverse"})


class Finding(Enum):
    """What was found at a point."""

    SAME = "same"
    DIFFERENT = "different"
    LOST = "lost"  # the answer has no value
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Measured:
    """A finding, with the entry that differs and both its values."""

    finding: Finding
    entry: tuple[int, ...] = ()
    given: arb | None = None
    expected: arb | None = None


SAME, LOST, UNKNOWN = Measured(Finding.SAME), Measured(Finding.LOST), Measured(Finding.UNKNOWN)


class Measure:
    """Compares one answer with the truth, point by point, within one budget."""

    def __init__(self, truth: Truth, nodes: Sequence[Node], run: Tape, costs: Costs, budget: Budget) -> None:
        """`nodes` are those of the answer, arguments first, `run` is the answer laid out."""
        self._truth = truth
        self._nodes = nodes
        self._run = run
        self._budget = budget
        self._costs = costs
        self._known: dict[tuple[Spot, int], Measured | None] = {}

    def ahead(self, place: Place, points: Sequence[int], depths: Bits) -> None:
        """Compare in one go what `at` will be asked for at some points, as far as the budget allows it for sure."""
        cost = self._costs.at(place.sample.sizes)
        together: dict[int, list[int]] = {}
        for point in points:
            if 2 * depths[point] + MARGIN <= LEVELS[-1]:
                together.setdefault(_level(2 * float(depths[point]) + MARGIN), []).append(point)
        if cost is None or not self._budget.allows([(len(some) * cost, bits) for bits, some in together.items()]):
            return
        for bits, some in together.items():
            found = self._compared(place.spot(*some), bits, [float(depths[point]) for point in some])
            self._known |= {(place.spot(point), bits): one for point, one in zip(some, found, strict=True)}

    def at(self, spot: Spot, depth: float) -> Measured:
        """Compare at a point where the smallest terms lie `depth` bits deep."""
        if not isfinite(depth):
            depth = LEVELS[-1] / 4
        cost = self._costs.at(spot.sizes)
        wanted = 2 * depth + MARGIN
        bits = 0
        for _ in range(TRIES):
            bits = _level(wanted)
            if cost is None or depth > bits or not self._budget.spend(cost, bits):
                return UNKNOWN
            key = spot, bits
            found = self._known[key] if key in self._known else self._compared(spot, bits, [depth])[0]
            if found is not None:
                return found
            if bits == LEVELS[-1]:
                break
            wanted = 2 * bits
        return LOST if self._has_no_value(spot, bits) else UNKNOWN

    def _compared(self, spot: Spot, bits: int, depths: Sequence[float]) -> list[Measured | None]:
        """What is found at each point of a spot; None where more bits are needed."""
        system = self._truth.system(bits)
        expected = self._truth.balls(spot, bits)
        given = self._run.run(system, spot.exact, spot.sizes)[0]
        with system.running():
            difference = np.subtract(given, expected)
            if difference.shape[-1] != len(depths):
                difference = np.broadcast_to(difference, (*difference.shape[:-1], len(depths)))
            return [_judged(difference, at, given, expected, _tolerance(int(depth))) for at, depth in enumerate(depths)]

    def truth_may_have_value(self, spot: Spot) -> bool:
        """Whether the truth has a value at a point, or has none only because more bits would be needed."""
        system = self._truth.system(LEVELS[0])
        if system.defined(self._truth.balls(spot, LEVELS[0])).all():
            return True
        found = _first_without_value(list(tape([self._truth.node])), system, spot)
        return found is None or not _is_outside(*found)

    def _has_no_value(self, spot: Spot, bits: int) -> bool:
        """Whether the first step without a value is one that has none there, and the truth has one."""
        system = self._truth.system(bits)
        if not system.defined(self._truth.balls(spot, bits)).all():
            return False
        found = _first_without_value(self._nodes, system, spot)
        return found is not None and found[0].primitive in PARTIAL


def _first_without_value(nodes: Sequence[Node], system: Balls, spot: Spot) -> tuple[Node, list[Array]] | None:
    """The first of some steps without a value, and its arguments if they all have values."""
    counted = Tape(nodes).run(system, spot.exact, spot.sizes)
    values = dict(zip(map(id, nodes), counted, strict=True))
    for node in nodes:
        if not system.defined(values[id(node)]).all():
            arguments = [values[id(argument)] for argument in node.arguments]
            return (node, arguments) if all(system.defined(value).all() for value in arguments) else None
    return None


def _is_outside(node: Node, arguments: Sequence[Array]) -> bool:
    """Whether a step has no value for sure, since an argument lies outside of its domain altogether."""
    match node.primitive:
        case "log" | "sqrt" | "power":
            return any(ball < 0 for ball in arguments[0].flat)
        case "divide" | "integer_power":
            return any(ball == ZERO for ball in arguments[-1].flat)
        case "arcsin" | "arccos":
            return any(abs(ball) > 1 for ball in arguments[0].flat)
    return node.primitive in PARTIAL


def _judged(difference: Array, point: int, given: Array, expected: Array, tolerance: arb) -> Measured | None:
    narrow = True
    for at, ball in enumerate(difference[..., point].ravel().tolist()):
        if not ball.is_finite():
            narrow = False
        elif not ball.contains(ZERO):
            entry = (*map(int, np.unravel_index(at, difference.shape[:-1])), point)
            pair = [np.broadcast_to(values, difference.shape)[entry] for values in (given, expected)]
            return Measured(Finding.DIFFERENT, entry[:-1], *pair)
        elif narrow and not ball.rad() < tolerance:
            narrow = False
    return SAME if narrow else None


@cache
def _tolerance(depth: int) -> arb:
    """The widest a ball may be, far below the smallest term."""
    return arb(2) ** (-depth - MARGIN // 2)


def _level(wanted: float) -> int:
    """The least precision that has as many bits, or the greatest."""
    return next((level for level in LEVELS if level >= wanted), LEVELS[-1])
