"""Conditions as numbers, 1 where they hold: comparisons of values and of indices, Kronecker deltas."""

from __future__ import annotations

from itertools import pairwise

from graders.engine.elaborate.axes import aligned, contraction
from graders.engine.elaborate.context import Context
from graders.engine.elaborate.errors import IllTyped
from graders.engine.elaborate.indices import Fixed, Index, Position, Running
from graders.engine.elaborate.onehot import onehot, ordinal
from graders.engine.elaborate.typed import Typed
from graders.engine.elaborate.words import misfit, plain
from graders.engine.graph import Node
from graders.engine.language.errors import LanguageError
from graders.engine.sizes import ONE
from graders.engine.syntax import Binary, Comparison, Indicator, Name, Relation, Tree


def indicator(context: Context, tree: Indicator) -> Typed:
    """1 where the condition holds, else 0."""
    return condition(context, tree.condition)


def condition(context: Context, tree: Tree) -> Typed:
    """A condition as 1 or 0."""
    if isinstance(tree, Indicator):
        return condition(context, tree.condition)
    if isinstance(tree, Binary):  # conditions joined by `and`
        return context.value(tree)
    if not isinstance(tree, Comparison):
        raise LanguageError(f"`{plain(tree)}` is not a condition: write one such as z > 0 or i = j", tree.span)
    parts = [
        _compared(context, relation, left, right, tree)
        for relation, (left, right) in zip(tree.relations, pairwise(tree.operands), strict=True)
    ]
    total = parts[0]
    for part in parts[1:]:
        if not (total.scalar or part.scalar) and not context.unknowns.unify_all(total.shape, part.shape):
            raise IllTyped(f"{plain(tree)}: the two conditions have different shapes.", tree.span)
        (a, b), free = aligned(context.build, context.settled(total), context.settled(part))
        total = Typed(context.build.multiply(a, b), free)
    return total


def _compared(context: Context, relation: Relation, left: Tree, right: Tree, whole: Comparison) -> Typed:
    first, second = as_index(context, left), as_index(context, right)
    if relation not in {"=", "≠"} or not (isinstance(left, Name) and isinstance(right, Name)):
        first = None if _is_length(context, left) else first
        second = None if _is_length(context, right) else second
    if first is not None and second is not None and relation in {"=", "≠"}:
        same = _same_place(context, first, second)
        if same is not None:
            return same if relation == "=" else _opposite(context, same)
    a = context.value(left) if first is None else ordinal(context, first, left.span)
    b = context.value(right) if second is None else ordinal(context, second, right.span)
    a, b = context.settled(a), context.settled(b)
    if not (a.scalar or b.scalar) and not context.unknowns.unify_all(a.shape, b.shape):
        raise IllTyped(misfit(whole, left, a.shape, right, b.shape), whole.span)
    (x, y), free = aligned(context.build, context.settled(a), context.settled(b))
    return Typed(_relation(context, relation, x, y), free)


def _is_length(context: Context, tree: Tree) -> bool:
    """Whether a letter is the size of that name, as in j ≤ d and n > 0, and no index; in j = k it is one."""
    if not isinstance(tree, Name) or tree.name not in context.scope.sizes:
        return False
    return not (tree.name in context.indices or tree.name in context.named or context.is_subscript(tree.name))


def as_index(context: Context, tree: Tree) -> Index | None:
    """The index a name stands for, unless it names a value."""
    if not isinstance(tree, Name):
        return None
    if tree.name in context.indices or tree.name in context.named or context.is_fixed(tree.name):
        return context.index(tree.name)
    if context.declares(tree.name) or tree.name in {"e", "pi"}:
        return None
    return context.index(tree.name)


def _same_place(context: Context, first: Index, second: Index) -> Typed | None:
    """A Kronecker delta of two indices, without comparing numbers where that can be; None where it cannot."""
    build = context.build
    match first, second:
        case (Running(a), Running(b)) if a == b:
            return Typed(build.constant(1))
        case (Running(a), Running(b)):
            return delta(context, a, b)
        case (Running(a), Fixed() | Position() as place) | (Fixed() | Position() as place, Running(a)):
            length = context.length(a)
            return Typed(onehot(context, place, length), (a,))
        case (Fixed(a), Fixed(b)) if a == b:
            return Typed(build.constant(1))
    return None


def delta(context: Context, first: str, second: str) -> Typed:
    """δ of two running indices; they are expected to run alike, and compared by number if they do not."""
    build = context.build
    first, second = sorted((first, second))
    context.pairs.append((first, second))
    rows, columns = context.length(first), context.length(second)
    if rows == columns:
        return Typed(build.apply("eye", parameters=(rows,)), (first, second))
    down = contraction(build, [0, 1], (build.apply("iota", parameters=(rows,)), [0]), lengths={1: ONE})
    across = build.apply("iota", parameters=(columns,))
    return Typed(build.apply("equal", down, across), (first, second))


def _opposite(context: Context, truth: Typed) -> Typed:
    one = context.build.constant(1, truth.node.shape)
    return Typed(context.build.subtract(one, truth.node), truth.free)


def _relation(context: Context, relation: Relation, left: Node, right: Node) -> Node:
    build = context.build
    match relation:
        case "<":
            return build.apply("less", left, right)
        case ">":
            return build.apply("less", right, left)
        case "≤":
            return build.apply("less_equal", left, right)
        case "≥":
            return build.apply("less_equal", right, left)
        case "=":
            return build.apply("equal", left, right)
    unequal = build.apply("equal", left, right)
    return build.subtract(build.constant(1), unequal)
