"""The colours of heat maps: viridis, which keeps its order in grey and for every kind of colour vision."""

from __future__ import annotations

from questions.charts.scale import constant

STOPS = ("440154", "482475", "414487", "355f8d", "2a788e", "21918c", "22a884", "44bf70", "7ad151", "bddf26", "fde725")
SHADES = 21


def shade(place: int) -> str:
    """The colour of one of the SHADES, from dark to bright."""
    at = place / (SHADES - 1) * (len(STOPS) - 1)
    below = min(int(at), len(STOPS) - 2)
    share = at - below
    low, high = STOPS[below], STOPS[below + 1]
    mixed = (round(int(low[i : i + 2], 16) * (1 - share) + int(high[i : i + 2], 16) * share) for i in range(0, 6, 2))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def shade_of(value: float, low: float, high: float) -> int:
    """Which shade stands for a value between two others; beyond them the first or the last."""
    if constant(low, high):
        return SHADES // 2
    return min(SHADES - 1, max(0, int((value - low) / (high - low) * SHADES)))
