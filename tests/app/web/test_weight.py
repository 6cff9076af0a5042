"""All script and style together stay light; the font comes on top."""

from __future__ import annotations

import gzip

from app.web.assets import KINDS, STATIC, files, widgets

BUDGET = 60 * 1024  # bytes, compressed


def test_script_and_style_fit_the_budget() -> None:
    parts = {**files(STATIC), **widgets(KINDS)}
    weights = {
        name: len(gzip.compress(path.read_bytes())) for name, path in parts.items() if path.suffix in (".js", ".css")
    }
    assert weights["app.css"] > 1000
    assert sum(weights.values()) <= BUDGET, weights
