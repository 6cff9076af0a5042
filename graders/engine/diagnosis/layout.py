"""Right values in another arrangement: transposed, a single entry, a number for an array, axes merged or kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise, permutations

from graders.engine.build import value_of
from graders.engine.diagnosis.asked import Asked, Expected
from graders.engine.diagnosis.case import Case, Claim, Mistake
from graders.engine.graph import Node
from graders.engine.shapes import dropped
from graders.engine.sizes import ONE, Shape, product

COLUMN = Mistake(
    "used-column-gradient",
    "Right entries, transposed: the derivative of a number by a column is a row here.",
)
TRANSPOSED = Mistake(
    "transposed-layout", "Right entries, other way round: rows follow the output here and columns follow the input."
)
ENTRY = Mistake("entry-not-matrix", "That is one entry: say which entry of the Jacobian it is, or write all of them.")
NUMBER = Mistake("scalar-for-tensor", "That is a single number: there is one derivative for each entry of the input.")
SINGLETONS = Mistake("kept-singleton-axes", "Right entries with extra axes of length 1: drop the 1 of column vectors.")
FLATTENED = Mistake(
    "flattened", "The right entries, but axes are merged: keep one axis for each axis of the output and of the input."
)
ENTRYWISE_RANK = 1


def transposed(case: Case, answer: Node) -> Iterator[Claim]:
    """The transpose of a matrix, the input's axes before the output's."""
    shape, expected = answer.shape, case.truth.shape
    if len(shape) == 2 and shape == expected[::-1]:
        mistake = COLUMN if expected[0] == ONE else TRANSPOSED
        yield Claim(mistake, case.build.transpose(answer), case.asked.right)
    if case.asked.output is not None and len(expected) > 2:
        yield Claim(TRANSPOSED, answer, case.asked.once(_turned))


def _turned(asked: Asked) -> Expected:
    rank = len(asked.node.shape)
    own = rank - len(dropped(asked.by.shape if asked.by is not None else ()))
    return asked.expected(asked.build.permute(asked.node, (*range(own, rank), *range(own))))


def entries(case: Case, answer: Node) -> Iterator[Claim]:
    """An entry with one free index where a row or column is asked; a number where all entries are that number."""
    expected = case.truth.shape
    if len(answer.shape) == ENTRYWISE_RANK and answer.shape == dropped(expected):
        yield Claim(ENTRY, answer, case.asked.once(_long_axes))
    if answer.shape == () and expected != ():
        yield Claim(NUMBER, case.build.broadcast_to(answer, expected), case.asked.right)


def _long_axes(asked: Asked) -> Expected:
    return asked.expected(asked.build.reshape(asked.node, dropped(asked.node.shape)))


def constant_number(case: Case, answer: Node) -> Mistake | None:
    """A plain number where an array is asked, whatever its value."""
    if answer.shape == () and case.truth.shape != () and value_of(answer) is not None:
        return replace(NUMBER, earns=False)
    return None


def merged(case: Case, answer: Node) -> Iterator[Claim]:
    """The entries of the truth under some order of its axes, neighbours merged or axes of length 1 kept."""
    truth, shape = case.truth, answer.shape
    if shape == truth.shape or product(shape) != product(truth.shape):
        return
    if dropped(shape) == dropped(truth.shape):
        if len(shape) > len(truth.shape):
            yield Claim(SINGLETONS, case.build.reshape(answer, truth.shape), case.asked.right)
        return
    if not 1 <= len(shape) < len(truth.shape):
        return
    for order in permutations(range(len(truth.shape))):
        axes = tuple(truth.shape[axis] for axis in order)
        if _merges(axes, shape):
            apart = case.build.reshape(answer, axes)
            in_order = case.build.permute(apart, [order.index(axis) for axis in range(len(order))])
            yield Claim(FLATTENED, in_order, case.asked.right)


def _merges(axes: Shape, merged_shape: Shape) -> bool:
    """Whether neighbouring axes multiply to the shape."""
    for cuts in combinations(range(1, len(axes)), len(merged_shape) - 1):
        edges = (0, *cuts, len(axes))
        groups = (axes[start:end] for start, end in pairwise(edges))
        if all(product(group) == length for group, length in zip(groups, merged_shape, strict=True)):
            return True
    return False
