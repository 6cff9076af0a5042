"""Functions of one number as curves: run in doubles at many places, with the slope their own values show.

These are for pictures. What is right is decided elsewhere, exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graders.engine.elaborate import IllTyped, read
from graders.engine.equality.budget import operations
from graders.engine.evaluate import evaluate
from graders.engine.graph import Graph, Node, tape
from graders.engine.language.errors import LanguageError
from graders.engine.language.scope import Scope
from graders.engine.numbers.floats import FLOATS
from graders.engine.sizes import ShapeError, Size

Values = NDArray[np.float64]
Places = Sequence[float] | Values

STEP = 1e-5  # of the differences
KINK = 1e-3  # slopes from the left and from the right that differ by more than this share are no slope
MOST_OPERATIONS = 500  # counted at one place


@dataclass(frozen=True)
class Curve:
    """A function of one symbol."""

    node: Node
    symbol: str

    def values(self, places: Places) -> Values:
        """What it is worth at each place; not finite where it is undefined."""
        at = np.asarray(places, dtype=np.float64)
        (found,) = evaluate([self.node], FLOATS, {self.symbol: at}, {})
        return np.array(np.broadcast_to(found, at.shape), dtype=np.float64)

    def drawn(self, places: Places) -> Values:
        """Its values, with a gap at each place where it jumps."""
        at = np.asarray(places, dtype=np.float64)
        before, here, after = (self.values(at + step) for step in (-STEP, 0.0, STEP))
        with np.errstate(all="ignore"):
            return np.where(np.abs(after - before) > KINK * (1.0 + np.abs(here)), np.nan, here)

    def slopes(self, places: Places) -> Values:
        """Its central differences; NaN where there is a corner or a jump."""
        at = np.asarray(places, dtype=np.float64)
        before, here, after = (self.values(at + step) for step in (-STEP, 0.0, STEP))
        with np.errstate(all="ignore"):
            left, right = (here - before) / STEP, (after - here) / STEP
            smooth = np.abs(right - left) <= KINK * (1.0 + np.abs(left) + np.abs(right))
            return np.where(smooth, (after - before) / (2 * STEP), np.nan)


def curve(text: object, scope: Scope, symbol: str) -> Curve | None:
    """The function that a text means; None where it is unreadable, or no number that depends on this symbol alone."""
    if not isinstance(text, str) or not text.strip():
        return None
    try:
        answer = read(text, scope, Graph(), expected=())
    except (LanguageError, IllTyped, ShapeError):
        return None
    if answer.open or answer.node.shape != ():
        return None
    return of_node(answer.node, symbol)


def of_node(node: Node, symbol: str) -> Curve | None:
    """The function that a node computes; None where it needs another symbol, a size, or too much work."""
    nodes = list(tape([node]))
    if any(other.primitive == "input" and other.parameters != (symbol,) for other in nodes):
        return None
    if any(map(_open, (part for other in nodes for part in (other.shape, other.parameters)))):
        return None
    cost = operations(nodes, {})
    return Curve(node, symbol) if cost is not None and cost <= MOST_OPERATIONS else None


def _open(part: object) -> bool:
    """Whether a size in it is a letter."""
    if isinstance(part, Size):
        return bool(part.letters)
    return isinstance(part, tuple) and any(map(_open, part))
