"""What line charts stand in: grid, axes, ticks and the names of the axes."""

from __future__ import annotations

from dataclasses import dataclass

from questions.charts.markup import Html, element, join
from questions.charts.scale import Axis, short

TOP, BOTTOM = 20, 34
LETTER = 6.7  # the width of a character, roughly
APART = 42  # units from one tick to the next, roughly


@dataclass(frozen=True)
class Plot:
    """Both axes of a picture."""

    across: Axis
    up: Axis

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a pair of values stands in the picture."""
        return self.across.at(x), self.up.at(y)


def left_margin(low: float, high: float, length: float) -> float:
    """Room for the numbers beside the upright axis."""
    return max((len(short(tick)) for tick in ticks(Axis(low, high, length, 0))), default=1) * LETTER + 12


def ticks(axis: Axis) -> list[float]:
    """As many round values as there is room for."""
    return axis.ticks(max(2, round(abs(axis.end - axis.start) / APART)))


def framed(plot: Plot, x_label: str = "", y_label: str = "") -> Html:
    """Grid lines with their numbers, the lines of zero stronger, and the names of both axes."""
    across, up = plot.across, plot.up
    lines = [
        element("line", x1=across.at(tick), y1=up.start, x2=across.at(tick), y2=up.end, class_=_weight(tick))
        for tick in ticks(across)
    ] + [
        element("line", x1=across.start, y1=up.at(tick), x2=across.end, y2=up.at(tick), class_=_weight(tick))
        for tick in ticks(up)
    ]
    below = [
        element("text", short(tick), x=across.at(tick), y=up.start + 15, text_anchor="middle") for tick in ticks(across)
    ]
    beside = [
        element("text", short(tick), x=across.start - 6, y=up.at(tick) + 4, text_anchor="end") for tick in ticks(up)
    ]
    names = [
        element("text", x_label, x=(across.start + across.end) / 2, y=up.start + 30, text_anchor="middle"),
        element("text", y_label, x=across.start - 6, y=up.end - 9),
    ]
    return join(
        element("g", *lines, class_="grid-lines"),
        element("g", *below, *beside, class_="ticks"),
        element("g", *(name for name, said in zip(names, (x_label, y_label), strict=True) if said), class_="axes"),
    )


def _weight(tick: float) -> str | None:
    return "zero" if tick == 0 else None
