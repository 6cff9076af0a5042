"""Σ and Π over an index: over the whole axis, over a range, where a condition holds; the largest of all likewise."""

from __future__ import annotations

from collections.abc import Iterator

from graders.engine.build import Build
from graders.engine.elaborate.arrays import top
from graders.engine.elaborate.axes import aligned
from graders.engine.elaborate.conditions import condition
from graders.engine.elaborate.context import Context
from graders.engine.elaborate.filled import size_of
from graders.engine.elaborate.indices import Running
from graders.engine.elaborate.onehot import ordinal
from graders.engine.elaborate.powers import rational
from graders.engine.elaborate.typed import Typed
from graders.engine.elaborate.unknowns import is_open
from graders.engine.elaborate.words import plain
from graders.engine.graph import Node
from graders.engine.language.errors import LanguageError
from graders.engine.sizes import Size
from graders.engine.syntax import Binary, Name, Number, Sign, Sum, Tree

LONGEST = 1000
_NEUTRAL = {"sum": 0, "prod": 1}  # what a place that is left out counts


def summed(context: Context, tree: Sum) -> Typed:
    """The sum of the body over the index, or its product, its largest or smallest value."""
    letter = context.new_letter(tree.index, 0 if rational(tree.start) == 0 else 1)
    with context.binding(tree.index, letter):
        body = context.value(tree.body)
        truths = list(_bounds(context, tree, letter))
        if tree.condition is not None:
            truths.append(condition(context, tree.condition))
    for truth in truths:
        (where, value), free = aligned(context.build, context.settled(truth), context.settled(body))
        if tree.sign not in _NEUTRAL:
            message = f"I read a {tree.sign} over all of an index only; please write it with cases"
            raise LanguageError(message, tree.span)
        neutral = context.build.constant(_NEUTRAL[tree.sign], value.shape)
        body = Typed(context.build.where(where, value, neutral), free)
    body = context.settled(body)
    if letter.name not in body.free:
        return _repeated(context, tree, letter, body)
    axis = body.free.index(letter.name)
    return Typed(_together(context.build, tree.sign, body.node, axis), body.free[:axis] + body.free[axis + 1 :])


def _together(build: Build, sign: Sign, node: Node, axis: int) -> Node:
    """The entries along an axis summed, multiplied or compared."""
    if sign == "sum":
        return build.sum(node, (axis,))
    order = [at for at in range(len(node.shape)) if at != axis]
    last = build.permute(node, (*order, axis))
    if sign == "prod":
        return build.apply("product", last)
    return top(build, last) if sign == "max" else build.negate(top(build, build.negate(last)))


def _bounds(context: Context, tree: Sum, letter: Running) -> Iterator[Typed]:
    """What restricts the index. Where nothing else has told how far it runs, the upper bound does."""
    count = _count(context, tree.stop, letter.first)
    if count is not None and is_open(context.length(letter.name)):
        context.run(letter.name, count, tree.span)
    elif tree.stop is not None and count != context.length(letter.name) and not _is_unknown(context, tree.stop):
        yield _compared(context, ordinal(context, letter, tree.span), context.value(tree.stop))
    if tree.start is not None and rational(tree.start) != letter.first:
        yield _compared(context, context.value(tree.start), ordinal(context, letter, tree.span))


def _compared(context: Context, lower: Typed, upper: Typed) -> Typed:
    (a, b), free = aligned(context.build, context.settled(lower), context.settled(upper))
    return Typed(context.build.apply("less_equal", a, b), free)


def _count(context: Context, stop: Tree | None, first: int) -> Size | None:
    """How many positions there are up to the upper bound, if that is a size."""
    if isinstance(stop, Number) and stop.value.denominator == 1:
        count = int(stop.value) + 1 - first
        return Size(count) if 0 < count <= LONGEST else None
    if first == 0:
        match stop:
            case Binary("-", Name() as name, Number(value=one)) if one == 1:
                return size_of(context, name)
        return None
    return size_of(context, stop) if isinstance(stop, Name) else None


def _is_unknown(context: Context, stop: Tree) -> bool:
    """Whether the upper bound is a letter nobody declared: the K of a sum over k, the end of the axis."""
    return isinstance(stop, Name) and not context.declares(stop.name) and stop.name not in context.scope.sizes


def _repeated(context: Context, tree: Sum, letter: Running, body: Typed) -> Typed:
    """A body without the index is added as often as there are positions."""
    length = context.length(letter.name)
    if is_open(length):
        message = f"how far does {tree.index} run? It does not appear in {plain(tree.body)}"
        raise LanguageError(message, tree.span, "ambiguous")
    if tree.sign != "sum":
        body = Typed(context.build.broadcast_to(body.node, (length, *body.node.shape)), (letter.name, *body.free))
        return Typed(_together(context.build, tree.sign, body.node, 0), body.free[1:])
    count = context.build.apply("size_value", parameters=(length,))
    return Typed(context.build.multiply(count, body.node), body.free)
