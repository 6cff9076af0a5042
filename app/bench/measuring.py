"""How things are timed: in processor time, turn by turn, with the median of many rounds.

So what else the machine does takes nothing from a figure but the caches, and those from both sides of a ratio.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from time import process_time
from typing import Any, Final

LEAST: Final = 5e-3  # seconds of a round, so that neither the clock nor cold caches show

Work = Callable[[], Any]


@dataclass(frozen=True)
class Figure:
    """A line of the report."""

    what: str
    value: str


class Absent(Exception):
    """Something to compare with is not installed; the message says how to get it."""


def seconds(work: Work, times: int) -> float:
    """How long one of so many calls keeps the processor."""
    begin = process_time()
    for _ in range(times):
        work()
    return (process_time() - begin) / times


def calls(work: Work) -> int:
    """How many calls make a round that is long enough, after a first one that warms up."""
    work()
    return max(1, round(LEAST / max(seconds(work, 1), 1e-9)))


def side_by_side(ours: Work, theirs: Work, rounds: int) -> tuple[float, float, float]:
    """The median seconds of each, and the median of theirs ÷ ours."""
    counts = calls(ours), calls(theirs)
    pairs = [(seconds(ours, counts[0]), seconds(theirs, counts[1])) for _ in range(rounds)]
    return median(a for a, _ in pairs), median(b for _, b in pairs), median(b / a for a, b in pairs)


def typical(work: Work, rounds: int) -> float:
    """The median seconds of a call."""
    count = calls(work)
    return median(seconds(work, count) for _ in range(rounds))


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that so many percent do not exceed."""
    return quantiles(values, n=100, method="inclusive")[percent - 1] if len(values) > 1 else values[0]


def shown(time: float) -> str:
    """Seconds in a unit that suits them."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if time >= size:
            return f"{time / size:.3g} {unit}"
    return f"{time / 1e-9:.3g} ns"
