"""Sums, quotients and element-by-element products."""

from __future__ import annotations

from collections.abc import Callable

from graders.engine.build import Build
from graders.engine.elaborate.axes import aligned
from graders.engine.elaborate.context import Context
from graders.engine.elaborate.errors import IllTyped
from graders.engine.elaborate.typed import Typed
from graders.engine.elaborate.words import misfit, plain
from graders.engine.graph import Node
from graders.engine.sizes import ONE, Shape
from graders.engine.syntax import Binary, Prefix, Tree

Operation = Callable[[Build, Node, Node], Node]


def entrywise(context: Context, tree: Binary, left: Typed, right: Typed, operation: Operation) -> Typed:
    """An operation entry by entry: equal shapes, or a number with anything."""
    if not (left.scalar or right.scalar) and not context.unknowns.unify_all(left.shape, right.shape):
        raise IllTyped(misfit(tree, tree.left, left.shape, tree.right, right.shape), tree.span)
    (a, b), free = aligned(context.build, context.settled(left), context.settled(right))
    return Typed(operation(context.build, a, b), free)


def add(context: Context, tree: Binary, left: Typed, right: Typed) -> Typed:
    """left + right; a number is added to every entry."""
    _note_stretch(context, tree, left, right, "added to")
    return entrywise(context, tree, left, right, Build.add)


def subtract(context: Context, tree: Binary, left: Typed, right: Typed) -> Typed:
    """left - right; a number is taken from every entry, or every entry from it."""
    _note_stretch(context, tree, left, right, "taken with")
    return entrywise(context, tree, left, right, Build.subtract)


def _note_stretch(context: Context, tree: Binary, left: Typed, right: Typed, verb: str) -> None:
    if left.scalar == right.scalar or context.noted:
        return
    number, array = (tree.left, tree.right) if left.scalar else (tree.right, tree.left)
    context.note(f"The number {plain(number)} is {verb} every entry of {plain(array)}.")


def hadamard(context: Context, tree: Binary, left: Typed, right: Typed) -> Typed:
    """left ⊙ right."""
    return entrywise(context, tree, left, right, Build.multiply)


def divide(context: Context, tree: Binary, left: Typed, right: Typed) -> Typed:
    """left / right; by anything but a number it is element by element."""
    if not right.scalar and tree.operator == "/" and not context.noted:
        context.note(f"{plain(tree)} is read element by element.")
    if _divides_lines(left.shape, right.shape):
        (a, b), free = aligned(context.build, context.settled(left), context.settled(right))
        return Typed(context.build.divide(a, b), free)
    return entrywise(context, tree, left, right, Build.divide)


def _divides_lines(whole: Shape, line: Shape) -> bool:
    """Whether a matrix is divided by one number a row, or one a column, as by its sums along an axis."""
    if not len(whole) == len(line) == 2 or ONE in whole or line.count(ONE) != 1:
        return False
    return all(part in (ONE, length) for length, part in zip(whole, line, strict=True))


def negative(context: Context, tree: Tree) -> Typed:
    """-operand, however many signs."""
    odd = False
    while isinstance(tree, Prefix):
        tree, odd = tree.operand, not odd
    operand = context.value(tree)
    return Typed(context.build.negate(operand.node), operand.free) if odd else operand
