"""The limits that need the tree: how many nodes, how large the exponents, what degree."""

from __future__ import annotations

import math

from graders.engine.language import limits
from graders.engine.language.trees import children, walk
from graders.engine.syntax import Binary, Call, Name, Number, Prefix, Sum, Tree

_LARGEST_EXPONENTIAL = 10.0**6  # of a constant: beyond, a value is nothing but digits
_HUGE = 10**300
_FACTORS = 16  # of a product sign, where sizes are letters
_FUNCTIONS = {"exp": math.exp, "log": math.log, "sqrt": math.sqrt}


def check(tree: Tree, suspect: bool, tokens: int) -> None:
    """Refuse a tree that exceeds a limit; `suspect` says whether its powers need a look."""
    if tokens > limits.NODES // 4:
        _check_size(tree)
    if not suspect:
        return
    constants: dict[int, float | None] = {}
    degrees: dict[int, int] = {}
    for node in reversed(list(walk(tree))):  # children before their parents
        constants[id(node)] = _constant(node, constants)
        degrees[id(node)] = _degree(node, constants, degrees)


def _check_size(tree: Tree) -> None:
    nodes = list(walk(tree))
    if len(nodes) > limits.NODES:
        raise limits.too_large("This is too long; please write a shorter formula.", tree.span)
    heights: dict[int, int] = {}
    for node in reversed(nodes):
        heights[id(node)] = 1 + max((heights[id(child)] for child in children(node)), default=0)
    if heights[id(tree)] > limits.HEIGHT:
        raise limits.too_large("This is nested too deeply; please write it with fewer steps.", tree.span)


def _constant(node: Tree, known: dict[int, float | None]) -> float | None:
    """The value of a part without names, roughly; None for everything else."""
    values = [known[id(child)] for child in children(node)]
    if isinstance(node, Number):
        return float(node.value) if abs(node.value) < _HUGE else math.copysign(_HUGE, 1 if node.value > 0 else -1)
    if isinstance(node, Name):
        return {"e": math.e, "pi": math.pi}.get(node.name)
    if any(value is None for value in values):
        return None
    try:
        return _computed(node, [value for value in values if value is not None])
    except (ValueError, ZeroDivisionError):
        return None
    except OverflowError:
        return math.inf


def _computed(node: Tree, values: list[float]) -> float | None:
    if isinstance(node, Prefix):
        return -values[0]
    if isinstance(node, Call) and node.function in _FUNCTIONS:
        if node.function == "exp":
            _check_exponential(node, values[0])
        return _FUNCTIONS[node.function](values[0])
    if not isinstance(node, Binary):
        return None
    left, right = values
    match node.operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*" | "juxtaposed" | "elementwise*":
            return left * right
        case "/" | "elementwise/":
            return left / right
        case "^" | "elementwise^":
            _check_exponential(node, right * math.log(abs(left) or 1))
            power = left**right
            return power if isinstance(power, float) else None
    return None


def _check_exponential(node: Tree, exponent: float) -> None:
    if abs(exponent) > _LARGEST_EXPONENTIAL:
        raise limits.too_large("This number is too large.", node.span)


def _degree(node: Tree, constants: dict[int, float | None], known: dict[int, int]) -> int:
    """How many factors are multiplied at most."""
    degrees = [known[id(child)] for child in children(node)]
    if constants[id(node)] is not None:
        degree = 0
        if isinstance(node, Binary) and node.operator in ("^", "elementwise^"):
            _check_exponent(node, constants)
    elif isinstance(node, Binary) and node.operator in ("^", "elementwise^"):
        degree = degrees[0] * _check_exponent(node, constants)
    elif isinstance(node, Binary) and node.operator not in ("+", "-"):
        degree = sum(degrees)
    elif isinstance(node, Sum) and node.sign == "prod":
        stop = int(node.stop.value) if isinstance(node.stop, Number) else 0
        degree = max(degrees) * max(_FACTORS, stop)
    elif isinstance(node, Call) and node.function == "prod":
        degree = max(degrees) * _FACTORS
    else:
        degree = max(degrees, default=1)
    if degree > limits.DEGREE:
        raise limits.too_large("The powers here are too high.", node.span)
    return degree


def _check_exponent(node: Binary, constants: dict[int, float | None]) -> int:
    """The size of an integer exponent, 1 for any other; e to an integer is the exponential function."""
    exponent = constants[id(node.right)]
    if exponent is None or (isinstance(node.left, Name) and node.left.name == "e"):
        return 1
    if exponent == int(exponent) if math.isfinite(exponent) else True:
        if abs(exponent) > limits.EXPONENT:
            raise limits.too_large(f"I read exponents up to {limits.EXPONENT}.", node.right.span)
        return max(1, abs(int(exponent)))
    return 1
