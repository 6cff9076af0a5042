"""Line charts: curves that differ in dash and marker as well as in colour, named where they end."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from questions.charts.curves import pieces
from questions.charts.frame import BOTTOM, TOP, Plot, framed, left_margin
from questions.charts.markup import Html, drawing, element
from questions.charts.markup import coordinate as c
from questions.charts.scale import Axis, drawable, short, visible_range
from questions.charts.tables import data_table

WIDTH, HEIGHT = 320, 220
LINE = 14  # from one label to the next
MARKS = 5  # on a curve
BOLD = 7.5  # the width of a character of a label, roughly
LONGEST = 16  # characters of a label
MARKERS = (
    "M-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z",
    "M0-4.2L4 3H-4z",
    "M-3.2-3.2H3.2V3.2H-3.2z",
    "M0-4.5L4.5 0L0 4.5L-4.5 0z",
    "M-3.5-3.5L3.5 3.5M-3.5 3.5L3.5-3.5",
    "M0-4.5V4.5M-4.5 0H4.5",
)


@dataclass(frozen=True)
class Series:
    """A curve: its name, and the values at the places of the chart, not finite where there is none.

    `look` chooses its dash and marker, which otherwise follow the order of the curves: solid, dashed, dotted, …
    """

    label: str
    values: Sequence[float]
    look: int | None = None


def line_chart(
    title: str,
    x: Sequence[float],
    series: Sequence[Series],
    *,
    x_label: str = "",
    y_label: str = "",
    description: str = "",
    y_range: tuple[float, float] | None = None,
    width: float = WIDTH,
    height: float = HEIGHT,
) -> Html:
    """The curves over the places `x`, which rise; where a value is not finite, its curve breaks off."""
    low, high = y_range or visible_range([one.values for one in series])
    names = [_short_label(one.label) for one in series]
    right = max((len(name) for name in names), default=0) * BOLD + (18 if any(names) else 10)
    across = Axis(
        min(x), max(x) if max(x) > min(x) else min(x) + 1, left_margin(low, high, height - BOTTOM - TOP), width - right
    )
    up = Axis(low, high, height - BOTTOM, TOP)
    plot = Plot(across, up)
    curves = [_curve(plot, x, one, place, len(series)) for place, one in enumerate(series)]
    return drawing(
        title,
        description or _describe(x, series),
        width,
        height,
        framed(plot, x_label, y_label),
        *curves,
        *_labels(plot, x, series, names),
        kind="lines",
    )


def line_table(
    caption: str, x: Sequence[float], series: Sequence[Series], *, x_label: str = "x", most: int = 13
) -> Html:
    """The same curves as a table of so many rows at most, evenly spread."""
    step = max(1, math.ceil((len(x) - 1) / (most - 1)))
    rows: list[list[str | float]] = [
        [short(x[at]), *(one.values[at] for one in series)] for at in range(0, len(x), step)
    ]
    return data_table(caption, [x_label, *(one.label for one in series)], rows)


def _curve(plot: Plot, x: Sequence[float], one: Series, place: int, of: int) -> Html:
    drawn = pieces(plot, x, one.values)
    ways = "".join("M" + "L".join(f"{c(px)} {c(py)}" for px, py in piece) for piece in drawn)
    look = _look(one, place)
    marks = [_marker(look, px, py) for px, py in _marked(plot, x, one.values, place, of)] if of > 1 else []
    path = element("path", d=ways, class_="curve") if ways else Html()
    return element("g", path, *marks, class_=f"series s{look}")


def _look(one: Series, place: int) -> int:
    return (place if one.look is None else one.look) % len(MARKERS)


def _marked(plot: Plot, x: Sequence[float], values: Sequence[float], place: int, of: int) -> list[tuple[float, float]]:
    """Where a curve carries its marker: beside those of the others, so that curves that coincide show both."""
    found = []
    for turn in range(MARKS):
        at = round((turn + (place + 0.5) / of) / MARKS * (len(x) - 1))
        if drawable(values[at]) and plot.up.low <= values[at] <= plot.up.high:
            found.append(plot.point(x[at], values[at]))
    return found


def _marker(look: int, px: float, py: float) -> Html:
    return element("path", d=MARKERS[look], class_="mark", transform=f"translate({c(px)} {c(py)})")


def _labels(plot: Plot, x: Sequence[float], series: Sequence[Series], names: Sequence[str]) -> list[Html]:
    """The names at the right, each as near as it can be to where its curve ends."""
    wanted = [
        (_end(plot, x, one.values), place)
        for place, one in enumerate(series)
        if names[place] and any(map(drawable, one.values))
    ]
    heights = _spread(sorted(wanted), plot.up.end + 4, plot.up.start)
    left = plot.across.end + 9
    return [
        element(
            "g",
            _marker(_look(series[place], place), left, height) if len(series) > 1 else Html(),
            element("text", names[place], x=left + (7 if len(series) > 1 else -3), y=height + 4),
            class_=f"label s{_look(series[place], place)}",
        )
        for height, place in heights
    ]


def _end(plot: Plot, x: Sequence[float], values: Sequence[float]) -> float:
    last = next((value for value in reversed(values) if drawable(value)), plot.up.low)
    return plot.up.at(min(max(last, plot.up.low), plot.up.high))


def _spread(wanted: Sequence[tuple[float, int]], top: float, bottom: float) -> list[tuple[float, int]]:
    """Heights at least a line apart: pushed down from above, then up from below."""
    placed: list[tuple[float, int]] = []
    for height, place in wanted:
        placed.append((max(height, placed[-1][0] + LINE if placed else top), place))
    limit = bottom
    for at in range(len(placed) - 1, -1, -1):
        height, place = placed[at]
        placed[at] = (min(height, limit), place)
        limit = placed[at][0] - LINE
    return placed


def _short_label(label: str) -> str:
    return label if len(label) <= LONGEST else f"{label[: LONGEST - 1]}…"


def _describe(x: Sequence[float], series: Sequence[Series]) -> str:
    """What the curves do, in a sentence each."""
    said = []
    for one in series:
        finite = [(value, at) for at, value in zip(x, one.values, strict=True) if drawable(value)]
        name = one.label or "The curve"
        if not finite:
            said.append(f"{name} is defined nowhere here.")
            continue
        (low, low_at), (high, high_at) = min(finite), max(finite)
        first, last = finite[0][0], finite[-1][0]
        said.append(
            f"{name} goes from {short(first)} at {short(finite[0][1])} to {short(last)} at {short(finite[-1][1])},"
            f" lowest {short(low)} at {short(low_at)}, highest {short(high)} at {short(high_at)}."
        )
    return " ".join(said)
