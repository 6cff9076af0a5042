"""Axes: which stretch of values is shown, where its ticks are, and how numbers are written."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WILD = 2  # values further than so many spreads beyond the middle nine tenths do not set the scale
AIR = 0.06
HUGE = 1e150  # beyond it differences of values might overflow
NOISE = 1e-9  # of the size of values: less than this between them is rounding


@dataclass(frozen=True)
class Axis:
    """The values from `low` to `high` laid along the picture from `start` to `end`."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Where a value stands in the picture."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self, about: int = 5) -> list[float]:
        """Round values between the ends, roughly as many as asked for."""
        step = _round_step((self.high - self.low) / about)
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [count * step for count in range(first, last + 1)]


def short(number: float) -> str:
    """A number in three digits: 0.881, −12, 4.03e5."""
    if not math.isfinite(number):
        return "–" if math.isnan(number) else "∞" if number > 0 else "−∞"
    text = f"{number:.3g}"
    if "e" in text:
        digits, _, power = text.partition("e")
        text = f"{int(float(text))}" if 0 <= int(power) < 4 else f"{digits}e{int(power)}"
    return "0" if text == "-0" else text.replace("-", "−")


def drawable(value: float) -> bool:
    """Whether a value has a place in a picture."""
    return -HUGE < value < HUGE


def constant(low: float, high: float) -> bool:
    """Whether values between these two are all the same, but for rounding."""
    return high - low <= NOISE * max(1.0, abs(low), abs(high))


def visible_range(series: Iterable[Sequence[float]]) -> tuple[float, float]:
    """The stretch that shows all series, without the few values that shoot far off."""
    ranges = [found for values in series if (found := _range(values))]
    if not ranges:
        return -1.0, 1.0
    low, high = min(low for low, _ in ranges), max(high for _, high in ranges)
    air = max(1.0, abs(high)) / 2 if constant(low, high) else AIR * (high - low)
    return low - air, high + air


def _range(values: Sequence[float]) -> tuple[float, float] | None:
    ordered = sorted(value for value in values if drawable(value))
    if not ordered:
        return None
    low, high = ordered[len(ordered) // 20], ordered[-1 - len(ordered) // 20]
    far = WILD * (high - low) or math.inf
    return max(ordered[0], low - far), min(ordered[-1], high + far)


def _round_step(wanted: float) -> float:
    """Of 1, 2, 5, 10, … times a power of ten the nearest in proportion."""
    power = 10.0 ** math.floor(math.log10(wanted))
    return min((times * power for times in (1, 2, 5, 10)), key=lambda step: abs(math.log(step / wanted)))
