"""Diagonals mistaken: a vector for a diagonal matrix, the diagonal alone, a delta left out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from graders.engine.diagnosis.case import Case, Claim, Mistake
from graders.engine.graph import Node
from graders.engine.sizes import ONE

FORGOT_DIAG = Mistake("forgot-diag", "Output i does not depend on input j for j ≠ i: where do these zeros show?")
ONLY_DIAG = Mistake("forgot-diag", "The diagonal is right, but output i depends on the other inputs too.")
FORGOT_DELTA = Mistake("forgot-delta", "Right for equal indices: what is the derivative when they differ?")


def diagonals(case: Case, answer: Node) -> Iterator[Claim]:
    """A square matrix whose diagonal was written as a vector or in every row, or was all that was written."""
    truth, build = case.truth.node, case.build
    if len(truth.shape) != 2 or truth.shape[0] != truth.shape[1]:
        return
    size = truth.shape[0]
    eye = build.apply("eye", parameters=(size,))
    only = build.multiply(truth, eye)
    if answer.shape == truth.shape and not case.holds(only, truth):
        yield Claim(ONLY_DIAG, answer, only)
        return
    vector = build.einsum("ii->i", truth)
    column, row = build.reshape(vector, (size, ONE)), build.reshape(vector, (ONE, size))
    for arranged in (
        vector,
        column,
        row,
        build.broadcast_to(column, truth.shape),
        build.broadcast_to(row, truth.shape),
    ):
        if arranged.shape == answer.shape and case.holds(only, truth):
            yield Claim(FORGOT_DIAG, answer, arranged)


def deltas(case: Case, answer: Node) -> Iterator[Claim]:
    """answer · δ = truth for a delta between two axes of one length."""
    truth, build = case.truth.node, case.build
    if answer.shape != truth.shape or len(truth.shape) < 3:
        return
    letters = "abcdefgh"[: len(truth.shape)]
    for one, other in combinations(range(len(truth.shape)), 2):
        if truth.shape[one] == truth.shape[other]:
            eye = build.apply("eye", parameters=(truth.shape[one],))
            spec = f"{letters},{letters[one]}{letters[other]}->{letters}"
            yield Claim(FORGOT_DELTA, build.einsum(spec, answer, eye), truth)
