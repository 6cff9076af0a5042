"""Functions of whole arrays that are more than a formula: products, extremes, spreads, triangles, stacks."""

from __future__ import annotations

from collections.abc import Hashable

from graders.engine.build import Build
from graders.engine.elaborate.axes import contraction
from graders.engine.elaborate.typed import Typed
from graders.engine.graph import Node
from graders.engine.sizes import ONE, ShapeError, Size, product

THREE = Size(3)


def gathered(build: Build, x: Typed, axis: int | None) -> Typed:
    """The entries that a function takes together as the last axis, the others before it: all, or those along an axis.

    What stays of a matrix stays as a column or row.
    """
    rank = len(x.shape)
    if axis is None:
        flat = (*x.node.shape[: len(x.free)], product(x.shape))
        return Typed(build.reshape(x.node, flat), x.free)
    if not -rank <= axis < rank:
        raise ShapeError(f"there is no axis {axis}; rows are axis 0, columns axis 1")
    names = (*x.free, *range(rank))
    kept: list[Hashable] = [f"one {at}" if at == axis % rank else at for at in range(rank)]
    lengths: dict[Hashable, Size] = {f"one {axis % rank}": ONE}
    if all(x.shape[at] == ONE for at in range(rank) if at != axis % rank):
        kept = []
    return Typed(contraction(build, [*x.free, *kept, axis % rank], (x.node, names), lengths=lengths), x.free)


def multiplied(build: Build, x: Typed, axis: int | None) -> Typed:
    """The product of all entries, or along an axis, which stays with length 1."""
    return Typed(build.apply("product", gathered(build, x, axis).node), x.free)


def largest(build: Build, x: Typed, axis: int | None) -> Typed:
    """The largest of all entries, or along an axis."""
    return Typed(top(build, gathered(build, x, axis).node), x.free)


def smallest(build: Build, x: Typed, axis: int | None) -> Typed:
    """The smallest of all entries, or along an axis."""
    return Typed(build.negate(top(build, build.negate(gathered(build, x, axis).node))), x.free)


def top(build: Build, node: Node) -> Node:
    """The largest entry along the last axis: each entry times 1 if it is above all others."""
    *before, length = node.shape
    rows, columns = build.reshape(node, (*before, length, ONE)), build.reshape(node, (*before, ONE, length))
    eye = build.apply("eye", parameters=(length,))
    apart = build.where(eye, build.constant(1, (length, length)), build.subtract(rows, columns))
    above = build.apply("product", build.apply("step", apart))
    return build.einsum("i,i->", node, above)


def largest_size(build: Build, x: Typed, axis: int | None) -> Typed:
    """The largest absolute value."""
    return largest(build, Typed(build.apply("abs", x.node), x.free), axis)


def variance(build: Build, x: Typed, axis: int | None) -> Typed:
    """The mean squared distance from the mean, of all entries or along an axis."""
    entries = gathered(build, x, axis).node
    count = build.apply("size_value", parameters=(entries.shape[-1],))
    letters = tuple(range(len(entries.shape)))
    mean = build.divide(build.sum(entries, letters[-1:]), count)
    apart = build.subtract(entries, build.reshape(mean, (*mean.shape, ONE)))
    return Typed(build.divide(build.einsum("i,i->", apart, apart), count), x.free)


def deviation(build: Build, x: Typed, axis: int | None) -> Typed:
    """The root of the variance."""
    return Typed(build.apply("sqrt", variance(build, x, axis).node), x.free)


def running_sum(build: Build, x: Typed, axis: int | None) -> Typed:
    """Each entry and all before it added up, along the long axis of a column or row or the axis named."""
    if axis is None and ONE not in x.shape:
        raise ShapeError("cumsum of a matrix needs its axis")
    along = (0 if x.shape[1] == ONE else 1) if axis is None else axis % len(x.shape)
    names = [*x.free, 0, 1]
    moved = [*x.free, *("new" if at == along else at for at in (0, 1))]
    return Typed(contraction(build, moved, (x.node, names), (_below(build, x.shape[along]), ("new", along))), x.free)


def lower(build: Build, x: Typed, _axis: int | None) -> Typed:
    """The entries on and below the diagonal, zeros above."""
    return _masked(build, x, _below(build, *x.shape))


def upper(build: Build, x: Typed, _axis: int | None) -> Typed:
    """The entries on and above the diagonal, zeros below."""
    return _masked(build, x, build.transpose(_below(build, *reversed(x.shape))))


def _below(build: Build, rows: Size, columns: Size | None = None) -> Node:
    """1 where the column is not after the row."""
    down = build.reshape(build.apply("iota", parameters=(rows,)), (rows, ONE))
    return build.apply("less_equal", build.apply("iota", parameters=(columns or rows,)), down)


def _masked(build: Build, x: Typed, mask: Node) -> Typed:
    return Typed(build.multiply(x.node, mask), x.free)


def stacked_columns(build: Build, x: Typed, _axis: int | None) -> Typed:
    """vec: the columns of a matrix, one below the other."""
    free = x.node.shape[: len(x.free)]
    turned = contraction(build, [*x.free, 1, 0], (x.node, [*x.free, 0, 1]))
    return Typed(build.reshape(turned, (*free, product(x.shape), ONE)), x.free)


def cross(build: Build, x: Typed, y: Typed) -> Typed:
    """The vector product of two columns or rows of three."""
    if x.shape != y.shape or sorted(x.shape) != [ONE, THREE] or x.free or y.free:
        raise ShapeError("cross takes two vectors of three entries")
    flat = [build.reshape(vector.node, (THREE,)) for vector in (x, y)]
    a, b = ([build.apply("take", vector, parameters=(0, at)) for at in range(3)] for vector in flat)
    entries = [
        build.subtract(build.multiply(a[i], b[j]), build.multiply(a[j], b[i])) for i, j in ((1, 2), (2, 0), (0, 1))
    ]
    return Typed(build.reshape(build.apply("stack", *entries, parameters=(0,)), x.shape))
