"""One side of many comparisons: what an expression is worth at the points, counted once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graders.engine.equality.budget import too_large
from graders.engine.equality.depth import Bits, Depth, exponents, largest
from graders.engine.evaluate import Tape
from graders.engine.graph import Graph, Node, tape
from graders.engine.numbers.balls import Balls, OpenBalls
from graders.engine.numbers.field import field as residue_field
from graders.engine.numbers.floats import FLOATS
from graders.engine.numbers.system import Array
from graders.engine.sampling import RESERVE, TABLE, Points, Sample, Unsampled
from graders.engine.structure import inputs, kinks

CLEAR, TINY = 1e-6, 1e-12  # a relative difference that rounding hardly makes, an absolute one that means nothing
FEWEST = 4  # secret points at which an expression must have a value
MOST_CACHED = 256
MOST_ELSEWHERE = 64  # other assignments of sizes
NARROWER = (("positive",), ("unit",), ("unit", "positive"))


@dataclass(frozen=True, eq=False)
class Spot:
    """A single point, or a few that are counted together, for ball arithmetic."""

    sizes: Mapping[str, int]
    inputs: Mapping[str, Array]
    readable: bool = False

    @cached_property
    def exact(self) -> Mapping[str, NDArray[np.object_]]:
        """The inputs as exact numbers, good at every precision."""
        return {name: Balls(64).exact(values) for name, values in self.inputs.items()}


@dataclass(frozen=True, slots=True)
class Visits:
    """Points in cells that the samples have not visited, and the kinks of which one side was never seen."""

    spots: tuple[Spot, ...]
    unseen: tuple[Node, ...]


@dataclass(eq=False)
class Place:
    """One assignment of the sizes: its points (the last axis), and the values of the truth there."""

    sample: Sample
    values: Array
    usable: NDArray[np.bool_]
    spots: dict[tuple[int, ...], Spot] = field(default_factory=dict)
    depths: Bits | None = None  # of the truth, once they are asked for
    visits: Visits | None = None  # of the cells between its kinks, once they are asked for

    @cached_property
    def secret(self) -> NDArray[np.bool_]:
        """The secret points at which the truth has a value."""
        return self.usable & (np.arange(self.sample.count) >= self.sample.readable)

    @cached_property
    def tolerance(self) -> Array:
        """The largest difference at each point that is taken for rounding."""
        return CLEAR * largest(np.abs(self.values)) + TINY

    @cached_property
    def exponents(self) -> dict[str, Bits]:
        """How far the inputs lie from 1."""
        return exponents(self.sample.inputs)

    def spot(self, *points: int) -> Spot:
        """A single point, or some together, made once."""
        made = self.spots.get(points)
        if made is None:
            if len(self.spots) >= MOST_CACHED:
                self.spots.clear()
            chosen = slice(points[0], points[0] + 1) if len(points) == 1 else list(points)
            inputs = {name: values[..., chosen] for name, values in self.sample.inputs.items()}
            made = self.spots[points] = Spot(self.sample.sizes, inputs, points[0] < self.sample.readable)
        return made


class Truth:
    """An expression prepared for being compared with answers."""

    def __init__(self, graph: Graph, node: Node, points: Points, balls: type[Balls] = Balls) -> None:
        self.system = balls
        self.graph = graph
        self.node = node
        self._drawn = points
        self.tape = Tape([node])
        self._depth = Depth(list(tape([node])))
        self._needed = Tape(self._depth.needed)
        self._balls: dict[tuple[Spot, int], Array] = {}
        self._restricted: dict[tuple[tuple[str, str], ...], Truth] = {}
        self._larger: dict[tuple[tuple[str, int], ...], Truth] = {}
        self._elsewhere: dict[tuple[tuple[str, int], ...], Truth] = {}
        self._sized: dict[tuple[tuple[str, int], ...], Place] = {}

    def prepare(self) -> None:
        """Count now what every comparison needs; raises Unsampled."""
        if self.points.least and too_large(self.node, self.points.assignments):
            raise Unsampled("the arrays are too large where they have the entries that are named")
        _ = self.places, self.kinks
        if self.rational:
            _ = self.residues

    @cached_property
    def points(self) -> Points:
        """The points, of sizes at which it has a value: w_3 has none for d = 2, (XᵀX)⁻¹ where X is wider than high."""
        nodes = list(tape([self.node]))
        drawn = self._drawn if self._drawn.other else self._drawn.having(nodes)
        if drawn.other or not any(node.primitive == "inverse" for node in nodes):
            return drawn
        rows = tuple(row for row in (*TABLE, *RESERVE) if self._has_value(replace(drawn, rows=(row,))))[: len(TABLE)]
        return replace(drawn, rows=rows or TABLE)

    def _has_value(self, points: Points) -> bool:
        """Whether it has a value at any secret point of the first sizes."""
        place = self.values_at(points.samples[0])
        secret = range(place.sample.readable, place.sample.count)
        return any(Balls(128).defined(self.balls(place.spot(point), 128)).all() for point in secret)

    @cached_property
    def rational(self) -> bool:
        """Whether residues decide it."""
        return self.node.rational

    @cached_property
    def kinks(self) -> list[Node]:
        """The nodes whose sign decides a branch."""
        return kinks(self.graph, self.node)

    @cached_property
    def open_kinks(self) -> list[Node]:
        """Those of them of which a line through the domain may see both sides."""
        return self.open_among(self.kinks)

    def open_among(self, kinks: Iterable[Node]) -> list[Node]:
        """The kinks that depend on something continuous; on discrete values, the sample points are all there is."""
        return [kink for kink in dict.fromkeys(kinks) if inputs(kink) - self._discrete]

    @cached_property
    def _discrete(self) -> set[str]:
        symbols = self.points.symbols
        return {symbol.name for symbol in symbols if symbol.is_index or symbol.domains & {"onehot", "pm1"}}

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The values at the points of each assignment."""
        return tuple(self._place(number) for number in range(len(self.points.assignments)))

    @cached_property
    def residues(self) -> tuple[NDArray[np.int64], ...]:
        """The values modulo two primes, for each assignment."""
        system = residue_field(*self.points.moduli)
        pairs = zip(self.points.residues, self.points.assignments, strict=True)
        return tuple(self.tape.run(system, inputs, sizes)[0] for inputs, sizes in pairs)

    def depths(self, place: Place) -> Bits:
        """How deep the terms of the truth lie at the points of a place."""
        if place.depths is None:
            reached = self._depth.reached(self._needed.run(FLOATS, place.sample.inputs, place.sample.sizes))
            place.depths = self._depth.bits(place.exponents, reached, place.sample.count)
        return place.depths

    def depth_at(self, inputs: Mapping[str, Array], sizes: Mapping[str, int]) -> float:
        """The same at a single point of its own."""
        reached = self._depth.reached(self._needed.run(FLOATS, inputs, sizes))
        return float(self._depth.bits(exponents(inputs), reached, 1)[0])

    def balls(self, spot: Spot, bits: int) -> Array:
        """The value at one point as balls."""
        key = (spot, bits)
        values = self._balls.get(key)
        if values is None:
            if len(self._balls) >= MOST_CACHED:
                self._balls.clear()
            values = self._balls[key] = self.tape.run(self.system(bits), spot.exact, spot.sizes)[0]
        return values

    def _place(self, number: int) -> Place:
        for domains in ((), *NARROWER):
            points = self.points
            for domain in domains:
                points = points.restricted({symbol.name: domain for symbol in points.symbols if not symbol.is_index})
            place = self.values_at(points.samples[number])
            if int(place.usable[place.sample.readable :].sum()) >= FEWEST:
                return place
        raise Unsampled("the expression has no value at the points where it was to be compared")

    def restricted(self, domains: Mapping[str, str]) -> Truth:
        """The same expression on a smaller domain, made once."""
        key = tuple(domains.items())
        if key not in self._restricted:
            self._restricted[key] = Truth(self.graph, self.node, self.points.restricted(domains))
        return self._restricted[key]

    def having(self, answer: Node) -> Truth:
        """The same expression at sizes that have all entries which an answer names by number; raises Unsampled."""
        points = self.points.having(tape([answer]))
        key = tuple(points.least.items())
        if key not in self._larger:
            if len(self._larger) >= MOST_ELSEWHERE:
                self._larger.clear()
            self._larger[key] = Truth(self.graph, self.node, points)
            self._larger[key].prepare()
        return self._larger[key]

    def elsewhere(self, points: Points) -> Truth:
        """The same expression at another assignment of the sizes, made once; a jump that is met says nothing there."""
        key = tuple(points.assignments[0].items())
        made = self._elsewhere.get(key)
        if made is None:
            if len(self._elsewhere) >= MOST_ELSEWHERE:
                self._elsewhere.clear()
            made = self._elsewhere[key] = Truth(self.graph, self.node, points, OpenBalls)
        return made

    def sized(self, sizes: Mapping[str, int]) -> Place:
        """The values for another assignment of the sizes, counted once."""
        key = tuple(sizes.items())
        if key not in self._sized:
            self._sized[key] = self.values_at(self.points.sample(sizes, f"alike {dict(sizes)}"))
        return self._sized[key]

    def values_at(self, sample: Sample) -> Place:
        """The values at the points of any sample."""
        value = self.tape.run(FLOATS, sample.inputs, sample.sizes)[0]
        values = np.broadcast_to(value, (*value.shape[:-1], sample.count))
        return Place(sample, values, finite(values))


def finite(values: Array) -> NDArray[np.bool_]:
    """The points at which every entry is finite."""
    flags = np.isfinite(values)
    return flags if flags.ndim == 1 else np.logical_and.reduce(flags.reshape(-1, flags.shape[-1]))
