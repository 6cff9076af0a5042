"""Blocks put next to each other, and blocks that run with an index put in a line."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from graders.engine.elaborate.axes import contraction
from graders.engine.elaborate.context import Context
from graders.engine.elaborate.errors import IllTyped
from graders.engine.elaborate.typed import Typed
from graders.engine.elaborate.words import dimensions, plain
from graders.engine.graph import Node
from graders.engine.sizes import ONE, ShapeError, Size
from graders.engine.syntax import Tree

DOWN, ACROSS = 0, 1  # the axis along which blocks follow each other


def side_by_side(context: Context, tree: Tree, blocks: Sequence[Typed], axis: int) -> Typed:
    """Blocks one after the other, below each other (0) or in a row (1); a single number stays a number."""
    first, *others = blocks
    if not others:
        return first
    for other in others:
        across = 1 - axis
        if not context.unknowns.unify(_block(first)[across], _block(other)[across]):
            message = f"{plain(tree)}: a block of {dimensions(_block(first))} does not fit beside one of "
            raise IllTyped(f"{message}{dimensions(_block(other))}.", tree.span)
    blocks = [context.settled(block) for block in blocks]
    free = tuple(sorted({name for block in blocks for name in block.free}))
    nodes = [_stretched(context, block, free) for block in blocks]
    try:
        return Typed(context.build.apply("concatenate", *nodes, parameters=(len(free) + axis,)), free)
    except ShapeError as error:
        raise IllTyped(f"{plain(tree)}: {error}.", tree.span) from error


def in_line(context: Context, block: Typed, letter: str, axis: int) -> Typed:
    """The blocks for all values of an index, one after the other along an axis."""
    block = context.settled(block)
    length = context.length(letter)
    free = tuple(name for name in block.free if name != letter)
    rows, columns = _block(block)
    names: list[Hashable] = [*block.free, *(("rows", "columns") if not block.scalar else ())]
    inner = [letter, "rows", "columns"] if axis == DOWN else ["rows", letter, "columns"]
    lengths: dict[Hashable, Size] = {letter: length, "rows": rows, "columns": columns}
    node = contraction(context.build, [*free, *inner], (block.node, names), lengths=lengths)
    shape = (length * rows, columns) if axis == DOWN else (rows, length * columns)
    return Typed(context.build.reshape(node, (*node.shape[: len(free)], *shape)), free)


def _block(value: Typed) -> tuple[Size, Size]:
    if value.scalar:
        return ONE, ONE
    if len(value.shape) != 2:
        raise ShapeError(f"an array of {dimensions(value.shape)} cannot be put beside others")
    rows, columns = value.shape
    return rows, columns


def _stretched(context: Context, value: Typed, free: tuple[str, ...]) -> Node:
    """The block with an axis for each free index, repeated along those it does not depend on."""
    rows, columns = _block(value)
    names: list[Hashable] = [*value.free, *(("rows", "columns") if not value.scalar else ())]
    lengths: dict[Hashable, Size] = {name: context.length(name) for name in free}
    lengths |= {"rows": rows, "columns": columns}
    return contraction(context.build, [*free, "rows", "columns"], (value.node, names), lengths=lengths)
