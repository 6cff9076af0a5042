"""Stored values, for people."""

from __future__ import annotations

import pytest

from app.ledger.values import as_text, encoded


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("2w^T", "2w^T"),
        (["b ≤ 0", "w1 + b = 1"], "b ≤ 0\nw1 + b = 1"),
        ({"scope": "i≠j", "steps": ["-s_i s_j"]}, "scope: i≠j\nsteps: -s_i s_j"),
        ({"W1": [[1, 1], [1, 1]], "b2": 0}, "W1: [[1, 1], [1, 1]]\nb2: 0"),
        ([], "[]"),
        (None, "null"),
    ],
)
def test_a_value_is_told_as_it_was_meant(value: object, told: str) -> None:
    assert as_text(encoded(value)) == told
