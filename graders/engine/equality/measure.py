"""Comparing at one point with ball arithmetic: certainly different, equal to very many digits, or not to be said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from math import isfinite

import numpy as np
from flint import arb

from graders.engine.equality.budget import Budget, operations
from graders.engine.equality.truth import Spot, Truth
from graders.engine.evaluate import Tape
from graders.engine.graph import Node, tape
from graders.engine.numbers.balls import Balls
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

    def __init__(self, truth: Truth, answer: Node, budget: Budget) -> None:
        self._truth = truth
        self._nodes = list(tape([answer]))
        self._tape = Tape([answer])
        self._budget = budget
        self._costs: dict[tuple[tuple[str, int], ...], int | None] = {}

    def at(self, spot: Spot, depth: float) -> Measured:
        """Compare at a point where the smallest terms lie `depth` bits deep."""
        if not isfinite(depth):
            depth = LEVELS[-1] / 4
        cost = self._cost(spot.sizes)
        wanted = 2 * depth + MARGIN
        bits = 0
        for _ in range(TRIES):
            bits = next((level for level in LEVELS if level >= wanted), LEVELS[-1])
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

    def _compared(self, spot: Spot, bits: int, depth: float) -> Measured | None:
        """None where more bits are needed."""
        system = Balls(bits)
        expected = self._truth.balls(spot, bits)
        given = self._tape.run(system, spot.exact, spot.sizes)[0]
        with system.running():
            difference = np.subtract(given, expected)
            return self._judged(difference, given, expected, arb(2) ** (-int(depth) - MARGIN // 2))

    def _judged(self, difference: Array, given: Array, expected: Array, tolerance: arb) -> Measured | None:
        narrow = True
        for entry, ball in np.ndenumerate(difference):
            if not ball.is_finite():
                narrow = False
            elif not ball.contains(0):
                pair = [np.broadcast_to(values, difference.shape).item(entry) for values in (given, expected)]
                return Measured(Finding.DIFFERENT, entry[:-1], *pair)
            elif narrow and not ball.rad() < tolerance:
                narrow = False
        return SAME if narrow else None

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
