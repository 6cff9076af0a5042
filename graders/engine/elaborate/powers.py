"""Powers: of numbers, of square matrices, and element by element."""

from __future__ import annotations

from fractions import Fraction

from graders.engine.build import Build
from graders.engine.elaborate.arithmetic import entrywise
from graders.engine.elaborate.axes import is_vector
from graders.engine.elaborate.context import Context
from graders.engine.elaborate.errors import IllTyped
from graders.engine.elaborate.products import matrix_product
from graders.engine.elaborate.typed import Typed
from graders.engine.elaborate.words import plain
from graders.engine.graph import Node
from graders.engine.language.errors import LanguageError
from graders.engine.syntax import Binary, Name, Number, Prefix, Tree

LARGEST = 64


def power(context: Context, tree: Binary) -> Typed:
    """base ^ exponent."""
    if isinstance(tree.left, Name) and tree.left.name == "e" and not context.declares("e"):
        exponent = context.value(tree.right)
        return Typed(context.build.apply("exp", exponent.node), exponent.free)
    base = context.value(tree.left)
    number = rational(tree.right)
    if number is None:
        return _general(context, tree, base, context.value(tree.right))
    if abs(number) > LARGEST:
        raise LanguageError(
            f"an exponent of {number} is more than the {LARGEST} that are allowed", tree.span, "hostile"
        )
    if base.scalar or tree.operator == "elementwise^":
        return Typed(numeric_power(context.build, base.node, number), base.free)
    if len(base.shape) == 2 and not is_vector(base.shape) and base.shape[0] == base.shape[1]:
        if number.denominator != 1:
            message = f"{plain(tree)}: a square matrix to the power {number} is not defined here; "
            raise IllTyped(message + "write .^ for the power of every entry.", tree.span)
        return Typed(matrix_power(context.build, base, int(number)), base.free)
    if number < 0 and not is_vector(base.shape):
        raise IllTyped(f"{plain(tree)}: {plain(tree.left)} is not square, so it has no inverse.", tree.span)
    context.note(f"{plain(tree)} is read element by element.")
    return Typed(numeric_power(context.build, base.node, number), base.free)


def _general(context: Context, tree: Binary, base: Typed, exponent: Typed) -> Typed:
    if tree.operator == "^" and not base.scalar and not is_vector(base.shape):
        message = f"{plain(tree)}: a matrix is raised to whole numbers only; write .^ for the power of every entry."
        raise IllTyped(message, tree.span)
    if not (base.scalar and exponent.scalar) and tree.operator == "^":
        context.note(f"{plain(tree)} is read element by element.")
    return entrywise(context, tree, base, exponent, _raised)


def _raised(build: Build, base: Node, exponent: Node) -> Node:
    return build.apply("power", base, exponent)


def numeric_power(build: Build, base: Node, exponent: Fraction) -> Node:
    """Every entry to a rational power."""
    if exponent.denominator == 1:
        if base.primitive == "sqrt" and exponent % 2 == 0 and _is_sum_of_squares(base.arguments[0]):
            return build.integer_power(base.arguments[0], int(exponent) // 2)
        return build.integer_power(base, int(exponent))
    if exponent.denominator == 2:
        return build.integer_power(build.apply("sqrt", base), exponent.numerator)
    return build.apply("power", base, build.constant(exponent))


def _is_sum_of_squares(node: Node) -> bool:
    return node.primitive == "contract" and len(node.arguments) == 2 and node.arguments[0] is node.arguments[1]


def matrix_power(build: Build, base: Typed, exponent: int) -> Node:
    """A square matrix times itself, or its inverse."""
    if exponent < 0:
        base, exponent = Typed(build.apply("inverse", base.node), base.free), -exponent
    result: Typed | None = None
    while exponent:
        if exponent & 1:
            result = base if result is None else matrix_product(build, result, base)
        exponent >>= 1
        if exponent:
            base = matrix_product(build, base, base)
    if result is None:
        result = Typed(build.broadcast_to(build.apply("eye", parameters=(base.shape[0],)), base.node.shape), base.free)
    return result.node


def rational(tree: Tree | None) -> Fraction | None:
    """The exact value of arithmetic with literals; None for anything else."""
    match tree:
        case Number():
            return tree.value
        case Prefix():
            value = rational(tree.operand)
            return None if value is None else -value
        case Binary("+" | "-" | "*" | "juxtaposed" | "/"):
            left, right = rational(tree.left), rational(tree.right)
            return None if left is None or right is None else _arithmetic(tree.operator, left, right)
        case Binary("^"):
            base, exponent = rational(tree.left), rational(tree.right)
            if base is None or exponent is None or exponent.denominator != 1 or abs(exponent) > LARGEST:
                return None
            if max(abs(base.numerator), base.denominator).bit_length() > LARGEST:
                return None
            return None if exponent < 0 and not base else Fraction(base ** int(exponent))
    return None


def _arithmetic(operator: str, left: Fraction, right: Fraction) -> Fraction | None:
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "/":
            return left / right if right else None
    return left * right
