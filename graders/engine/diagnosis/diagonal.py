"""Diagonals mistaken: a vector for a diagonal matrix, the diagonal alone, a delta left out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from graders.engine.diagnosis.asked import Asked, Expected
from graders.engine.diagnosis.case import Case, Claim, Mistake
from graders.engine.equality import Equal, decide
from graders.engine.graph import Node
from graders.engine.sizes import ONE

FORGOT_DIAG = Mistake("forgot-diag", "Output i does not depend on input j for j ≠ i: where do these zeros show?")
ONLY_DIAG = Mistake("forgot-diag", "The diagonal is right, but output i depends on the other inputs too.")
FORGOT_DELTA = Mistake("forgot-delta", "Right for equal indices: what is the derivative when they differ?")


def diagonals(case: Case, answer: Node) -> Iterator[Claim]:
    """A square matrix whose diagonal was written as a vector or in every row, or was all that was written."""
    shape = case.truth.shape
    if len(shape) != 2 or shape[0] != shape[1]:
        return
    only, arranged = case.asked.once(_diagonal)
    if only is not None:
        yield Claim(ONLY_DIAG, answer, only)
    for expected in arranged:
        if expected.node.shape == answer.shape:
            yield Claim(FORGOT_DIAG, answer, expected)


def _diagonal(asked: Asked) -> tuple[Expected | None, list[Expected]]:
    """Where the truth has more than a diagonal, that alone; else what a diagonal may be written as."""
    shape, build = asked.node.shape, asked.build
    eye = build.apply("eye", parameters=shape[:1])
    only = build.multiply(asked.node, eye)
    if not isinstance(decide(asked.truth, only, asked.truth.graph), Equal):
        return asked.expected(only), []
    vector = build.einsum("ii->i", asked.node)
    column, row = build.reshape(vector, (shape[0], ONE)), build.reshape(vector, (ONE, shape[0]))
    arranged = (vector, column, row, build.broadcast_to(column, shape), build.broadcast_to(row, shape))
    return None, [asked.expected(node) for node in arranged]


def deltas(case: Case, answer: Node) -> Iterator[Claim]:
    """answer · δ = truth for a delta between two axes of one length."""
    shape, build = case.truth.shape, case.build
    if answer.shape != shape or len(shape) < 3:
        return
    letters = "abcdefgh"[: len(shape)]
    for one, other in combinations(range(len(shape)), 2):
        if shape[one] == shape[other]:
            eye = build.apply("eye", parameters=(shape[one],))
            spec = f"{letters},{letters[one]}{letters[other]}->{letters}"
            yield Claim(FORGOT_DELTA, build.einsum(spec, answer, eye), case.asked.right)
