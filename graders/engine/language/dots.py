"""`w · x` of two columns: their scalar product, wᵀx."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graders.engine.sizes import ONE, Shape
from graders.engine.syntax import Binary, Name, Number, Postfix, Prefix, Tree

if TYPE_CHECKING:
    from graders.engine.language.core import Parser
    from graders.engine.language.tokens import Token

_DOTS = ("·", "\\cdot")


def dot_product(parser: Parser, left: Tree, sign: Token, right: Tree) -> Tree | None:
    """leftᵀ right where a dot, not a star, joins the names of two columns of one length; it says so."""
    if not parser.source.text.startswith(_DOTS, sign.start):
        return None
    first = _column(parser, left)
    if first is None or first != _column(parser, right):
        return None
    span = (left.span[0], right.span[1])
    transposed = Postfix("T", left, left.span)
    parser.note(
        f"{parser.typed(span)} is read as the scalar product ({parser.typed(left.span)})^T {parser.typed(right.span)}."
    )
    return Binary("juxtaposed", transposed, right, span)


def _column(parser: Parser, tree: Tree) -> Shape | None:
    """The shape of a declared column, perhaps behind a minus or a number; None of anything else."""
    while isinstance(tree, (Prefix, Binary)):
        if isinstance(tree, Prefix):
            tree = tree.operand
        elif tree.operator in ("juxtaposed", "*") and _is_number(tree.left):
            tree = tree.right
        else:
            return None
    declared = parser.scope.symbols.get(tree.name) if isinstance(tree, Name) else None
    if declared is None or len(declared.shape) != 2 or declared.shape[1] != ONE or declared.shape[0] == ONE:
        return None
    return declared.shape


def _is_number(tree: Tree) -> bool:
    return isinstance(tree.operand if isinstance(tree, Prefix) else tree, Number)
