"""Branches: both sides of every kink must be visited, and every cell between kinks that a line can find.

A kink is a node whose sign decides what relu, abs, sign, step, max, a root of a square or a case gives. Along random
lines through the domain the roots of the kinks are separated by bisection; between neighbouring roots lies a cell, and
each cell that the sample points have not visited gets a point of its own. So `z if z < 3.1415 else z + 1` is looked at
on both sides, and so is the sliver between two nearly equal thresholds.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graders.engine.equality.signs import signs
from graders.engine.equality.truth import Place, Spot, Truth, Visits
from graders.engine.evaluate import Tape
from graders.engine.graph import EDGED, Node
from graders.engine.language.declarations import Symbol
from graders.engine.numbers.balls import Balls
from graders.engine.numbers.floats import FLOATS
from graders.engine.numbers.system import Array
from graders.engine.sampling import dyadic

DISCRETE = frozenset({"onehot", "pm1", "integer", "invertible", "spd"})
FINE = np.linspace(-16.0, 16.0, 129)
COARSE = 2.0 ** np.concatenate([np.arange(4, 40, 2), np.arange(60, 1000, 120)])
TINY = 2.0 ** -np.arange(4.0, 40.0, 6.0)
GRID = np.unique(np.concatenate([FINE + 0.01171875, COARSE, -COARSE, TINY, -TINY]))
SPLITS = 16
ROUNDS = 11  # 16 to the 11th is 2 to the 44th
MOST_CELLS = 24
MOST_ROOTS = 48
KINK_BITS = 256
BESIDE = 2.0**-30


def edges(nodes: Sequence[Node]) -> list[Node]:
    """The nodes whose sign decides whether an expression has a value: arguments of ln and roots, bases of powers."""
    return [node.arguments[0] for node in nodes if node.primitive in EDGED]


def visit(
    truth: Truth, place: Place, kinks: Sequence[Node], required: Collection[Node], sampled: Sequence[Array]
) -> Visits:
    """Search the cells; `sampled` are the kinks' values at the sample points, both signs of `required` must be seen."""
    symbols = truth.points.symbols
    open_kinks = [kink for kink in kinks if not _one_signed(kink, symbols)]
    if not open_kinks:
        return Visits((), ())
    run = Tape(open_kinks)
    lines = [through(truth, place, number) for number in range(2 if len(place.sample.inputs) > 1 else 1)]
    seen = {id(kink): _sides(values) for kink, values in zip(kinks, sampled, strict=True)}
    visited = set(_patterns([values for kink, values in zip(kinks, sampled, strict=True) if kink in open_kinks]))
    spots: list[Spot] = []
    for line in lines:
        along = line.values(run, GRID)
        for kink, values in zip(open_kinks, along, strict=True):
            seen[id(kink)] |= _sides(values)
        apart = _apart(along)
        cells = np.array(_cells(Tape([open_kinks[at] for at in apart]), line, [along[at] for at in apart]))
        patterns = _patterns(line.values(run, cells)) if cells.size else []
        for time, pattern in zip(cells, patterns, strict=True):
            if pattern not in visited:
                visited.add(pattern)
                spots.extend(_off_kinks(run, along, line, time))
    unseen = [kink for kink in open_kinks if len(seen[id(kink)]) < 2 and kink in required]
    return Visits(tuple(spots), tuple(unseen))


@dataclass(frozen=True, slots=True)
class Line:
    """x + t·v, folded into the domain; inputs whose domain has no lines stay where they are."""

    place: Place
    base: dict[str, Array]
    direction: dict[str, Array]
    domains: dict[str, frozenset[str]]

    def inputs(self, times: Array) -> dict[str, Array]:
        """The inputs at some times."""
        return {name: self._input(name, times) for name in self.base}

    def _input(self, name: str, times: Array) -> Array:
        values: Array = self.base[name] + self.direction[name] * times
        if "unit" in self.domains[name]:
            values = values / (1.0 + np.abs(values))
        return np.abs(values) if "positive" in self.domains[name] else values

    def values(self, run: Tape, times: Array) -> list[Array]:
        """The kinks at some times."""
        values = run.run(FLOATS, self.inputs(times), self.place.sample.sizes)
        return [np.broadcast_to(value, (*value.shape[:-1], times.size)) for value in values]

    def spot(self, time: float) -> Spot:
        """The point at a time, where the truth may have a value or not."""
        return Spot(self.place.sample.sizes, self.inputs(np.array([time])))


