"""Which options of a choice were ticked, and by whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.insight.statistics.items import Array

QUINTILES = 5


@dataclass(frozen=True, slots=True)
class OptionFigures:
    """One option: how many chose it, the share of each fifth of the class that did (the weakest first; None for a fifth
    nobody is in), and the point-biserial correlation of choosing it with the total score."""

    count: int
    share: float
    by_fifth: Sequence[float | None]
    point_biserial: float | None


def option_figures(options: Sequence[str], chosen: Sequence[Set[str]], totals: Array) -> Mapping[str, OptionFigures]:
    """The figures of each option, of what was chosen in each attempt and the attempts' total scores."""
    ticked = [np.fromiter((option in one for one in chosen), dtype=bool, count=len(chosen)) for option in options]
    return dict(zip(options, ticked_figures(ticked, totals, fifths(totals)), strict=True))


def ticked_figures(
    ticked: Sequence[NDArray[np.bool_]], totals: Array, fifth: NDArray[np.intp]
) -> Sequence[OptionFigures]:
    """The same of a row of noughts and ones for each option, and of the fifth that each attempt is in."""
    members = np.bincount(fifth, minlength=QUINTILES)
    figures = []
    for row in ticked:
        within = np.bincount(fifth[row], minlength=QUINTILES)
        figures.append(
            OptionFigures(
                count=int(row.sum()),
                share=float(row.mean()) if len(row) else 0.0,
                by_fifth=[float(some / all_) if all_ else None for some, all_ in zip(within, members, strict=True)],
                point_biserial=point_biserial(row, totals),
            )
        )
    return figures


def fifths(totals: Array) -> NDArray[np.intp]:
    """The fifth of the class each attempt is in, 0 the weakest; equal totals are together, in the upper one."""
    ranks = np.searchsorted(np.sort(totals), totals, side="right") - 1
    return np.asarray(ranks * QUINTILES // max(1, len(totals)), dtype=np.intp)


def point_biserial(ticked: NDArray[np.bool_], totals: Array) -> float | None:
    """(mean of those who did − mean of those who did not) / sd · √(p (1 − p)), with the population's sd; None where all
    did, none did, or all totals are equal."""
    if not ticked.any() or ticked.all():
        return None
    sd = float(totals.std())
    if sd <= 1e-9:
        return None
    share = float(ticked.mean())
    return float((totals[ticked].mean() - totals[~ticked].mean()) / sd * np.sqrt(share * (1 - share)))
