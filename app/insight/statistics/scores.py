"""What the total scores of a quiz say: their distribution, and how far one may trust them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from app.insight.statistics.intervals import Interval, bonett
from app.insight.statistics.items import Array


@dataclass(frozen=True, slots=True)
class ScoreFigures:
    """A quiz. Scores are in points; None where too few attempts, or scores all equal, say nothing.

    `alpha` is Cronbach's (the coefficient of internal consistency) with its 95 % interval, `error_ratio` the share of
    the standard deviation that is chance, `standard_error` that share in points.
    """

    count: int
    mean: float | None
    median: float | None
    sd: float | None
    skewness: float | None
    kurtosis: float | None
    alpha: float | None
    alpha_interval: Interval | None
    error_ratio: float | None
    standard_error: float | None


def score_figures(marks: Array, totals: Array | None = None) -> ScoreFigures:
    """The figures of attempts × items; `totals` where the attempts' scores are not the sums of `marks`.

    Skewness and kurtosis are the ratios of k-statistics, as Moodle and spreadsheets give them. An item that was not put
    to somebody counts as no mark.
    """
    whole = np.nansum(marks, axis=1) if totals is None else totals
    count = len(whole)
    if count == 0:
        return ScoreFigures(0, None, None, None, None, None, None, None, None, None)
    mean = float(whole.mean())
    deviations = whole - mean
    spread = float(deviations @ deviations)
    flat = count < 2 or spread <= 1e-18 * count
    sd = None if count < 2 else math.sqrt(spread / (count - 1))
    alpha = None if flat else cronbach(marks, spread / (count - 1))
    error_ratio = None if alpha is None else math.sqrt(max(0.0, 1 - alpha))
    return ScoreFigures(
        count=count,
        mean=mean,
        median=float(np.median(whole)),
        sd=sd,
        skewness=None if flat or count < 3 else _skewness(deviations),
        kurtosis=None if flat or count < 4 else _kurtosis(deviations),
        alpha=alpha,
        alpha_interval=None if alpha is None else bonett(alpha, count, marks.shape[1]),
        error_ratio=error_ratio,
        standard_error=None if error_ratio is None or sd is None else sd * error_ratio,
    )


def cronbach(marks: Array, variance: float) -> float | None:
    """k/(k−1) · (1 − Σ item variances / variance of the totals); None for one item."""
    items = marks.shape[1]
    if items < 2:
        return None
    own = np.nan_to_num(marks, nan=0.0).var(axis=0, ddof=1).sum()
    return float(items / (items - 1) * (1 - own / variance))


def _skewness(deviations: Array) -> float:
    n = len(deviations)
    second, third = (float((deviations**power).mean()) for power in (2, 3))
    return n * n * third / ((n - 1) * (n - 2)) / math.pow(n * second / (n - 1), 1.5)


def _kurtosis(deviations: Array) -> float:
    n = len(deviations)
    second, fourth = (float((deviations**power).mean()) for power in (2, 4))
    k4 = n * n * ((n + 1) * fourth - 3 * (n - 1) * second**2) / ((n - 1) * (n - 2) * (n - 3))
    return k4 / float((n * second / (n - 1)) ** 2)
