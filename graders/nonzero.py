"""Which entries of an answer are not zero: the formula run in intervals at small sizes, at numbers of both signs.

These are for pictures of what was typed. What is right is decided elsewhere.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graders.engine.elaborate import IllTyped, read
from graders.engine.equality.budget import beyond, operations
from graders.engine.evaluate import evaluate
from graders.engine.graph import Graph, Node, tape
from graders.engine.language.errors import LanguageError
from graders.engine.numbers.balls import Balls
from graders.engine.sampling import READABLE, Points
from graders.engine.sizes import ShapeError
from graders.expression import Expression

SIDE = 2  # every size that is a letter
LARGEST = 3  # of an axis whose length is a number
POINTS = range(READABLE, READABLE + 4)  # behind the readable ones, whose small numbers cancel by accident
MOST_OPERATIONS = 2_000  # counted at one point
EXACT = Balls(256)

Mask = NDArray[np.bool_]


def nonzero(task: Expression, value: object) -> Mask | None:
    """True for the entries that are not always zero; None where that would be no plain matter.

    An answer with kinks may be zero on one side only, one that is somewhere undefined is neither, and an index that is
    fixed moves the entries about.
    """
    scope = task.derived.scope
    sizes = dict.fromkeys(scope.sizes, SIDE)
    node = _node(task, value)
    if node is None or not node.smooth or any(symbol.is_index for symbol in scope.symbols.values()):
        return None
    shape = tuple(axis.at(sizes) for axis in node.shape)
    if max(shape, default=0) > LARGEST or beyond(node, [sizes]):
        return None
    cost = operations(list(tape([node])), sizes)
    if cost is None or cost > MOST_OPERATIONS:
        return None
    # drawn from words that everybody may know: the points of grading stay secret
    sample = Points.of(scope, b"a picture", "which entries are zero").sample(sizes, "entries").at(POINTS)
    inputs = {name: EXACT.exact(values) for name, values in sample.inputs.items()}
    (found,) = evaluate([node], EXACT, inputs, sizes)
    if not EXACT.defined(found).all():
        return None
    somewhere = np.frompyfunc(lambda ball: not ball.contains(0), 1, 1)(found).astype(bool).any(axis=-1)
    return np.broadcast_to(somewhere, shape)


def _node(task: Expression, value: object) -> Node | None:
    """What the text means, read as it is to be graded."""
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        answer = read(value, task.derived.scope, Graph(), task.derived.node.shape, task.index)
    except (LanguageError, IllTyped, ShapeError):
        return None
    return None if answer.open else answer.node
