"""How long the whole item analysis of a very large class takes, from the matrix of marks in memory."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.bench.measuring import Figure, shown, typical
from app.insight.statistics.items import item_figures
from app.insight.statistics.options import fifths, ticked_figures
from app.insight.statistics.scores import score_figures

ATTEMPTS, ITEMS, OPTIONS = 100_000, 20, 4


def statistics(rounds: int) -> Iterator[Figure]:
    """Items, scores, and the options of all items, each alone and then all together."""
    chance = np.random.default_rng(1)
    able = chance.normal(size=(ATTEMPTS, 1))
    marks = (chance.random((ATTEMPTS, ITEMS)) < 1 / (1 + np.exp(-able))).astype(np.float64)
    letters = chance.integers(0, OPTIONS, (ITEMS, ATTEMPTS))
    ticked = [[letters[item] == option for option in range(OPTIONS)] for item in range(ITEMS)]

    def items() -> object:
        return item_figures(marks, np.ones(ITEMS))

    def scores() -> object:
        return score_figures(marks)

    def options() -> object:
        totals = marks.sum(axis=1)
        fifth = fifths(totals)
        return [ticked_figures(rows, totals, fifth) for rows in ticked]

    def everything() -> object:
        return items(), scores(), options()

    for work in (items, scores, options, everything):
        yield Figure(f"statistics of {ATTEMPTS:,} × {ITEMS}, {work.__name__}", shown(typical(work, rounds)))
