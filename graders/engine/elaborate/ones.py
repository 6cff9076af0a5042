"""A plain `1` or `1^T` is the number wherever that fits, otherwise the vector of ones.

The readings are tried in that order; whether one fits is told by the shapes. The tree of the reading that is taken
shows the vector in bold, so the person sees it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from graders.engine.elaborate.trees import changed, parts
from graders.engine.syntax import Binary, Bold, Call, Number, Postfix, Span, Tree

MOST = 4  # plain ones that may be vectors: at most 2^4 readings

_PRODUCTS = frozenset({"juxtaposed", "*", "@", "elementwise*", "kron"})


def readings(tree: Tree) -> Iterator[Tree]:
    """The tree with its plain ones read as numbers, then with some of them read as vectors, fewest first."""
    yield tree
    places = list(dict.fromkeys(_places(tree)))[:MOST]
    for count in range(1, len(places) + 1):
        for chosen in combinations(places, count):
            yield _with_vectors(tree, frozenset(chosen))


def _places(tree: Tree) -> Iterator[Span]:
    """Where a plain 1 is a factor, transposed, a diagonal, or all there is; a plain 0 only where it is transposed."""
    if isinstance(tree, Number) and tree.value == 1:
        yield tree.span
    for part in parts(tree):
        match part:
            case Postfix(operand=Number(value=value) as digit) if value in {0, 1}:
                yield digit.span
            case Call(function="diag", arguments=(Number(value=value) as digit,)) if value == 1:
                yield digit.span
            case Binary() if part.operator in _PRODUCTS:
                for side in (part.left, part.right):
                    if isinstance(side, Number) and side.value == 1:
                        yield side.span


def _with_vectors(tree: Tree, places: frozenset[Span]) -> Tree:
    def change(part: Tree) -> Tree | None:
        if isinstance(part, Number) and part.span in places:
            return Bold(1 if part.value else 0, part.span)
        return None

    return changed(tree, change)
