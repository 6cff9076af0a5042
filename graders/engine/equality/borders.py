"""Values just on a border: where a condition of the answer holds at single points only, as z = 3 does.

No sample point lies there, so points on the borders are sought by bisection along random lines through the domain. On
the border itself a comparison is known without counting, and the answer has to lie between the truth's values on both
sides: where the truth is continuous it has to be that value, where it jumps any convention between will do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from graders.engine.build import Build
from graders.engine.equality.branches import GRID, Line, through
from graders.engine.equality.outcome import Witness
from graders.engine.equality.truth import Place, Truth
from graders.engine.equality.witness import plain_witness
from graders.engine.evaluate import Tape, evaluate
from graders.engine.graph import Graph, Node, tape
from graders.engine.numbers.floats import FLOATS
from graders.engine.numbers.system import Array
from graders.engine.structure import squared

ON_BORDER = {"less": 0.0, "less_equal": 1.0, "equal": 1.0}  # what a comparison of equal numbers gives
NEAR = 1e-8
BESIDE = 2.0**-40
MOST_BORDERS = 8
MOST_POINTS = 6  # for each border and line
HALVINGS = 1100  # from the largest double to the smallest


def on_borders(truth: Truth, place: Place, answer: Node, graph: Graph) -> Witness | None:
    """A point on a border of the answer at which it has another value than the truth."""
    build = Build(graph)
    comparisons = [node for node in tape([answer]) if node.primitive in ON_BORDER and node.moving]
    borders: dict[Node, list[Node]] = {}
    for node in comparisons:
        gap = build.subtract(*node.arguments)
        for crossed in (gap, *squared(gap)):
            borders.setdefault(crossed, []).append(node)
    for crossed in truth.open_among(borders)[:MOST_BORDERS]:
        for number in range(2 if len(place.sample.inputs) > 1 else 1):
            along = through(truth, place, number)
            for times in _brackets(Tape([crossed]), along):
                if found := _differs(truth, along, answer, crossed, borders[crossed], np.array(times)):
                    return found
    return None


def _brackets(run: Tape, along: Line) -> Iterator[tuple[float, float]]:
    """Neighbouring times between which an entry changes its sign, those next to 0 first."""
    times = np.concatenate([GRID, [0.0]])
    times.sort()
    entries = np.sign(along.values(run, times)[0]).reshape(-1, times.size)
    changes = sorted(np.argwhere(entries[:, 1:] != entries[:, :-1]), key=lambda change: abs(times[change[1]]))
    for entry, at in changes[:MOST_POINTS]:
        yield _halved(run, along, int(entry), float(times[at]), float(times[at + 1]))


def _halved(run: Tape, along: Line, entry: int, low: float, high: float) -> tuple[float, float]:
    """The same narrowed as far as doubles can tell."""
    sign = np.sign(along.values(run, np.array([low]))[0].reshape(-1)[entry])
    for _ in range(HALVINGS):
        middle = low + (high - low) / 2
        if middle in (low, high):
            break
        if np.sign(along.values(run, np.array([middle]))[0].reshape(-1)[entry]) == sign:
            low = middle
        else:
            high = middle
    return low, high


def _differs(
    truth: Truth, along: Line, answer: Node, crossed: Node, here: Sequence[Node], times: Array
) -> Witness | None:
    sizes, inputs = along.place.sample.sizes, along.inputs(times)
    (change,) = evaluate([crossed], FLOATS, inputs, sizes)
    known = {node: _settled(node, change, along, times) for node in here}
    given = evaluate([answer], FLOATS, inputs, sizes, known)[0]
    aside = BESIDE * np.maximum(1.0, np.abs(times)) * [-1.0, 1.0]
    expected = truth.tape.run(FLOATS, along.inputs(times + aside), sizes)[0]
    expected = np.broadcast_to(expected, (*expected.shape[:-1], 2))
    found = _outside(np.broadcast_to(given, expected.shape), expected)
    if found is None:
        return None
    spot = along.spot(float(times[1]))
    return plain_witness(truth, answer, spot, found, float(given[..., -1][found]), float(expected[..., 1][found]))


def _settled(node: Node, change: Array, along: Line, times: Array) -> Array:
    """A comparison at both times as if they lay on the border, in the entries that change their sign there."""
    (counted,) = along.values(Tape([node]), times)
    meets = np.sign(change[..., :1]) != np.sign(change[..., 1:])
    settled: Array = np.where(meets, ON_BORDER[node.primitive], counted)
    return settled


def _outside(given: Array, expected: Array) -> tuple[int, ...] | None:
    """The first entry that lies outside of the truth's values on both sides, at both of them."""
    with np.errstate(all="ignore"):
        slack = NEAR * np.abs(expected).max() + NEAR**2
        low, high = expected.min(axis=-1, keepdims=True) - slack, expected.max(axis=-1, keepdims=True) + slack
        outside: NDArray[np.bool_] = ((given < low) | (given > high)).all(axis=-1)
    entries = np.argwhere(outside)
    return tuple(map(int, entries[0])) if len(entries) else None
