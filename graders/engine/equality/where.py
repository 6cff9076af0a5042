"""Where two different expressions agree after all: for positive inputs, for equal sizes, for symmetric matrices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np

from graders.engine.equality.budget import Budget, Costs, operations
from graders.engine.equality.decide import decide
from graders.engine.equality.depth import largest
from graders.engine.equality.measure import Finding, Measure
from graders.engine.equality.outcome import Equal
from graders.engine.equality.screen import Screen
from graders.engine.equality.truth import CLEAR, Place, Truth
from graders.engine.evaluate import Tape
from graders.engine.graph import Graph, Node, tape
from graders.engine.numbers.floats import FLOATS
from graders.engine.sampling import Unsampled

PROOFS = 2
MOST = 0.5  # of the points: at some, floats may have cancelled


def agreement(truth: Truth, answer: Node, graph: Graph) -> str | None:
    """Words for the part of the domain on which a different answer is right: `for x > 0`, `for n = k`."""
    run = Tape([answer])
    for words, domains in _smaller(truth, answer):
        try:
            smaller = truth.restricted(domains)
            if _likely(smaller.places[0], run) and isinstance(decide(smaller, answer, graph), Equal):
                return words
        except Unsampled:
            continue
    return _sizes(truth, answer, run)


def _likely(place: Place, run: Tape) -> bool:
    """Whether floats agree at most of the secret points: few wrong answers do, and only those are worth a proof."""
    given = run.run(FLOATS, place.sample.inputs, place.sample.sizes)[0]
    with FLOATS.running():
        near = largest(np.abs(given - place.values)) <= place.tolerance
    return bool(np.count_nonzero(near & place.secret) > MOST * np.count_nonzero(place.secret))


def _smaller(truth: Truth, answer: Node) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Smaller domains of the inputs that occur."""
    used = {str(node.parameters[0]) for node in tape([truth.node, answer]) if node.primitive == "input"}
    symbols = [symbol for symbol in truth.points.symbols if symbol.name in used and not symbol.is_index]
    free = [symbol for symbol in symbols if not symbol.domains & {"positive", "pm1", "onehot", "spd"}]
    square = [s for s in free if len(s.shape) == 2 and s.shape[0] == s.shape[1] and "symmetric" not in s.domains]
    if free:
        words = f"for {', '.join(symbol.name for symbol in free)} > 0"
        yield words, {symbol.name: "positive" for symbol in free}
    if square:
        words = f"for symmetric {', '.join(symbol.name for symbol in square)}"
        yield words, {symbol.name: "symmetric" for symbol in square}


def _sizes(truth: Truth, answer: Node, run: Tape) -> str | None:
    """Some sizes, equal ones, or all of them 1."""
    letters = truth.points.letters
    nodes = list(tape([answer]))
    if letters and all(_likely(place, run) for place in truth.places):
        return "for some sizes"
    for one, other in combinations(letters, 2):
        alike = max(2, *truth.points.least.values(), 0)
        sizes = {**truth.points.assignments[0], one: alike, other: alike}
        if _agree(truth, nodes, run, sizes):
            return f"for {one} = {other}"
    if letters and _agree(truth, nodes, run, dict.fromkeys(letters, 1)):
        return "when all sizes are 1"
    return None


def _agree(truth: Truth, nodes: Sequence[Node], run: Tape, sizes: Mapping[str, int]) -> bool:
    if not truth.points.allows(sizes) or operations(nodes, sizes) is None:
        return False
    place = truth.sized(sizes)
    if not _likely(place, run):
        return False
    screen = Screen(truth, nodes, ())
    seen = screen.at(place)
    known = [point for point in range(place.sample.readable, place.sample.count) if seen.errors[point] >= 0]
    if not known or seen.errors.max() > CLEAR:
        return False
    (screened,) = screen.deep([seen])
    measure = Measure(truth, nodes, screen.answer(), Costs(nodes), Budget())
    spots = [(place.spot(point), float(screened.depths[point])) for point in known[:PROOFS]]
    return all(measure.at(spot, depth).finding is Finding.SAME for spot, depth in spots)
