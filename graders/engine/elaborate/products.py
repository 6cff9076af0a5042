"""Products of matrices, of numbers with anything, and Kronecker products."""

from __future__ import annotations

from graders.engine.build import Build
from graders.engine.elaborate.arithmetic import entrywise
from graders.engine.elaborate.axes import contraction, transposed
from graders.engine.elaborate.context import Context
from graders.engine.elaborate.errors import IllTyped
from graders.engine.elaborate.typed import Typed
from graders.engine.elaborate.words import dimensions, misfit, plain
from graders.engine.sizes import ONE, Shape
from graders.engine.syntax import Binary


def multiply(context: Context, tree: Binary, left: Typed, right: Typed) -> Typed:
    """A matrix product where both sides are matrices, otherwise a multiple."""
    if left.scalar or right.scalar:
        return entrywise(context, tree, left, right, Build.multiply)
    if not (len(left.shape) == len(right.shape) == 2):
        tensor, shape = (tree.left, left.shape) if len(left.shape) != 2 else (tree.right, right.shape)
        message = f"{plain(tensor)} is {dimensions(shape)}: a product with it needs indices or einsum."
        raise IllTyped(message, tree.span)
    if tree.operator == "@" and left.shape == right.shape and left.shape[1] == ONE:
        context.note(f"{plain(tree)} is read as the scalar product of the two.")
        left = transposed(context.build, context.settled(left))
    if not context.unknowns.unify(left.shape[1], right.shape[0]):
        raise IllTyped(misfit(tree, tree.left, left.shape, tree.right, right.shape), tree.span)
    return matrix_product(context.build, context.settled(left), context.settled(right))


def matrix_product(build: Build, left: Typed, right: Typed) -> Typed:
    """The matrix product of fitting matrices; a 1×1 result is a number."""
    free = tuple(sorted({*left.free, *right.free}))
    number = left.shape[0] == right.shape[1] == ONE
    output = free if number else (*free, 0, 2)
    parts = (left.node, (*left.free, 0, 1)), (right.node, (*right.free, 1, 2))
    return Typed(contraction(build, output, *parts), free)


def kronecker(context: Context, tree: Binary, left: Typed, right: Typed) -> Typed:
    """left ⊗ right."""
    if left.scalar or right.scalar:
        return entrywise(context, tree, left, right, Build.multiply)
    if not (len(left.shape) == len(right.shape) == 2):
        raise IllTyped(misfit(tree, tree.left, left.shape, tree.right, right.shape), tree.span)
    return kronecker_product(context.build, left, right)


def kronecker_product(build: Build, left: Typed, right: Typed) -> Typed:
    """Every entry of the left times the whole right, as one matrix."""
    free = tuple(sorted({*left.free, *right.free}))
    parts = (left.node, (*left.free, 0, 1)), (right.node, (*right.free, 2, 3))
    product = contraction(build, (*free, 0, 2, 1, 3), *parts)
    shape: Shape = product.shape[: len(free)]
    for above, below in zip(left.shape, right.shape, strict=True):
        shape = (*shape, above * below)
    return Typed(build.reshape(product, shape), free)
