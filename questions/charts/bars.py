"""Bar charts: one bar a line, its name at the left and its number at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from questions.charts.frame import LETTER
from questions.charts.markup import Html, drawing, element
from questions.charts.scale import Axis, short

WIDTH = 320
LINE, THICK = 24, 14
LONGEST = 18  # characters of a name


@dataclass(frozen=True)
class Bar:
    """A bar: its name, its value (not negative), and what stands at its end where that is not the value."""

    label: str
    value: float
    said: str | None = None


def bar_chart(title: str, bars: Sequence[Bar], *, most: float | None = None, description: str = "") -> Html:
    """The bars from top to bottom; `most` is the value of a full one, the largest unless given."""
    full = max([most or 0.0, *(bar.value for bar in bars)]) or 1.0
    names = [bar.label if len(bar.label) <= LONGEST else f"{bar.label[: LONGEST - 1]}…" for bar in bars]
    said = [bar.said if bar.said is not None else short(bar.value) for bar in bars]
    left = max(map(len, names), default=0) * LETTER + 8
    right = max(map(len, said), default=0) * LETTER + 6
    across = Axis(0, full, left, WIDTH - right)
    height = max(1, len(bars)) * LINE
    lines = [_line(across, at * LINE, bar, names[at], said[at]) for at, bar in enumerate(bars)]
    axis = element("line", x1=left, y1=0, x2=left, y2=height, class_="zero")
    text = description or "; ".join(f"{bar.label}: {end}" for bar, end in zip(bars, said, strict=True))
    return drawing(title, text, WIDTH, height, *lines, element("g", axis, class_="grid-lines"), kind="bars")


def _line(across: Axis, top: float, bar: Bar, name: str, said: str) -> Html:
    middle = top + LINE / 2
    end = across.at(max(0.0, bar.value))
    return element(
        "g",
        element("text", name, x=across.start - 6, y=middle + 4, text_anchor="end", class_="name"),
        element(
            "rect", x=across.start, y=middle - THICK / 2, width=end - across.start, height=THICK, class_="bar-fill"
        ),
        element("text", said, x=end + 5, y=middle + 4, class_="said"),
    )
