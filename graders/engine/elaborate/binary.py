"""Operators between two values."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from graders.engine.elaborate.arithmetic import add, divide, hadamard, subtract
from graders.engine.elaborate.context import Context
from graders.engine.elaborate.powers import power, rational
from graders.engine.elaborate.products import kronecker, multiply
from graders.engine.elaborate.typed import Typed
from graders.engine.elaborate.words import plain
from graders.engine.language.errors import LanguageError
from graders.engine.syntax import Binary, Tree

OPERATIONS: Mapping[str, Callable[[Context, Binary, Typed, Typed], Typed]] = {
    "+": add,
    "-": subtract,
    "juxtaposed": multiply,
    "*": multiply,
    "@": multiply,
    "elementwise*": hadamard,
    "/": divide,
    "elementwise/": divide,
    "kron": kronecker,
}

DIVISIONS = frozenset({"/", "elementwise/"})


def binary(context: Context, tree: Binary) -> Typed:
    """The value of a chain of operators; a long sum is a deep tree on the left, so that is walked in a loop."""
    chain: list[Binary] = []
    first: Tree = tree
    while isinstance(first, Binary) and first.operator in OPERATIONS:
        chain.append(first)
        first = first.left
    if not chain:
        return power(context, tree)
    result = context.value(first)
    for node in reversed(chain):
        right = context.value(node.right)
        if node.operator in DIVISIONS and rational(node.right) == 0:
            raise LanguageError(f"{plain(node)} divides by zero and has no value", node.span, "nonfinite")
        result = context.settled(OPERATIONS[node.operator](context, node, context.settled(result), right))
    return result
