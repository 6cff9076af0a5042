"""Charts of what a quiz tells."""

from __future__ import annotations

from markupsafe import Markup

from app.insight.analysis import BINS, Analysis
from app.insight.live import Live
from questions import charts


def totals(found: Analysis) -> Markup:
    """How many students have which total score."""
    edges = [found.most * place / BINS for place in range(BINS + 1)]
    bars = [
        charts.Bar(f"{charts.short(low)} to {charts.short(high)}", count)
        for low, high, count in zip(edges[:-1], edges[1:], found.bins, strict=True)
    ]
    return Markup(charts.bar_chart("Students by total score", bars))  # noqa: S704 (escaped there)


def places(found: Live) -> Markup:
    """How many of those at work are at which question."""
    bars = [charts.Bar(slug, count) for slug, count in found.places.items()]
    return Markup(charts.bar_chart("Students by the question they are at", bars))  # noqa: S704 (escaped there)
