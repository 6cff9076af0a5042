"""Questions by the two-parameter logistic model, for large classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from app.insight.marks import Marks
from app.insight.statistics.irt import LEAST, fit_2pl

KNOWN = 0.9  # of the class must have a mark in a question that is fitted


@dataclass(frozen=True, slots=True)
class Curve:
    """A question's curve: the ability at which half have full marks, and how steeply it tells the able from others."""

    difficulty: float
    discrimination: float


def curves(found: Marks) -> Mapping[int, Curve]:
    """The curves of the questions, by their place in the quiz, counting full marks as right.

    Only questions in which nearly everybody has a mark, and neither all nor none are right; empty for fewer than LEAST
    students who have a mark in all of these, or for a single question.
    """
    ids, points, worth = found.by_question()
    if len(found.rows) < LEAST:
        return {}
    marked = np.flatnonzero((~np.isnan(points)).mean(axis=0) >= KNOWN)
    known = points[:, marked][~np.isnan(points[:, marked]).any(axis=1)]
    if len(known) < LEAST:
        return {}
    right = (known >= worth[marked] - 1e-9).astype(np.float64)
    varied = np.flatnonzero((right.mean(axis=0) > 0) & (right.mean(axis=0) < 1))
    if len(varied) < 2:
        return {}
    found_curves = _fitted(right[:, varied].astype(np.uint8).tobytes(), len(varied))
    return {ids[marked[place]]: curve for place, curve in zip(varied, found_curves, strict=True)}


@lru_cache(maxsize=16)
def _fitted(right: bytes, items: int) -> Sequence[Curve]:
    """The fit to noughts and ones, attempt by attempt; kept, since it takes half a second for two thousand of them."""
    marks = np.frombuffer(right, dtype=np.uint8).reshape(-1, items).astype(np.float64)
    patterns, counts = np.unique(marks, axis=0, return_counts=True)
    fit = fit_2pl(patterns, counts.astype(np.float64))
    return [Curve(float(b), float(a)) for b, a in zip(fit.difficulty, fit.discrimination, strict=True)]
