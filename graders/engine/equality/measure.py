"""Comparing at one point with ball arithmetic: certainly different, equal to very many digits, or not to be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from math import isfinite

import numpy as np
from flint import arb

from graders.engine.equality.budget import Budget, operations
from graders.engine.equality.depth import Bits
from graders.engine.equality.truth import Place, Spot, Truth
from graders.engine.evaluate import Tape
from graders.engine.graph import Node
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

    def __init__(self, truth: Truth, nodes: Sequence[Node], budget: Budget) -> None:
        """`nodes` are those of the answer, arguments first."""
        self._truth = truth
        self._nodes = nodes
        self._tape = Tape([nodes[-1]])
        self._budget = budget
        self._costs: dict[tuple[tuple[str, int], ...], int | None] = {}
        self._counted: dict[tuple[Spot, int], tuple[Array, Array]] = {}

    def ahead(self, place: Place, points: Sequence[int], depths: Bits) -> None:
        """Count in one go what `at` will ask for at some points, as far as the budget allows it for sure."""
        cost = self._cost(place.sample.sizes)
        together: dict[int, list[int]] = {}
        for point in points:
            if 2 * depths[point] + MARGIN <= LEVELS[-1]:
                together.setdefault(_level(2 * float(depths[point]) + MARGIN), []).append(point)
        if cost is None or not self._budget.allows([(len(some) * cost, bits) for bits, some in together.items()]):
            return
        for bits, some in together.items():
            given, expected = self._both(place.spot(*some), bits)
            for at, point in enumerate(some):
                column = slice(at, at + 1) if given.shape[-1] > 1 else slice(None)
                self._counted[place.spot(point), bits] = given[..., column], expected[..., column]

    def at(self, spot: Spot, depth: float) -> Measured:
        """Compare at a point where the smallest terms lie `depth` bits deep."""
        if not isfinite(depth):
            depth = LEVELS[-1] / 4
        cost = self._cost(spot.sizes)
        wanted = 2 * depth + MARGIN
        bits = 0
        for _ in range(TRIES):
            bits = _level(wanted)
            if cost is None or depth > bits or not self._budget.spend(cost, bits):
                return UNKNOWN
            found = self._compared(spot, bits, depth)
            if found is not None:
                return found
            if bits == LEVELS[-1]:
                break
            wanted = 2 * bits
        return LOST if self._has_no_value(spot, bits) else UNKNOWN

    def _cost(self, sizes: Mapping[str, int]) -> int | None:
        key = tuple(sizes.items())
        if key not in self._costs:
            self._costs[key] = operations(self._nodes, sizes)
        return self._costs[key]

    def _both(self, spot: Spot, bits: int) -> tuple[Array, Array]:
        return self._tape.run(Balls(bits), spot.exact, spot.sizes)[0], self._truth.balls(spot, bits)

    def _compared(self, spot: Spot, bits: int, depth: float) -> Measured | None:
        """None where more bits are needed."""
        given, expected = self._counted.get((spot, bits)) or self._both(spot, bits)
        with Balls(bits).running():
            return _judged(np.subtract(given, expected), given, expected, arb(2) ** (-int(depth) - MARGIN // 2))

    def truth_has_value(self, spot: Spot) -> bool:
        """Whether the truth has a value at a point, as far as can be seen."""
        system = Balls(LEVELS[0])
        return bool(system.defined(self._truth.balls(spot, LEVELS[0])).all())

    def _has_no_value(self, spot: Spot, bits: int) -> bool:
        """Whether the first step without a value is one that has none there, and the truth has one."""
        system = Balls(bits)
        if not system.defined(self._truth.balls(spot, bits)).all():
            return False
        counted = Tape(self._nodes).run(system, spot.exact, spot.sizes)
        values = dict(zip(map(id, self._nodes), counted, strict=True))
        for node in self._nodes:
            if not system.defined(values[id(node)]).all():
                arguments = [values[id(argument)] for argument in node.arguments]
                return node.primitive in PARTIAL and all(system.defined(value).all() for value in arguments)
        return False


def _judged(difference: Array, given: Array, expected: Array, tolerance: arb) -> Measured | None:
    narrow = True
    for at, ball in enumerate(difference.ravel().tolist()):
        if not ball.is_finite():
            narrow = False
        elif not ball.contains(ZERO):
            entry = np.unravel_index(at, difference.shape)
            pair = [np.broadcast_to(values, difference.shape)[entry] for values in (given, expected)]
            return Measured(Finding.DIFFERENT, tuple(map(int, entry[:-1])), *pair)
        elif narrow and not ball.rad() < tolerance:
            narrow = False
    return SAME if narrow else None


def _level(wanted: float) -> int:
    """The least precision that has as many bits, or the greatest."""
    return next((level for level in LEVELS if level >= wanted), LEVELS[-1])
