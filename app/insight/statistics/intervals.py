"""Intervals at 95 %."""

from __future__ import annotations

import math

Z = 1.959963984540054  # the normal quantile at 97.5 %

Interval = tuple[float, float]


def wilson(mean: float, count: int) -> Interval | None:
    """The score interval of a proportion (Wilson 1927); None without observations.

    For marks between none and full it is wider than need be, never narrower: of all distributions on [0, 1] with this
    mean, the one of noughts and ones varies most.
    """
    if count == 0:
        return None
    square = Z * Z
    middle = (mean + square / (2 * count)) / (1 + square / count)
    half = Z / (1 + square / count) * math.sqrt(max(0.0, mean * (1 - mean) / count + square / (4 * count * count)))
    return max(0.0, middle - half), min(1.0, middle + half)


def bonett(alpha: float, count: int, items: int) -> Interval | None:
    """The interval of Cronbach's alpha by the variance of ln(1 − alpha) (Bonett 2002); None for fewer than three
    attempts, fewer than two items, or an alpha of 1."""
    if count < 3 or items < 2 or alpha >= 1:
        return None
    half = Z * math.sqrt(2 * items / ((items - 1) * (count - 2)))
    return 1 - (1 - alpha) * math.exp(half), 1 - (1 - alpha) * math.exp(-half)