def through(truth: Truth, place: Place, number: int) -> Line:
    """A random line through the domain; it goes through all numbers where the only input is one."""
    base, direction = {}, {}
    for symbol in truth.points.symbols:
        values = place.sample.inputs[symbol.name]
        point = place.sample.readable + 1 + number
        base[symbol.name] = values[..., point : point + 1]
        steps = dyadic(truth.points.stream(f"line {number} {symbol.name}"), values.shape[:-1], (0,))
        if symbol.is_index or symbol.domains & DISCRETE:
            steps = np.zeros_like(steps)
        elif "symmetric" in symbol.domains:
            steps = (steps + np.swapaxes(steps, 0, 1)) / 2
        elif not symbol.shape and len(truth.points.symbols) == 1:
            base[symbol.name] = np.zeros_like(base[symbol.name])
            steps = np.ones_like(steps)
        direction[symbol.name] = steps
    domains = {symbol.name: symbol.domains for symbol in truth.points.symbols}
    return Line(place, base, direction, domains)


def _off_kinks(run: Tape, along: Sequence[Array], line: Line, time: float) -> list[Spot]:
    """The point at a time; where it lies on a kink, whose value there is a convention, those on both sides of it.

    Kinks that are one but rounded apart, as of a − b + 1 and a + 1 − b, seem to have a cell between them.
    """
    spot = line.spot(time)
    exact = run.run(Balls(KINK_BITS), spot.exact, spot.sizes)
    on_kink = any(
        ball.contains(0) and bool(values[entry[:-1]].any())  # entries that are 0 everywhere are no kinks
        for balls, values in zip(exact, along, strict=True)
        for entry, ball in np.ndenumerate(balls)
    )
    if not on_kink:
        return [spot]
    step = BESIDE * max(1.0, abs(time))
    return [line.spot(time - step), line.spot(time + step)]


def _cells(run: Tape, line: Line, along: Sequence[Array]) -> list[float]:
    """Times in the cells between neighbouring roots: intervals with several roots are split until each has one."""
    finished, crowded = _split(np.stack([GRID[:-1], GRID[1:]], axis=1), _positive(along).reshape(-1, 1, GRID.size))
    fractions = np.linspace(0.0, 1.0, SPLITS + 1)
    for _ in range(ROUNDS):
        if not len(crowded):
            break
        times = crowded[:, :1] + (crowded[:, 1:] - crowded[:, :1]) * fractions
        values = _positive(line.values(run, times.ravel())).reshape(-1, *times.shape)
        single, crowded = _split(np.stack([times[:, :-1], times[:, 1:]], axis=2).reshape(-1, 2), values)
        finished = np.concatenate([finished, single])
    edges = np.sort(np.concatenate([finished, crowded]), axis=0)[:MOST_CELLS]
    if not len(edges):
        return []
    reach = max(1.0, float(np.abs(edges).max())) / 4
    between = (edges[:-1, 1] + edges[1:, 0]) / 2
    return [float(edges[0, 0]) - reach, *between.tolist(), float(edges[-1, 1]) + reach]


def _split(intervals: Array, positive: NDArray[np.bool_]) -> tuple[Array, Array]:
    """The intervals at whose ends one entry differs in sign, and those where several do."""
    changes = (positive[..., 1:] != positive[..., :-1]).sum(axis=0).ravel()
    return intervals[changes == 1], intervals[changes > 1][:MOST_ROOTS]


def _apart(along: Sequence[Array]) -> list[int]:
    """The kinks that are not multiples of one another: only these have roots to tell apart."""
    kept: list[int] = []
    with np.errstate(all="ignore"):
        for at, values in enumerate(along):
            if not any(_multiple(values, along[other]) for other in kept):
                kept.append(at)
    return kept


def _multiple(values: Array, other: Array) -> bool:
    if values.shape != other.shape:
        return False
    ratios = (values / other).reshape(-1)
    ratios = ratios[np.isfinite(ratios)]
    return ratios.size > 0 and bool(np.ptp(ratios) <= 1e-12 * np.abs(ratios).max())


def _positive(values: Sequence[Array]) -> NDArray[np.bool_]:
    """All entries of all kinks, a row each: whether they are positive."""
    points = max(value.shape[-1] for value in values)
    wide = [np.broadcast_to(value, (*value.shape[:-1], points)) for value in values]
    return np.concatenate([(value > 0).reshape(-1, points) for value in wide])


def _patterns(values: Sequence[Array]) -> list[bytes]:
    """Point by point, which entries of which kinks are positive."""
    return [column.tobytes() for column in np.ascontiguousarray(_positive(values).T)]


def _sides(values: Array) -> set[int]:
    return ({1} if (values > 0).any() else set()) | ({-1} if (values < 0).any() else set())


def _one_signed(kink: Node, symbols: Sequence[Symbol]) -> bool:
    found = signs(kink, symbols)
    return not ({-1, 1} <= found)
