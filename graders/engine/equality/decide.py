"""The decision: residues where they suffice, else floats to look and balls to prove."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graders.engine.equality import exact
from graders.engine.equality.branches import edges, moving_kinks, visit
from graders.engine.equality.budget import Budget, operations
from graders.engine.equality.measure import Finding, Measure, Measured
from graders.engine.equality.outcome import Decision, Different, Equal, Undecided
from graders.engine.equality.screen import Screen, Screened
from graders.engine.equality.truth import Spot, Truth
from graders.engine.equality.witness import witness
from graders.engine.graph import Graph, Node, tape
from graders.engine.numbers.system import Array
from graders.engine.structure import is_rational, kinks

MOST_SUSPECTS = 4
MOST_LOST = 8
FEWEST_PROOFS = 1
BIG = 2000  # ball operations a point beyond which one point of the smallest sizes has to do
TOO_LARGE = "the answer is too large to be checked"
NOT_SEEN = "one branch of the answer was never reached"
NO_PROOF = "neither equality nor a difference could be shown"


def decide(truth: Truth, answer: Node, graph: Graph) -> Decision:
    """Whether an answer (a node of `graph`, of the truth's shape) is the same function as the truth."""
    if answer is truth.node:
        return Equal(exact=True)
    if answer.shape != truth.node.shape:
        raise ValueError(f"shapes {answer.shape} and {truth.node.shape} are compared before")
    nodes = list(tape([answer]))
    costs = [operations(nodes, sizes) for sizes in truth.points.assignments]
    if None in costs:
        return Undecided(TOO_LARGE)
    rational = truth.rational and is_rational(answer)
    if rational and exact.equal(truth, answer):
        return Equal(exact=True)
    return _Decision(truth, answer, graph, rational, [cost for cost in costs if cost is not None]).made()


class _Decision:
    """One comparison under way."""

    def __init__(self, truth: Truth, answer: Node, graph: Graph, rational: bool, costs: Sequence[int]) -> None:
        self.truth = truth
        self.answer = answer
        self.costs = costs
        self.measure = Measure(truth, answer, Budget())
        own = [] if rational else kinks(graph, answer)
        found = [] if rational else [*truth.kinks, *own, *edges(answer)]
        self.kinks = moving_kinks(found, truth.points.symbols)
        self.required = set(own) - set(truth.kinks)
        self.screen = Screen(truth, answer, self.kinks)

    def made(self) -> Decision:
        screened = [self.screen.at(place) for place in self.truth.places]
        order = sorted(range(len(screened)), key=lambda number: self.costs[number])
        places = [screened[number] for number in order]  # the smallest first
        return self._difference(places) or self._lost(places) or self._equality(places)

    def _difference(self, places: Sequence[Screened]) -> Different | None:
        """Confirm one of the points at which floats see a difference."""
        for place in places:
            for point in place.suspects[:MOST_SUSPECTS]:
                if found := self._at(place.place.spot(point), float(place.depths[point])):
                    return found
        return None

    def _lost(self, places: Sequence[Screened]) -> Decision | None:
        """Points where the answer has no value and the truth has one, and no isolated ones."""
        for place in places:
            points = [p for p in place.lost.nonzero()[0].tolist() if p >= place.place.sample.readable]
            for point in points[:MOST_LOST]:
                spot = place.place.spot(point)
                if found := self._judged(spot, self.measure.at(spot, float(place.depths[point]))):
                    return found
        return None

    def _loses(self, spot: Spot) -> bool:
        return self.measure.at(spot, 16.0).finding is Finding.LOST

    def _equality(self, places: Sequence[Screened]) -> Decision:
        """All balls must hold 0 at the points chosen to prove it, and every branch must have been there."""
        if self.kinks:
            visits = visit(self.truth, places[0].place, self.kinks, self.required, places[0].kinks)
            for spot in visits.spots:
                measured = self.measure.at(spot, self.screen.depth_at(spot.inputs, spot.sizes))
                if found := self._judged(spot, measured):
                    return found
                if measured.finding is not Finding.SAME and self.measure.truth_has_value(spot):
                    return Undecided(NOT_SEEN)
            if visits.unseen:
                return Undecided(NOT_SEEN)
        proved = 0
        for spot, depth in self._proof(places):
            measured = self.measure.at(spot, depth)
            if measured.finding is Finding.DIFFERENT:
                return Different(witness(self.truth, self.answer, spot, measured))
            if measured.finding is not Finding.SAME:
                return Undecided(NO_PROOF)
            proved += 1
        return Equal(exact=False) if proved >= FEWEST_PROOFS else Undecided(NO_PROOF)

    def _judged(self, spot: Spot, measured: Measured) -> Different | None:
        """A difference, or a value missing here and close by."""
        if measured.finding is Finding.SAME:
            return None
        if measured.finding is not Finding.DIFFERENT:
            if not (self._loses(spot) and self._loses(_beside(spot))):
                return None
            measured = Measured(Finding.LOST)
        return Different(witness(self.truth, self.answer, spot, measured))

    def _at(self, spot: Spot, depth: float) -> Different | None:
        return self._judged(spot, self.measure.at(spot, depth))

    def _proof(self, places: Sequence[Screened]) -> Iterator[tuple[Spot, float]]:
        """The points for the proof: secret ones, shallow enough to be settled, on all sides of the kinks."""
        for number, (place, cost) in enumerate(zip(places, sorted(self.costs), strict=True)):
            count = 4 if len(places) == 1 else 2 - min(number, 1)
            if cost > BIG:
                count = 1 if number == 0 else 0
            for point in _chosen(place, count):
                yield place.place.spot(point), float(place.depths[point])


def _chosen(place: Screened, count: int) -> list[int]:
    """The shallowest secret points, and one for every pattern of signs that the kinks have at all points."""
    sample = place.place.sample
    secret = [p for p in range(sample.readable, sample.count) if place.errors[p] >= 0]
    by_depth = sorted(secret, key=lambda point: float(place.depths[point]))
    chosen = dict.fromkeys(by_depth[:count])
    if place.kinks and count:
        seen: set[tuple[tuple[bool, bool], ...]] = set()
        for point in by_depth:
            pattern = tuple(_sides(kink, point) for kink in place.kinks)
            if pattern not in seen and len(seen) < 8:
                seen.add(pattern)
                chosen[point] = None
    return list(chosen)


def _sides(kink: Array, point: int) -> tuple[bool, bool]:
    values = kink[..., min(point, kink.shape[-1] - 1)]
    return bool((values > 0).any()), bool((values < 0).any())


def _beside(spot: Spot) -> Spot:
    """A point close by: what has no value there as well has none on an open set."""
    nudged = {name: values * (1 + 2.0**-10) for name, values in spot.inputs.items()}
    return Spot(spot.sizes, nudged)
