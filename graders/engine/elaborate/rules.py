"""Which rule reads which kind of tree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graders.engine import syntax
from graders.engine.elaborate import arithmetic, blocks, calls, cases, conditions, filled, names, sums, tensors
from graders.engine.elaborate.axes import transposed
from graders.engine.elaborate.binary import binary
from graders.engine.elaborate.context import Context
from graders.engine.elaborate.derivatives import derivative
from graders.engine.elaborate.errors import IllTyped
from graders.engine.elaborate.typed import Typed
from graders.engine.elaborate.words import plain
from graders.engine.language.errors import LanguageError
from graders.engine.syntax import Number, Postfix, Tree


def number(context: Context, tree: Number) -> Typed:
    """A literal, exactly."""
    return Typed(context.build.constant(tree.value))


def transpose(context: Context, tree: Tree) -> Typed:
    """The transpose, however many marks; that of an entry `X_ij` may be meant as it stands, or as that of X^T."""
    whole, odd = tree, False
    while isinstance(tree, Postfix):
        tree, odd = tree.operand, not odd
    operand = context.value(tree)
    if odd and operand.scalar and len(operand.free) > 1:
        whose = f"`{plain(whole)}`: is this the entry of the matrix or that of its transpose?"
        raise LanguageError(f"{whose} Exchange the indices instead of writing ^T.", whole.span, "ambiguous")
    if operand.scalar or not odd:
        return operand
    if len(operand.shape) != 2:
        raise IllTyped(f"{plain(whole)}: a transpose is of a matrix, not of {len(operand.shape)} axes.", whole.span)
    return transposed(context.build, operand)


def stray(_context: Context, tree: Tree) -> Typed:
    """An ellipsis or a whole axis where a value is expected."""
    raise LanguageError(f"`{plain(tree)}` has no value here", tree.span)


RULES: Mapping[type, Any] = {
    syntax.Number: number,
    syntax.Name: names.named,
    syntax.Bold: filled.bold,
    syntax.Everything: stray,
    syntax.Entry: names.entries,
    syntax.Call: calls.call,
    syntax.Bare: calls.bare,
    syntax.Prefix: arithmetic.negative,
    syntax.Postfix: transpose,
    syntax.Binary: binary,
    syntax.Comparison: conditions.condition,
    syntax.Indicator: conditions.indicator,
    syntax.Cases: cases.cases,
    syntax.Sum: sums.summed,
    syntax.Ellipsis: stray,
    syntax.Brackets: blocks.brackets,
    syntax.Sized: filled.sized,
    syntax.Einsum: tensors.einsum,
    syntax.Derivative: derivative,
}
