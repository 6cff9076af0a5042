"""Other sizes than the table's, for answers that reckon with sizes: small ones, those they name, and far larger ones.

Nothing is proved equal here. A difference at any size is one: `w^T min(2, d)` is wrong for d = 1, and (d - 2) (d - 3) …
is 0 for no size that nobody knows.
"""

from __future__ import annotations

from collections.abc import Sequence

from graders.engine.equality import exact
from graders.engine.equality.budget import Budget, Costs
from graders.engine.equality.measure import Finding, Measure
from graders.engine.equality.other_sizes import HUGE, OtherSize, longest, other_sizes
from graders.engine.equality.outcome import Different
from graders.engine.equality.screen import Screen
from graders.engine.equality.truth import Truth
from graders.engine.equality.witness import witness
from graders.engine.graph import Graph, Node, tape
from graders.engine.sampling import Unsampled
from graders.engine.structure import kinks

MOST_SUSPECTS = 4
ANYWAY = 2  # points that are measured where floats see nothing, or whatever they say,
CHEAP = 1_000  # if a point of a huge size costs no more operations


def unlike_elsewhere(truth: Truth, answer: Node, graph: Graph) -> Different | None:
    """A difference at a size that is not in the table; a secret one is told by one that is not."""
    expected, nodes = list(tape([truth.node])), list(tape([answer]))
    found = other_sizes(truth.points, nodes, expected)
    if not found:
        return None
    look = _Look(truth, nodes, Costs(list(dict.fromkeys([*expected, *nodes]))), graph)
    for size in map(look.possible, found):
        if different := look.at(size):
            known = map(look.at, size.instead(nodes)) if size.secret else ()
            return next(filter(None, known), different)
    return None


class _Look:
    """One answer, laid out once, beside the truth at several sizes."""

    def __init__(self, truth: Truth, nodes: Sequence[Node], together: Costs, graph: Graph) -> None:
        self.truth = truth
        self.answer = nodes[-1]
        self.costs = Costs(nodes)
        self.together = together
        self.rational = truth.rational and self.answer.rational
        self.screen = Screen(truth, nodes, () if self.rational else [*truth.kinks, *kinks(graph, self.answer)])
        self.run = self.screen.answer()
        self.nodes = nodes

    def possible(self, sized: OtherSize) -> OtherSize:
        """That size, or where the truth has too huge values for it, as exp(d) does, one that has all its places."""
        if not sized.thin or self.rational or _has_points(self.truth.elsewhere(sized.points)):
            return sized
        return longest(sized.base, sized.letter, self.nodes) or sized

    def at(self, sized: OtherSize) -> Different | None:
        """A difference at that size, where floats see one or else at a few secret points."""
        truth = self.truth.elsewhere(sized.points)
        (sizes,) = truth.points.assignments
        cost = self.costs.at(sizes)
        if cost is None or self.together.at(sizes) is None or (self.rational and exact.agree(truth, self.run)):
            return None
        try:
            (place,) = truth.places
        except Unsampled:
            return None
        (screened,) = self.screen.deep([self.screen.at(place)])
        measure = Measure(truth, self.nodes, self.run, self.costs, Budget())
        looks = place.secret if cost <= CHEAP and max(sizes.values()) >= HUGE else screened.seen.lost & place.secret
        for point in [*screened.seen.suspects[:MOST_SUSPECTS], *looks.nonzero()[0].tolist()[:ANYWAY]]:
            spot = place.spot(point)
            measured = measure.at(spot, float(screened.depths[point]))
            if measured.finding is Finding.DIFFERENT:
                return Different(witness(truth, self.answer, spot, measured))
        return None


def _has_points(truth: Truth) -> bool:
    try:
        return len(truth.places) > 0
    except Unsampled:
        return False
