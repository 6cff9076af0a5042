"""Values by cases: `2w_j if i=j else 0`, `{z, z>0; 0, z<=0}`."""

from __future__ import annotations

from graders.engine.elaborate.axes import aligned
from graders.engine.elaborate.conditions import as_index, condition
from graders.engine.elaborate.context import Context
from graders.engine.elaborate.errors import IllTyped
from graders.engine.elaborate.typed import Typed
from graders.engine.elaborate.words import dimensions, plain
from graders.engine.language.errors import LanguageError
from graders.engine.syntax import Cases, Comparison, Tree

Branch = tuple[Tree | None, Tree | None]

_MIRRORED = {"<": ">", "≤": "≥", ">": "<", "≥": "≤", "=": "=", "≠": "≠"}
# The relations that leave out at most single points besides the given one.
_REST = {"<": {">", "≥"}, "≤": {">", "≥"}, ">": {"<", "≤"}, "≥": {"<", "≤"}, "=": {"≠"}, "≠": {"="}}


def cases(context: Context, tree: Cases) -> Typed:
    """The value of the first branch whose condition holds; where none does, there is no value."""
    branches = [branch for branch in tree.branches if not _is_a_point_left_out(context, branch)]
    if not any(value for value, _ in branches):
        raise LanguageError("none of these cases has a value", tree.span)
    result = _undefined(context)
    if len(branches) > 1 and _covers(branches[-2][1], branches[-1][1]):
        branches[-1] = (branches[-1][0], None)
    for value, where in reversed(branches):
        chosen = _undefined(context) if value is None else context.value(value)
        result = chosen if where is None else _either(context, tree, condition(context, where), chosen, result)
    return result


def _either(context: Context, tree: Cases, truth: Typed, chosen: Typed, rest: Typed) -> Typed:
    arrays = [value.shape for value in (truth, chosen, rest) if not value.scalar]
    for other in arrays[1:]:
        if not context.unknowns.unify_all(arrays[0], other):
            shapes = f"{dimensions(arrays[0])} and {dimensions(other)}"
            raise IllTyped(f"{plain(tree)}: the cases and conditions are {shapes}.", tree.span)
    parts, free = aligned(context.build, *map(context.settled, (truth, chosen, rest)))
    return Typed(context.build.where(*parts), free)


def _is_a_point_left_out(context: Context, branch: Branch) -> bool:
    """`undefined at 0`: single points of numbers do not count; of indices they do."""
    value, where = branch
    if value is not None or not isinstance(where, Comparison) or where.relations != ("=",):
        return False
    return not all(as_index(context, operand) for operand in where.operands)


def _covers(first: Tree | None, second: Tree | None) -> bool:
    """Whether the second condition is all that the first leaves, but for single points."""
    if not (isinstance(first, Comparison) and isinstance(second, Comparison)):
        return False
    if len(first.relations) != 1 or len(second.relations) != 1:
        return False
    (relation,), (other,) = first.relations, second.relations
    if first.operands == second.operands:
        return other in _REST[relation]
    return first.operands == second.operands[::-1] and _MIRRORED[other] in _REST[relation]


def _undefined(context: Context) -> Typed:
    """What has no value anywhere."""
    zero = context.build.constant(0)
    return Typed(context.build.apply("divide", zero, zero))
