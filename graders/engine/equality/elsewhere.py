"""Other sizes than the table's, for answers that reckon with sizes: small ones, those they name, and far larger ones.

Nothing is proved equal here. A difference at any size is one: `w^T min(2, d)` is wrong for d = 1, and (d - 2) (d - 3) …
is 0 for no size that nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from graders.engine.build import value_of
from graders.engine.equality import exact
from graders.engine.equality.budget import Budget, Costs, operations
from graders.engine.equality.measure import Finding, Measure
from graders.engine.equality.outcome import Different
from graders.engine.equality.screen import Screen
from graders.engine.equality.truth import Truth, Unsampled
from graders.engine.equality.witness import witness
from graders.engine.evaluate import Tape, evaluate
from graders.engine.graph import Graph, Node, tape
from graders.engine.numbers.floats import FLOATS
from graders.engine.sampling import Points
from graders.engine.structure import kinks, reckoned
from graders.engine.thinning import summed, thins

SMALL, ONE = range(1, 10), range(1, 2)
LARGE = (512, 128, 32, 16)  # a secret size is as large as can be afforded, up to double that
HUGE = 2**20  # the same where a few places stand for all
MOST_OPERATIONS = 30_000  # a point of a large size
MOST_SIZE = 2**30  # below the primes
MOST_NAMED = 8  # numbers of an answer that may be sizes
MOST_SUSPECTS = 4
ANYWAY = 2  # points that are measured whatever floats say,
CHEAP = 500  # if a point costs no more operations


def unlike_elsewhere(truth: Truth, answer: Node, graph: Graph) -> Different | None:
    """A difference at a size that is not in the table."""
    expected = set(tape([truth.node]))
    nodes = list(tape([answer]))
    own = [node for node in nodes if node not in expected]
    for points in _elsewhere(truth, own, [*expected, *own]):
        if found := _unlike(truth.elsewhere(points), nodes, graph):
            return found
    return None


def _elsewhere(truth: Truth, own: Sequence[Node], nodes: Sequence[Node]) -> Iterator[Points]:
    """For each letter that the answer's own nodes reckon with or sum along, the sizes to look at.

    What is only summed along, as in Σ_j w_j / w_j, tells of sizes too, but hardly ever is it meant to.
    """
    points, letters = truth.points, reckoned(own)
    for letter in sorted(letters.union(*map(summed, own))):
        counts = letter in letters
        known = {sizes[letter] for sizes in points.assignments}
        yield from (points.resized(letter, size) for size in (SMALL if counts else ONE) if size not in known)
        named = _named(own) if counts else []
        if thins(nodes, letter):
            for size in (*named, points.secret_size(letter, HUGE)):
                yield points.thinned(letter, size)
            continue
        secret = [points.resized(letter, points.secret_size(letter, least)) for least in LARGE]
        yield from [large for large in secret if _is_affordable(nodes, large)][:1]
        yield from (large for size in named if _is_affordable(nodes, large := points.resized(letter, size)))


def _is_affordable(nodes: Sequence[Node], points: Points) -> bool:
    return (operations(nodes, points.assignments[0]) or MOST_OPERATIONS) < MOST_OPERATIONS


def _named(nodes: Iterable[Node]) -> list[int]:
    """The whole numbers in an answer that may be meant for sizes, and their neighbours."""
    numbers = {abs(value) for node in nodes if (value := value_of(node)) is not None and value.denominator == 1}
    found = sorted(int(number) for number in numbers if max(SMALL) < number < MOST_SIZE)[:MOST_NAMED]
    return sorted({size for number in found for size in (number - 1, number, number + 1)})


def _unlike(truth: Truth, nodes: Sequence[Node], graph: Graph) -> Different | None:
    """A difference at the truth's only assignment, where floats see one or else at a few secret points."""
    answer, costs, (sizes,) = nodes[-1], Costs(nodes), truth.points.assignments
    cost = costs.at(sizes)
    if cost is None or _is_conventional(nodes, sizes):
        return None
    rational = truth.rational and answer.rational
    if rational and exact.agree(truth, Tape([answer])):
        return None
    screen = Screen(truth, nodes, () if rational else [*truth.kinks, *kinks(graph, answer)])
    try:
        (place,) = truth.places
    except Unsampled:
        return None
    (screened,) = screen.deep([screen.at(place)])
    measure = Measure(truth, nodes, screen.answer(), costs, Budget())
    anyway = place.secret.nonzero()[0].tolist()[: ANYWAY if cost <= CHEAP else 0]
    for point in [*screened.seen.suspects[:MOST_SUSPECTS], *anyway]:
        spot = place.spot(point)
        measured = measure.at(spot, float(screened.depths[point]))
        if measured.finding is Finding.DIFFERENT:
            return Different(witness(truth, answer, spot, measured))
    return None


def _is_conventional(nodes: Sequence[Node], sizes: Mapping[str, int]) -> bool:
    """Whether a size lies on a kink, as d = 1 does for step(d - 1), so that a convention would decide."""
    jumps = [node.arguments[0] for node in nodes if node.primitive in {"step", "sign"} and not node.moving]
    return any((value == 0).any() for value in evaluate(jumps, FLOATS, {}, sizes))
