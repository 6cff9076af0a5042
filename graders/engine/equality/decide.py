"""The decision: residues where they suffice, else floats to look and balls to prove."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from graders.engine.equality import exact
from graders.engine.equality.borders import TooMany, on_borders
from graders.engine.equality.branches import edges, visit
from graders.engine.equality.budget import Budget, Costs, beyond
from graders.engine.equality.elsewhere import unlike_elsewhere
from graders.engine.equality.measure import Finding, Measure, Measured
from graders.engine.equality.outcome import Decision, Different, Equal, Undecided
from graders.engine.equality.screen import Screen, Screened
from graders.engine.equality.truth import Spot, Truth, Visits
from graders.engine.equality.witness import witness
from graders.engine.graph import Graph, Node, tape
from graders.engine.numbers.system import Array
from graders.engine.sampling import Unsampled
from graders.engine.structure import kinks

MOST_SUSPECTS = 4
MOST_LOST = 8
MOST_PATTERNS = 8
FEWEST_PROOFS = 1
BIG = 2000  # ball operations a point beyond which one point of the smallest sizes has to do
TOO_LARGE = "the answer is too large to be checked"
NOT_EVERYWHERE = "it takes an entry by its number that does not exist for every size"
NOT_SEEN = "one branch of the answer was never reached"
NO_PROOF = "neither equality nor a difference could be shown"


def decide(truth: Truth, answer: Node, graph: Graph) -> Decision:
    """Whether an answer (a node of `graph`, of the truth's shape) is the same function as the truth.

    One that reckons with sizes, as (d - 2) (d - 3) or j < 9 do, may not differ for other ones than the table's either.
    """
    if answer is truth.node:
        return Equal(exact=True)
    if beyond(answer, truth.points.assignments):
        return _where_it_exists(truth, answer, graph)
    decision = _decided(truth, answer, graph)
    return (isinstance(decision, Equal) and unlike_elsewhere(truth, answer, graph)) or decision


def _where_it_exists(truth: Truth, answer: Node, graph: Graph) -> Decision:
    """Of an answer with an entry that is not there for all sizes: a difference at sizes that have it is one."""
    try:
        decision = _decided(truth.having(answer), answer, graph)
    except Unsampled:
        return Undecided(TOO_LARGE)
    return decision if isinstance(decision, Different) else Undecided(NOT_EVERYWHERE)


def _decided(truth: Truth, answer: Node, graph: Graph) -> Decision:
    """The decision at the truth's own sizes."""
    if answer.shape != truth.node.shape:
        raise ValueError(f"shapes {answer.shape} and {truth.node.shape} are compared before")
    nodes = list(tape([answer]))
    costs = Costs(nodes)
    if None in map(costs.at, truth.points.assignments):
        return Undecided(TOO_LARGE)
    rational = truth.rational and answer.rational
    if rational and exact.equal(truth, answer):
        return Equal(exact=True)
    return _Decision(truth, nodes, graph, rational, costs).made()


class _Decision:
    """One comparison under way."""

    def __init__(self, truth: Truth, nodes: Sequence[Node], graph: Graph, rational: bool, costs: Costs) -> None:
        self.truth = truth
        self.answer = nodes[-1]
        self.graph = graph
        self.costs = [costs.at(sizes) or 0 for sizes in truth.points.assignments]
        own = [] if rational else kinks(graph, self.answer)
        found = [] if self.answer.smooth else [*own, *edges(nodes)]
        self.own = [kink for kink in truth.open_among(found) if kink not in truth.open_kinks]
        self.kinks = [] if rational else [*truth.open_kinks, *self.own]
        self.required = set(own) - set(truth.kinks)
        self.screen = Screen(truth, nodes, self.kinks)
        self.measure = Measure(truth, nodes, self.screen.answer(), costs, Budget())

    def made(self) -> Decision:
        order = sorted(range(len(self.costs)), key=lambda number: self.costs[number])
        first, *others = [self.truth.places[number] for number in order]  # the smallest first
        seen = [self.screen.at(first)]
        if seen[0].differs and (found := self._difference(self.screen.deep(seen))):
            return found
        seen += map(self.screen.at, others)
        places = self.screen.deep(seen)
        return self._difference(places[1:]) or self._lost(places) or self._equality(places)

    def _difference(self, places: Sequence[Screened]) -> Different | None:
        """Confirm one of the points at which floats see a difference."""
        for place in places:
            for point in place.seen.suspects[:MOST_SUSPECTS]:
                if found := self._at(place.place.spot(point), float(place.depths[point])):
                    return found
        return None

    def _lost(self, places: Sequence[Screened]) -> Decision | None:
        """Points where the answer has no value and the truth has one, and no isolated ones."""
        for place in places:
            points = [p for p in place.seen.lost.nonzero()[0].tolist() if p >= place.place.sample.readable]
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
            visits = self._visits(places[0])
            for spot in visits.spots:
                measured = self.measure.at(spot, self.screen.depth_at(spot.inputs, spot.sizes))
                if found := self._judged(spot, measured):
                    return found
                if measured.finding is not Finding.SAME and self.measure.truth_may_have_value(spot):
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
        try:
            if unlike := on_borders(self.truth, places[0].place, self.answer, self.graph):
                return Different(unlike)
        except TooMany:
            return Undecided(NOT_SEEN)
        return Equal(exact=False) if proved >= FEWEST_PROOFS else Undecided(NO_PROOF)

    def _visits(self, screened: Screened) -> Visits:
        """Where to look besides, which is the same for all answers that have only the truth's own kinks."""
        place = screened.place
        if not self.own and place.visits is not None:
            return place.visits
        visits = visit(self.truth, place, self.kinks, self.required, screened.seen.visited)
        if not self.own:
            place.visits = visits
        return visits

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
            chosen = _chosen(place, count)
            self.measure.ahead(place.place, chosen, place.depths)
            for point in chosen:
                yield place.place.spot(point), float(place.depths[point])


def _chosen(place: Screened, count: int) -> list[int]:
    """The shallowest secret points, and one for every pattern of signs that the kinks have at all points."""
    if not count:
        return []
    readable = place.place.sample.readable
    secret = readable + np.flatnonzero(place.seen.errors[readable:] >= 0)
    by_depth = secret[np.argsort(place.depths[secret], kind="stable")]
    chosen = by_depth[:count].tolist()
    if place.seen.kinks:
        sides = _sides(place.seen.kinks, place.place.sample.count)
        patterns: dict[bytes, int] = {}
        for point in by_depth.tolist():
            patterns.setdefault(sides[point].tobytes(), point)
        chosen += list(patterns.values())[:MOST_PATTERNS]
    return list(dict.fromkeys(chosen))


def _sides(kinks: Sequence[Array], points: int) -> NDArray[np.bool_]:
    """Whether each kink is positive anywhere, and negative anywhere: a row for each point."""
    rows = [values.reshape(-1, values.shape[-1]) for values in kinks]
    sides = [side.any(axis=0) for values in rows for side in (values > 0, values < 0)]
    return np.stack([np.broadcast_to(side, points) for side in sides], axis=1)


def _beside(spot: Spot) -> Spot:
    """A point close by: what has no value there as well has none on an open set."""
    nudged = {name: values * (1 + 2.0**-10) for name, values in spot.inputs.items()}
    return Spot(spot.sizes, nudged)
