"""Values just on a border: where a condition of the answer holds at single points only, as z = 3 does.

No sample point lies there, so points on the borders are sought by bisection along random lines through the domain. On
the border itself a comparison is known without counting, and where the truth is continuous the answer has to have its
value. Where the truth jumps, as a derivative does at a kink, what holds there is a convention, and any will do.
"""

from __future__ import annotations

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
MOST_POINTS = 4  # for each border and line
FRACTIONS = np.linspace(0.0, 1.0, 17)
ROUNDS = 24  # 17 times are looked at in each: 2^96 in all
Borders = dict[Node, list[Node]]  # what is 0 on a border, and the comparisons that are settled there


class TooMany(Exception):
    """More borders than are looked at."""


def on_borders(truth: Truth, place: Place, answer: Node, graph: Graph) -> Witness | None:
    """A point on a border of the answer at which it has another value than the truth; raises TooMany."""
    build = Build(graph)
    comparisons = [node for node in tape([answer]) if node.primitive in ON_BORDER and node.moving]
    borders: Borders = {}
    for node in comparisons:
        gap = build.subtract(*node.arguments)
        for crossed in (gap, *squared(gap)):
            borders.setdefault(crossed, []).append(node)
    crossings = truth.open_among(borders)
    if len(crossings) > MOST_BORDERS:
        raise TooMany
    for crossed in crossings:
        for number in range(2 if len(place.sample.inputs) > 1 else 1):
            along = through(truth, place, number)
            for times in _brackets(Tape([crossed]), along):
                if found := _differs(truth, along, answer, borders, times):
                    return found
    return None


def _brackets(run: Tape, along: Line) -> Array:
    """Pairs of times between which an entry changes its sign, those next to 0 first, as near as doubles come."""
    times = np.sort(np.append(GRID, 0.0))
    sides = np.sign(along.values(run, times)[0]).reshape(-1, times.size)
    changes = np.argwhere(sides[:, 1:] != sides[:, :-1])
    entries, places = changes[np.argsort(np.abs(times[changes[:, 1]]), kind="stable")[:MOST_POINTS]].T
    low, high = times[places], times[places + 1]
    each = np.arange(entries.size)
    for _ in range(ROUNDS if entries.size else 0):
        fine = low[:, None] + (high - low)[:, None] * FRACTIONS
        values = along.values(run, fine.ravel())[0].reshape(-1, *fine.shape)
        other = np.sign(values[entries, each]) != np.sign(values[entries, each, :1])
        found = np.where(other.any(axis=1), other.argmax(axis=1), FRACTIONS.size - 1)
        low, high = fine[each, found - 1], fine[each, found]
    return np.stack([low, high], axis=1)


def _differs(truth: Truth, along: Line, answer: Node, borders: Borders, times: Array) -> Witness | None:
    """The witness if the answer differs at the border between two times that are next to each other."""
    given = _on_border(along, answer, borders, times)
    aside = BESIDE * np.maximum(1.0, np.abs(times)) * [-1.0, 1.0]
    there, sides = (along.values(truth.tape, when)[0] for when in (times, times + aside))
    found = _unlike(np.broadcast_to(given, sides.shape), sides, np.broadcast_to(there, sides.shape))
    if found is None:
        return None
    spot = along.spot(float(times[1]))
    return plain_witness(truth, answer, spot, found, float(given[..., -1][found]), float(there[..., 1][found]))


def _on_border(along: Line, answer: Node, borders: Borders, times: Array) -> Array:
    """The answer at both times, with every comparison that changes between them as it is on the border itself."""
    sizes, inputs = along.place.sample.sizes, along.inputs(times)
    known: dict[Node, Array] = {}
    for crossed, comparisons in borders.items():
        change = np.sign(along.values(Tape([crossed]), times)[0])
        meets = change[..., :1] != change[..., 1:]
        for node in comparisons:
            counted = known[node] if node in known else along.values(Tape([node]), times)[0]
            known[node] = np.where(meets, ON_BORDER[node.primitive], counted)
    return evaluate([answer], FLOATS, inputs, sizes, known)[0]


def _unlike(given: Array, expected: Array, there: Array) -> tuple[int, ...] | None:
    """The first entry that has another value than the truth, which has the same on both sides.

    Between them it may have a lower one, or a higher, as |x| has at 0.
    """
    with np.errstate(all="ignore"):
        largest = np.abs(expected).max()
        slack = NEAR * largest + NEAR**2
        low, high = expected.min(axis=-1, keepdims=True), expected.max(axis=-1, keepdims=True)
        continuous = (high - low <= NEAR * max(1.0, largest))[..., 0]
        met = np.concatenate([expected, there], axis=-1)
        low, high = np.fmin.reduce(met, -1, keepdims=True), np.fmax.reduce(met, -1, keepdims=True)
        unlike: NDArray[np.bool_] = ((given < low - slack) | (given > high + slack)).all(axis=-1) & continuous
    entries = np.argwhere(unlike)
    return tuple(map(int, entries[0])) if len(entries) else None
