"""At which other sizes than the table's an answer is looked at, by letter: 1, those that it names, and a secret one.

How large the secret size is depends on how the axes are treated (`thinning.py`). It is never shown, or the next answer
could be made to fit it: known sizes stand in for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from graders.engine.build import value_of
from graders.engine.equality.budget import operations
from graders.engine.graph import Node
from graders.engine.language.declarations import Symbol
from graders.engine.sampling import Points
from graders.engine.sizes import Shape
from graders.engine.structure import reckoned
from graders.engine.thinning import summed, thins

ONE = (1,)
SMALL = 11  # up to this an axis has all its places; from here on a third of it lies behind the first ones
LARGE = (512, 128, 32, 16, 12)  # a secret size is as large as can be afforded, up to double that
HUGE = 2**29  # the same where a few places stand for all
TIED = frozenset({"invertible", "spd"})
MOST_OPERATIONS = 20_000  # a point of a large size
MOST_SIZE = 2**30  # below the primes
MOST_NAMED = 4  # numbers of an answer that may be sizes
SHOWN = {True: (100, 10**4, 10**6, 10**9), False: (10, 12, 15)}  # in place of a secret one, by whether axes are thinned
OWN = 3  # sizes after these, secret but no other answer's


def other_sizes(points: Points, answer: Sequence[Node], expected: Sequence[Node]) -> Sequence[OtherSize]:
    """The sizes to look at, of the letters that the answer reckons with or sums along and the truth does not.

    What is only summed along, as in Σ_j w_j / w_j, tells of sizes too, but hardly ever is it meant to.
    """
    known = set(expected)
    own = [node for node in answer if node not in known]
    letters: dict[str, Sequence[int]] = dict.fromkeys(sorted(set().union(*map(summed, own))), ONE)
    letters |= dict.fromkeys(sorted(reckoned(answer)), _named(answer))
    return list(_of_letters(points, letters, [*expected, *own]))


@dataclass(frozen=True, slots=True)
class OtherSize:
    """One size at another number; whether its axes have a few places only; if it is secret, what it is at least."""

    base: Points
    letter: str
    number: int
    thin: bool = False
    secret: int = 0

    @classmethod
    def secretly(cls, base: Points, letter: str, least: int, thin: bool = False, of: str = "") -> OtherSize:
        """At a number that nobody knows, between this one and its double."""
        return cls(base, letter, base.secret_size(letter, least, of), thin, least)

    @property
    def points(self) -> Points:
        """The points of that size."""
        return (self.base.thinned if self.thin else self.base.resized)(self.letter, self.number)

    def instead(self, answer: Sequence[Node]) -> Iterator[OtherSize]:
        """What may be shown in place of a secret size: known ones, then such as are only this answer's."""
        for number in SHOWN[self.thin]:
            if number >= _least(self.base, self.letter):
                yield OtherSize(self.base, self.letter, number, self.thin)
        for number in range(OWN):
            yield self.secretly(self.base, self.letter, self.secret, self.thin, f"{number} {_digest(answer)}")


def _of_letters(points: Points, letters: Mapping[str, Sequence[int]], nodes: Sequence[Node]) -> Iterator[OtherSize]:
    for letter, named in letters.items():
        known = {sizes[letter] for sizes in points.assignments}
        there = [size for size in named if size >= _least(points, letter) and size not in known]
        yield from (OtherSize(points, letter, size) for size in there if size <= SMALL)
        large = [size for size in there if size > SMALL]
        if _is_free(points, letter) and thins(nodes, letter):
            yield from (OtherSize(points, letter, size, thin=True) for size in large)
            yield OtherSize.secretly(points, letter, HUGE, thin=True)
            yield OtherSize(points, letter, MOST_SIZE - 1, thin=True)  # beyond a bound that the secret one is within
            continue
        if one := longest(points, letter, nodes):
            yield one
        yield from (one for size in large if _is_affordable(nodes, one := OtherSize(points, letter, size)))


def longest(points: Points, letter: str, nodes: Sequence[Node]) -> OtherSize | None:
    """The largest secret size of which an axis can have all places."""
    secret = (OtherSize.secretly(points, letter, least) for least in LARGE if least >= _least(points, letter))
    return next((sized for sized in secret if _is_affordable(nodes, sized)), None)


def _least(points: Points, letter: str) -> int:
    """From where on there are sizes of the question: it may name an entry by its number."""
    return points.least.get(letter, 1)


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


def _is_affordable(nodes: Sequence[Node], sized: OtherSize) -> bool:
    return (operations(nodes, sized.points.assignments[0]) or MOST_OPERATIONS) < MOST_OPERATIONS


def _named(nodes: Iterable[Node]) -> list[int]:
    """1 and the whole numbers in an answer, which may be meant for sizes."""
    numbers = {abs(value) for node in nodes if (value := value_of(node)) is not None and value.denominator == 1}
    found = sorted(int(number) for number in numbers if 0 < number < MOST_SIZE)
    small = [number for number in found if number <= SMALL]
    return sorted({1, *found[: len(small) + MOST_NAMED]})
