"""Where two different expressions agree after all: for positive inputs, for equal sizes, for symmetric matrices."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from graders.engine.equality.budget import Budget, operations
from graders.engine.equality.decide import decide
from graders.engine.equality.measure import Finding, Measure
from graders.engine.equality.outcome import Equal
from graders.engine.equality.screen import Screen
from graders.engine.equality.truth import CLEAR, Truth, Unsampled
from graders.engine.graph import Graph, Node, tape
from graders.engine.sampling import TABLE, Points

PROOFS = 2


def agreement(truth: Truth, answer: Node, graph: Graph) -> str | None:
    """Words for the part of the domain on which a different answer is right: `for x > 0`, `for n = k`."""
    for words, points in _smaller(truth, answer):
        try:
            if isinstance(decide(Truth(graph, truth.node, points), answer, graph), Equal):
                return words
        except Unsampled:
            continue
    return _sizes(truth, answer)


def _smaller(truth: Truth, answer: Node) -> Iterator[tuple[str, Points]]:
    """Smaller domains of the inputs that occur."""
    used = {str(node.parameters[0]) for node in tape([truth.node, answer]) if node.primitive == "input"}
    symbols = [symbol for symbol in truth.points.symbols if symbol.name in used and not symbol.is_index]
    free = [symbol for symbol in symbols if not symbol.domains & {"positive", "pm1", "onehot", "spd"}]
    square = [s for s in free if len(s.shape) == 2 and s.shape[0] == s.shape[1] and "symmetric" not in s.domains]
    if free:
        words = f"for {', '.join(symbol.name for symbol in free)} > 0"
        yield words, truth.points.restricted({symbol.name: "positive" for symbol in free})
    if square:
        words = f"for symmetric {', '.join(symbol.name for symbol in square)}"
        yield words, truth.points.restricted({symbol.name: "symmetric" for symbol in square})


def _sizes(truth: Truth, answer: Node) -> str | None:
    """Equal sizes, or all of them 1."""
    letters = truth.points.letters
    for one, other in combinations(letters, 2):
        sizes = dict(zip(letters, TABLE[0], strict=False)) | {one: 2, other: 2}
        if _agree(truth, answer, sizes):
            return f"for {one} = {other}"
    if letters and _agree(truth, answer, dict.fromkeys(letters, 1)):
        return "when all sizes are 1"
    return None


def _agree(truth: Truth, answer: Node, sizes: dict[str, int]) -> bool:
    if operations(list(tape([answer, truth.node])), sizes) is None:
        return False
    nodes = list(tape([answer]))
    sample = truth.points.sample(sizes, f"alike {sizes}")
    place = truth.values_at(sample)
    (screened,) = Screen(truth, nodes, ()).at([place])
    known = [point for point in range(sample.readable, sample.count) if screened.errors[point] >= 0]
    if not known or screened.errors.max() > CLEAR:
        return False
    measure = Measure(truth, nodes, Budget())
    spots = [(place.spot(point), float(screened.depths[point])) for point in known[:PROOFS]]
    return all(measure.at(spot, depth).finding is Finding.SAME for spot, depth in spots)
