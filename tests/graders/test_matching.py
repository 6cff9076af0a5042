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
        ({" 1 ": "tanh", "2": "ReLU", "3": "sigmoid"}, Outcome.CORRECT, 1.0),
        ({"1": "tanh", "2": "ReLU"}, Outcome.PARTIAL, 2 / 3),
        ({"1": "tanh", "2": "ReLU", "3": ""}, Outcome.PARTIAL, 2 / 3),
        ({"1": "tanh", "2": "sigmoid", "3": "ReLU"}, Outcome.PARTIAL, 1 / 3),
        ({"1": "tanh", "2": "tanh", "3": "tanh"}, Outcome.PARTIAL, 1 / 3),
        ({"1": "ReLU"}, Outcome.WRONG, 0.0),
        ({}, Outcome.INVALID, 0.0),
        ({"1": " "}, Outcome.INVALID, 0.0),
        ({"1": "cosine"}, Outcome.INVALID, 0.0),
        ({"9": "tanh"}, Outcome.INVALID, 0.0),
        ({"1": None}, Outcome.INVALID, 0.0),
        ({"1": "tanh", "1 ": "ReLU"}, Outcome.INVALID, 0.0),
        ("tanh", Outcome.INVALID, 0.0),
        (["tanh"], Outcome.INVALID, 0.0),
        (None, Outcome.INVALID, 0.0),
        ("", Outcome.INVALID, 0.0),
    ],
)
def test_each_item_earns_its_share(value, outcome, score):
    verdict = grade(value, KEY, CHOICES)
    assert (verdict.outcome, verdict.score) == (outcome, pytest.approx(score))


def test_it_does_not_say_which_are_right():
    one, other = (grade({"1": "tanh", "2": first, "3": "tanh"}, KEY, CHOICES) for first in ("tanh", "sigmoid"))
    assert one.feedback == other.feedback == "1 of 3 are matched right."


def test_items_left_out_are_counted():
    assert grade({"1": "tanh"}, KEY, CHOICES).feedback == "1 of 3 are matched right, 2 still open."
