"""Classical item analysis: how hard each item is, and how well it tells strong from weak attempts.

The definitions are those of Moodle's quiz statistics (docs.moodle.org/dev/Quiz_statistics_calculations): variances and
covariances divide by n − 1; an item is compared with the rest of the quiz, or with all of it where that is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from app.insight.statistics.intervals import Interval, wilson

Array = NDArray[np.float64]
Against = Literal["rest", "total"]
FEW = 30  # attempts below which all this says little


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """One item. Marks are fractions of the item's maximum; the last three are between −1 and 1, None if undefined.

    `facility` is the mean mark, `sd` its standard deviation, `effective_weight` the share of the quiz's spread that the
    item makes, `discrimination` the correlation with the rest (or the total), `efficiency` that covariance over the
    largest that marks so distributed could have.
    """

    count: int
    facility: float | None
    interval: Interval | None
    sd: float | None
    effective_weight: float | None
    discrimination: float | None
    efficiency: float | None


def item_figures(
    marks: Array, most: Array, totals: Array | None = None, against: Against = "rest"
) -> list[ItemFigures]:
    """The figures of every column of `marks` (attempts × items). `most` are the items' maxima, `totals` the attempts'
    sums where those are not the sums of `marks`."""
    whole = np.nansum(marks, axis=1) if totals is None else totals
    own = np.ascontiguousarray(marks.T, dtype=np.float64)  # a row an item: sums and sorts run along memory
    other = whole - own if against == "rest" else whole + 0 * own
    count = (~np.isnan(own)).sum(axis=1)
    with np.errstate(all="ignore"):
        mean = np.nansum(own, axis=1) / count
        own, other = own - mean[:, None], other - (np.nansum(other, axis=1) / count)[:, None]
    most_possible = _mean_product(np.sort(own, axis=1), np.sort(other, axis=1), count)  # NaN goes to the end of both
    covariance = _mean_product(own, other, count)
    own_variance, other_variance = _mean_product(own, own, count), _mean_product(other, other, count)
    with_total = own_variance + covariance if against == "rest" else covariance
    weight = _shares(with_total)
    with np.errstate(all="ignore"):
        facility = mean / most
        sd = np.sqrt(own_variance) / most
        discrimination = covariance / np.sqrt(_positive(own_variance * other_variance, own_variance, other_variance))
        efficiency = covariance / _positive(most_possible, own_variance, other_variance)
    return [
        ItemFigures(
            count=int(n),
            facility=_said(facility[j]),
            interval=wilson(float(np.clip(facility[j], 0, 1)), int(n)) if np.isfinite(facility[j]) else None,
            sd=_said(sd[j]),
            effective_weight=_said(weight[j]),
            discrimination=_said(discrimination[j]),
            efficiency=_said(efficiency[j]),
        )
        for j, n in enumerate(count)
    ]


def _mean_product(left: Array, right: Array, count: NDArray[np.intp]) -> Array:
    """Σ left·right / (n − 1) of each row, over what is there."""
    product = np.einsum("ij,ij->i", np.nan_to_num(left), np.nan_to_num(right))
    with np.errstate(all="ignore"):
        return np.where(count > 1, product / (count - 1), np.nan)


def _shares(covariance: Array) -> Array:
    """Each item's share of the spread: √cov(item, total) over their sum; none for one that works against the total."""
    with np.errstate(all="ignore"):
        roots = np.where(covariance >= 0, np.sqrt(np.abs(covariance)), np.nan)
        whole = np.nansum(roots)
        return roots / whole if whole > 0 else np.full_like(roots, np.nan)


def _positive(values: Array, *variances: Array) -> Array:
    """The values where no variance is only rounding, else NaN: equal marks tell nothing apart."""
    varies = np.logical_and.reduce([variance > 1e-18 for variance in variances])
    return np.where(varies, values, np.nan)


def _said(value: Any) -> float | None:
    return float(value) if np.isfinite(value) else None
