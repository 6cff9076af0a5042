"""Other sizes than the table's, for answers that reckon with sizes: small ones, those they name, and far larger ones.

Nothing is proved equal here. A difference at any size is one: `w^T min(2, d)` is wrong for d = 1, and (d - 2) (d - 3) …
is 0 for no size that nobody knows. Such a size is not shown either, or the next answer could be made to fit it: once it
has told a difference, one is shown at a size that is no secret.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from graders.engine.build import value_of
from graders.engine.equality import exact
from graders.engine.equality.budget import Budget, Costs, operations
from graders.engine.equality.measure import Finding, Measure
from graders.engine.equality.outcome import Different
from graders.engine.equality.screen import Screen
from graders.engine.equality.truth import Truth, Unsampled
from graders.engine.equality.witness import witness
from graders.engine.graph import Graph, Node, tape
from graders.engine.language.declarations import Symbol
from graders.engine.sampling import Points
from graders.engine.sizes import Shape
from graders.engine.structure import kinks, reckoned
from graders.engine.thinning import summed, thins

ONE = (1,)
SMALL = 11  # up to this an axis has all its places; from here on a third of it lies behind the first ones
LARGE = (512, 128, 32, 16, 12)  # a secret size is as large as can be afforded, up to double that
HUGE = 2**29  # the same where a few places stand for all
TIED = frozenset({"invertible", "spd"})
MOST_OPERATIONS = 20_000  # a point of a large size
MOST_SIZE = 2**30  # below the primes
MOST_NAMED = 4  # numbers of an answer that may be sizes
MOST_SUSPECTS = 4
ANYWAY = 2  # points that are measured where floats see nothing, or whatever they say,
CHEAP = 1_000  # if a point of a huge size costs no more operations
SHOWN = {
    True: (100, 10_000, 10**6, 10**9),
    False: (10, 12, 15),
}  # sizes in place of a secret one, if thinned out or not
OWN = 3  # sizes after these, secret but no other answer's


def unlike_elsewhere(truth: Truth, answer: Node, graph: Graph) -> Different | None:
    """A difference at a size that is not in the table, of the letters that the answer reckons with or sums along.

    What is only summed along, as in Σ_j w_j / w_j, tells of sizes too, but hardly ever is it meant to.
    """
    expected = dict.fromkeys(tape([truth.node]))
    nodes = list(tape([answer]))
    own = [node for node in nodes if node not in expected]
    counted = reckoned(nodes)
    letters = dict.fromkeys(sorted(set().union(*map(summed, own))), ONE) | dict.fromkeys(sorted(counted), _named(nodes))
    together = [*expected, *own]
    found = list(_elsewhere(truth.points, letters, together))
    if not found:
        return None
    look = _Look(truth, nodes, Costs(together), graph)
    for axis in found:
        if different := look.at(axis):
            known = map(look.at, axis.instead(nodes)) if axis.secret else ()
            return next(filter(None, known), different)
    return None


@dataclass(frozen=True, slots=True)
class _Sized:
    """One size at another number; whether its axes have a few places only; if it is secret, what it is at least."""

    base: Points
    letter: str
    number: int
    thin: bool = False
    secret: int = 0

    @classmethod
    def secretly(cls, base: Points, letter: str, least: int, thin: bool = False, of: str = "") -> _Sized:
        """At a number that nobody knows, between this one and its double."""
        return cls(base, letter, base.secret_size(letter, least, of), thin, least)

    @property
    def points(self) -> Points:
        """The points of that size."""
        return (self.base.thinned if self.thin else self.base.resized)(self.letter, self.number)

    def instead(self, answer: Sequence[Node]) -> Iterator[_Sized]:
        """What may be shown in place of a secret size: known ones, then such as are only this answer's."""
        for number in SHOWN[self.thin]:
            yield _Sized(self.base, self.letter, number, self.thin)
        for number in range(OWN):
            yield self.secretly(self.base, self.letter, self.secret, self.thin, f"{number} {_digest(answer)}")


def _elsewhere(points: Points, letters: Mapping[str, Sequence[int]], nodes: Sequence[Node]) -> Iterator[_Sized]:
    """For each letter the sizes to look at: those named and a secret one."""
    for letter, named in letters.items():
        known = {sizes[letter] for sizes in points.assignments}
        yield from (_Sized(points, letter, size) for size in named if size <= SMALL and size not in known)
        large = [size for size in named if size > SMALL]
        if _is_free(points, letter) and thins(nodes, letter):
            yield from (_Sized(points, letter, size, thin=True) for size in large)
            yield _Sized.secretly(points, letter, HUGE, thin=True)
            continue
        secret = (_Sized.secretly(points, letter, least) for least in LARGE)
        affordable = (sized for sized in secret if _is_affordable(nodes, sized))
        if one := next(affordable, None):
            yield one
        yield from (one for size in large if _is_affordable(nodes, one := _Sized(points, letter, size)))


def _digest(nodes: Sequence[Node]) -> str:
    """What an answer is told by from every other."""
    places = {node: place for place, node in enumerate(nodes)}
    lines = [(node.primitive, node.parameters, [places[one] for one in node.arguments]) for node in nodes]
    return sha256(repr(lines).encode()).hexdigest()


def _is_free(points: Points, letter: str) -> bool:
    """Whether nothing is declared of the arrays along a size that keeps their places from being alike."""
    return not any(letter in length.letters for symbol in points.symbols for length in _tied(symbol))


def _tied(symbol: Symbol) -> Shape:
    """The axes whose places are not free of one another."""
    if symbol.domains & TIED:
        return symbol.shape
    if "onehot" not in symbol.domains:
        return ()
    return symbol.shape[:1] if symbol.is_column else symbol.shape[-1:]


def _is_affordable(nodes: Sequence[Node], sized: _Sized) -> bool:
    return (operations(nodes, sized.points.assignments[0]) or MOST_OPERATIONS) < MOST_OPERATIONS


def _named(nodes: Iterable[Node]) -> list[int]:
    """1 and the whole numbers in an answer, which may be meant for sizes."""
    numbers = {abs(value) for node in nodes if (value := value_of(node)) is not None and value.denominator == 1}
    found = sorted(int(number) for number in numbers if 0 < number < MOST_SIZE)
    small = [number for number in found if number <= SMALL]
    return sorted({1, *found[: len(small) + MOST_NAMED]})


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

    def at(self, sized: _Sized) -> Different | None:
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
