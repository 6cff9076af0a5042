"""Arrays written out: rows of numbers, vectors and matrices put side by side."""

from __future__ import annotations

from graders.engine.elaborate.context import Context
from graders.engine.elaborate.ellipses import filled_in
from graders.engine.elaborate.joining import ACROSS, DOWN, side_by_side
from graders.engine.elaborate.typed import Typed
from graders.engine.language.errors import LanguageError
from graders.engine.syntax import Brackets, Ellipsis


def brackets(context: Context, tree: Brackets) -> Typed:
    """An array in brackets."""
    if any(isinstance(cell, Ellipsis) for row in tree.rows for cell in row):
        return filled_in(context, tree)
    if len({len(row) for row in tree.rows}) > 1:
        raise LanguageError("the rows are not equally long", tree.span)
    rows = [side_by_side(context, tree, [context.value(cell) for cell in row], ACROSS) for row in tree.rows]
    return side_by_side(context, tree, rows, DOWN)
