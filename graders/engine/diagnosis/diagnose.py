"""The order in which mistakes are looked for, and what is said when none is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from graders.engine.diagnosis import diagonal, factors, functions, layout, sums, variables
from graders.engine.diagnosis.case import Case, Claim, Mistake
from graders.engine.diagnosis.repairs import repair, repair_indices
from graders.engine.diagnosis.worth import Unaffordable
from graders.engine.equality.budget import too_large
from graders.engine.graph import Node
from graders.engine.renaming import renamed_alike

Fit = Callable[[Case, Node], Iterator[Claim]]
Look = Callable[[Case, Node], Mistake | None]

SWAPPED = Mistake("swapped-dims", "A size is mixed up: look again at how many rows and columns each symbol has.")
OTHER_SHAPE = Mistake(
    "shape-not-jacobian", "That has another shape: a Jacobian has the output's axes followed by the input's."
)
WRONG_SHAPE = Mistake("wrong-shape", "That has another shape than what is asked.")
WRONG_FUNCTION = Mistake("wrong-function", "That is another function: compare the two at a point of your choice.")

BEFORE: tuple[Fit | Look, ...] = (
    layout.transposed,
    layout.entries,
    factors.constant_factor,
    functions.branches,
    diagonal.diagonals,
    diagonal.deltas,
    variables.value,
    variables.derivative,
    variables.other_variable,
    variables.norm,
    sums.summed,
    layout.merged,
    variables.foreign_inputs,
    variables.degree_too_high,
)
AFTER: tuple[Fit | Look, ...] = (
    functions.reciprocal,
    functions.inverse,
    functions.inner_derivative,
    layout.constant_number,
)


def diagnose(case: Case, answer: Node) -> Mistake:
    """The mistake that a readable, fitting but wrong answer shows."""
    if too_large(answer, case.asked.truth.points.assignments):
        return _by_shape(case, answer)
    with np.errstate(all="ignore"):
        found = _first(case, answer, BEFORE) or repair(case) or _first(case, answer, AFTER)
    return found or _by_shape(case, answer)


def diagnose_unfit(case: Case) -> Mistake | None:
    """The mistake of an answer whose parts do not fit together, if other indices make it right."""
    with np.errstate(all="ignore"):
        return repair_indices(case)


def _first(case: Case, answer: Node, looks: tuple[Fit | Look, ...]) -> Mistake | None:
    for look in looks:
        try:
            found = look(case, answer)
            mistake = found if found is None or isinstance(found, Mistake) else case.first(found)
        except Unaffordable:
            continue
        if mistake is not None:
            return mistake
    return None


def _by_shape(case: Case, answer: Node) -> Mistake:
    asked = case.asked
    if answer.shape == asked.node.shape:
        return WRONG_FUNCTION
    if renamed_alike(answer.shape, asked.node.shape, asked.truth.points.letters):
        return SWAPPED
    return OTHER_SHAPE if asked.output is not None else WRONG_SHAPE
