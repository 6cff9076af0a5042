"""Charts of what a quiz tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from markupsafe import Markup

from app.insight.analysis import BINS, Analysis
from app.insight.live import Live
from app.insight.steps import Steps
from app.insight.wall import Alike, Wall
from questions import charts


def totals(found: Analysis) -> Markup:
    """How many students have which total score."""
    edges = [charts.short(found.most * place / BINS) for place in range(BINS + 1)]
    names = [f"{low} to {high}" for low, high in pairwise(edges)]
    return _bars("Students by total score", "Points", dict(zip(names, found.bins, strict=True)))


def places(found: Live) -> Markup:
    """How many of those at work are at which question."""
    return _bars("Students by the question they are at", "Question", found.places)


def tiles(found: Wall) -> list[Markup]:
    """The surface of each class of the wall."""
    middle = (min(y for *_, y in found.spots) + max(y for *_, y in found.spots)) / 2
    spots = [
        ((a - found.x[0]) / (found.x[1] - found.x[0]), (b - found.y[0]) / (found.y[1] - found.y[0]), target > middle)
        for a, b, target in found.spots
    ]
    return [Markup(_tile(found, one, middle, spots)) for one in found.classes]  # noqa: S704 (escaped there)


def _tile(found: Wall, one: Alike, middle: float, spots: Sequence[tuple[float, float, bool]]) -> charts.Html:
    values = [value for row in one.surface for value in row]
    ends = f"from {charts.short(min(values))} to {charts.short(max(values))}"
    said = f"Outputs {ends}; the line is where they are {charts.short(middle)}."
    title = f"{len(one.attempts)} of this kind"
    return charts.tile(title, one.surface, found.low, found.high, level=middle, spots=spots, description=said)


def breaks(found: Steps) -> Markup:
    """How many chains stop at which line."""
    counted = {f"line {line}" if line else "no line": count for line, count in found.at.items()}
    return _bars("Students by the line that does not hold", "Line", counted)


def _bars(title: str, what: str, students: Mapping[str, int]) -> Markup:
    """A bar for each name, and the numbers in a table."""
    picture = charts.bar_chart(title, [charts.Bar(name, count) for name, count in students.items()])
    table = charts.data_table(title, [what, "Students"], list(students.items()))
    return Markup(charts.figure(picture, table))  # noqa: S704 (escaped there)
