"""The functions of the language as graphs: what each name builds from the values in its brackets.

A function of a number maps over arrays; the others take a whole array. What does not fit raises ShapeError with words
for the person.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

from graders.engine.build import Build
from graders.engine.elaborate import arrays
from graders.engine.elaborate.axes import contraction, is_vector, transposed
from graders.engine.elaborate.typed import Typed
from graders.engine.graph import Node
from graders.engine.sizes import ONE, Shape, ShapeError, Size, product

Entrywise = Callable[[Build, Node], Node]


@dataclass(frozen=True, slots=True)
class Whole:
    """A function of a whole array; `number` is what it is of a number, `square` whether it needs a square matrix."""

    build: Callable[[Build, Typed, int | None], Typed]
    number: Entrywise | None
    square: bool = False
    axis: bool = False


def _primitive(name: str) -> Entrywise:
    return lambda build, x: build.apply(name, x)


def _same(_build: Build, x: Node) -> Node:
    return x


def _inverse_number(build: Build, x: Node) -> Node:
    return build.divide(build.constant(1), x)


ENTRYWISE = frozenset(
    (
        *("exp", "log", "sqrt", "abs", "sign", "sigmoid", "relu", "softplus", "step", "erf"),
        *("sin", "cos", "tan", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh"),
    )
)


def total(build: Build, x: Typed, axis: int | None) -> Typed:
    """The sum of all entries, or along an axis, which stays with length 1."""
    kept = _kept(x.shape, axis)
    names = (*x.free, *range(len(x.shape)))
    lengths: dict[Hashable, Size] = {f"one {at}": ONE for at in range(len(x.shape))}
    output: list[Hashable] = [at if at in kept else f"one {at}" for at in range(len(x.shape))] if kept else []
    return Typed(contraction(build, [*x.free, *output], (x.node, names), lengths=lengths), x.free)


def _kept(shape: Shape, axis: int | None) -> set[int]:
    """The axes that are not summed; none where all that stay have length 1."""
    if axis is None:
        return set()
    if not -len(shape) <= axis < len(shape):
        raise ShapeError(f"there is no axis {axis}; rows are axis 0, columns axis 1")
    kept = set(range(len(shape))) - {axis % len(shape)}
    return kept if any(shape[at] != ONE for at in kept) else set()


def mean(build: Build, x: Typed, axis: int | None) -> Typed:
    """The mean of all entries, or along an axis."""
    kept = _kept(x.shape, axis)
    count = product(length for at, length in enumerate(x.shape) if axis is None or at == axis % len(x.shape))
    summed = total(build, x, axis if kept else None)
    return Typed(build.divide(summed.node, build.apply("size_value", parameters=(count,))), x.free)


def softmax(build: Build, x: Typed, axis: int | None) -> Typed:
    """e^x over its sum, of a column or row, or along an axis of a matrix."""
    if axis is None and not is_vector(x.shape):
        raise ShapeError("softmax of a matrix needs its axis: softmax(S, axis=1) for rows that add up to 1")
    powers = Typed(build.apply("exp", x.node), x.free)
    sums = total(build, powers, axis).node
    stretched = build.reshape(sums, (*sums.shape[: len(x.free)], *_reduced(x.shape, axis)))
    return Typed(build.divide(powers.node, stretched), x.free)


def log_softmax(build: Build, x: Typed, axis: int | None) -> Typed:
    """The logarithm of softmax."""
    return Typed(build.apply("log", softmax(build, x, axis).node), x.free)


def _reduced(shape: Shape, axis: int | None) -> Shape:
    return tuple(ONE if axis is None or at == axis % len(shape) else length for at, length in enumerate(shape))


def logsumexp(build: Build, x: Typed, axis: int | None) -> Typed:
    """ln Σ e^x."""
    sums = total(build, Typed(build.apply("exp", x.node), x.free), axis)
    return Typed(build.apply("log", sums.node), x.free)


def norm1(build: Build, x: Typed, axis: int | None) -> Typed:
    """The sum of absolute values."""
    return total(build, Typed(build.apply("abs", x.node), x.free), axis)


def norm2(build: Build, x: Typed, _axis: int | None) -> Typed:
    """The root of the sum of squares: Euclidean for vectors, Frobenius for matrices."""
    names = (*x.free, *range(len(x.shape)))
    return Typed(build.apply("sqrt", contraction(build, x.free, (x.node, names), (x.node, names))), x.free)


def trace(build: Build, x: Typed, _axis: int | None) -> Typed:
    """The sum of the diagonal."""
    return Typed(contraction(build, x.free, (x.node, (*x.free, 0, 0))), x.free)


def determinant(build: Build, x: Typed, _axis: int | None) -> Typed:
    """The determinant."""
    return Typed(build.apply("determinant", x.node), x.free)


def log_determinant(build: Build, x: Typed, _axis: int | None) -> Typed:
    """The logarithm of the determinant."""
    return Typed(build.apply("log", build.apply("determinant", x.node)), x.free)


def log_size(build: Build, x: Typed, _axis: int | None) -> Typed:
    """The logarithm of the absolute value of the determinant."""
    return Typed(build.apply("log", build.apply("abs", build.apply("determinant", x.node))), x.free)


def inverse(build: Build, x: Typed, _axis: int | None) -> Typed:
    """The inverse matrix."""
    return Typed(build.apply("inverse", x.node), x.free)


def diagonal(build: Build, x: Typed, _axis: int | None) -> Typed:
    """The diagonal matrix of a column or row; the diagonal of a matrix, as a column."""
    if not is_vector(x.shape):
        names = (x.node, (*x.free, 0, 0))
        return Typed(contraction(build, (*x.free, 0, 1), names, lengths={1: ONE}), x.free)
    long = 0 if x.shape[1] == ONE else 1
    eye = build.apply("eye", parameters=(x.shape[long],))
    axes = (0, 2) if long == 0 else (2, 0)
    return Typed(contraction(build, (*x.free, 0, 1), (x.node, (*x.free, *axes)), (eye, (0, 1))), x.free)


def _transpose(build: Build, x: Typed, _axis: int | None) -> Typed:
    return transposed(build, x)


WHOLE: Mapping[str, Whole] = {
    "sum": Whole(total, _same, axis=True),
    "mean": Whole(mean, _same, axis=True),
    "softmax": Whole(softmax, None, axis=True),
    "logsumexp": Whole(logsumexp, _same, axis=True),
    "norm1": Whole(norm1, _primitive("abs"), axis=True),
    "norm2": Whole(norm2, _primitive("abs")),
    "trace": Whole(trace, _same, square=True),
    "det": Whole(determinant, _same, square=True),
    "logdet": Whole(log_determinant, _primitive("log"), square=True),
    "inv": Whole(inverse, _inverse_number, square=True),
    "logabsdet": Whole(log_size, lambda build, x: build.apply("log", build.apply("abs", x)), square=True),
    "diag": Whole(diagonal, _same),
    "transpose": Whole(_transpose, _same),
    "logsoftmax": Whole(log_softmax, None, axis=True),
    "prod": Whole(arrays.multiplied, _same, axis=True),
    "max": Whole(arrays.largest, _same, axis=True),
    "min": Whole(arrays.smallest, _same, axis=True),
    "norminf": Whole(arrays.largest_size, _primitive("abs")),
    "var": Whole(arrays.variance, None, axis=True),
    "std": Whole(arrays.deviation, None, axis=True),
    "cumsum": Whole(arrays.running_sum, _same, axis=True),
    "tril": Whole(arrays.lower, _same),
    "triu": Whole(arrays.upper, _same),
    "vec": Whole(arrays.stacked_columns, _same),
}

PAIRWISE: Mapping[str, str] = {"max": "maximum", "min": "minimum"}
