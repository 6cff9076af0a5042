"""Right up to a constant: a factor too few or too many, a sign, a constant that was rounded."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from graders.engine.diagnosis.case import MOST, Case, Claim, Mistake
from graders.engine.graph import Node

SIGN = Mistake("sign", "Right size, wrong sign: put a positive number in and see whether the function rises or falls.")
ROUNDED = Mistake("rounding", "A constant in it is rounded: write the exact one, as a fraction, a root or e^….")
LARGEST = 1000


def constant_factor(case: Case, answer: Node) -> Iterator[Claim]:
    """answer = c · truth for one rational c."""
    if answer.shape != case.truth.shape:
        return
    ratio = _ratio(case, answer)
    if ratio is None or ratio in (0, 1):
        return
    yield Claim(_mistake(ratio), case.build.multiply(case.build.constant(1 / ratio), answer), case.asked.right)


def _ratio(case: Case, answer: Node) -> Fraction | None:
    """The one number by which all entries at all points differ, if it is a simple one or close to 1."""
    ratios = (case.worth.of(answer) / case.asked.right.values)[..., case.asked.place.usable].ravel()
    ratios = ratios[np.isfinite(ratios)]
    if ratios.size < 3:
        return None
    middle = float(np.median(ratios))
    if np.mean(np.abs(ratios - middle) <= 1e-9 * abs(middle)) < MOST:
        return None
    simple = Fraction(middle).limit_denominator(LARGEST)
    if abs(float(simple) - middle) <= 1e-9 * abs(middle):
        return simple
    return Fraction(middle).limit_denominator(10**9)


def _mistake(ratio: Fraction) -> Mistake:
    if ratio == -1:
        return SIGN
    if abs(ratio - 1) <= Fraction(1, 50):
        return ROUNDED
    tag = "missing-factor" if abs(ratio) < 1 else "extra-factor"
    times = str(ratio) if ratio.denominator <= LARGEST else "a constant"
    return Mistake(tag, f"Your answer is {times} times the right one: differentiate one entry and compare.")
