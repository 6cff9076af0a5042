"""Items matched with choices."""

from __future__ import annotations

import pytest

from graders.matching import grade
from graders.verdict import Outcome

KEY = {"1": "tanh", "2": "ReLU", "3": "sigmoid"}
CHOICES = ["sigmoid", "tanh", "ReLU"]


@pytest.mark.parametrize(
    ("value", "outcome", "score"),
    [
        (KEY, Outcome.CORRECT, 1.0),
        ({"1": "Tanh", "2": " relu ", "3": "SIGMOID"}, Outcome.CORRECT, 1.0),
        ({"1": "tanh", "2": "ReLU"}, Outcome.PARTIAL, 2 / 3),
        ({"1": "tanh", "2": "sigmoid", "3": "ReLU"}, Outcome.PARTIAL, 1 / 3),
        ({"1": "ReLU"}, Outcome.WRONG, 0.0),
        ({}, Outcome.INVALID, 0.0),
        ({"1": "cosine"}, Outcome.INVALID, 0.0),
        ({"9": "tanh"}, Outcome.INVALID, 0.0),
        ({"1": None}, Outcome.INVALID, 0.0),
        ("tanh", Outcome.INVALID, 0.0),
    ],
)
def test_each_item_earns_its_share(value, outcome, score):
    verdict = grade(value, KEY, CHOICES)
    assert (verdict.outcome, verdict.score) == (outcome, pytest.approx(score))
