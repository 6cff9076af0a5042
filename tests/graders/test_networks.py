"""Many networks at once get the verdicts that each would get alone."""

from __future__ import annotations

import math
import random
from typing import Any

import pytest

from graders.network import grade
from graders.network_model import Layer, Network
from graders.networks import FEWEST, grade_many

INPUTS = ([0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0])
XOR = [0.0, 1.0, 1.0, 0.0]


def network(activation: str, targets: tuple[list[float], ...] = (XOR,)) -> Network:
    layers = (Layer("W1", "b1", activation), Layer("W2", "b2"))
    return Network(layers, INPUTS, targets, tolerance=1e-2, max_width=64)


def value(chance: random.Random, width: int, outputs: int = 1) -> dict[str, Any]:
    """Weights that are right, nearly right, small integers or anything."""
    draw = chance.choice((lambda: chance.uniform(-3, 3), lambda: chance.randint(-2, 2)))
    made: dict[str, Any] = {
        "W1": [[draw(), draw()] for _ in range(width)],
        "b1": [draw() for _ in range(width)],
        "W2": [[draw() for _ in range(width)] for _ in range(outputs)],
        "b2": [draw() for _ in range(outputs)],
    }
    if width == 2 and outputs == 1 and chance.random() < 0.7:
        scale = chance.choice((1, 2, 0.5, chance.uniform(0.1, 5)))
        made = {"W1": [[scale, scale]] * 2, "b1": [0, -scale], "W2": [[1 / scale, -2 / scale]], "b2": [0]}
        name = chance.choice(("W1", "b1", "W2", "b2", "none"))
        if name != "none":
            row = chance.choice(made[name]) if name[0] == "W" else made[name]
            row[chance.randrange(len(row))] *= chance.choice((-1, 0, 1.004, 2))
    return made


def compare(task: Network, values: list[Any]) -> None:
    assert [repr(verdict) for verdict in grade_many(task, values)] == [repr(grade(task, one)) for one in values]


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh", "step", "identity"])
@pytest.mark.parametrize("width", [1, 2, 3, 9])
def test_many_are_judged_as_one_is(activation: str, width: int) -> None:
    chance = random.Random(f"{activation}{width}")
    compare(network(activation), [value(chance, width) for _ in range(300)])


def test_the_mistakes_that_have_names_are_found_among_many() -> None:
    chance = random.Random(5)
    verdicts = grade_many(network("relu"), [value(chance, 2) for _ in range(3000)])
    tags = {verdict.tag for verdict in verdicts}
    assert tags >= {None, "linear-only", "no-relu", "sign", "wrong-gate", "identical-units", "three-of-four"}


def test_several_outputs_and_targets_that_are_no_truth_values() -> None:
    chance = random.Random(7)
    task = network("relu", ([0.0, 1.0, 1.0, 0.0], [0.5, 2.0, 2.0, -1.0]))
    compare(task, [value(chance, 3, outputs=2) for _ in range(200)])


ODD: list[Any] = [
    None,
    "W1 = [[1, 1], [1, 1]]; b1 = [0, -1]; W2 = [1, -2]; b2 = 0",
    {},
    [1],
    {"W1": [[1, 1], [1]], "b1": [0, -1], "W2": [[1, -2]], "b2": 0},
    {"W1": [[1, 1], [1, 1]], "b1": [0, -1], "W2": [[1, "-2"]], "b2": "0/3"},
    {"W1": [[1, 1], [1, 1]], "b1": [0, -1], "W2": [1, -2], "b2": 0},
    {"W1": [[1, 1], [1, 1]], "b1": [[0], [-1]], "W2": [[1], [-2]], "b2": 0},
    {"W1": [[1, 1], [1, 1]], "b1": [0, -1], "W2": [[1, -2]], "b2": None},
    {"W1": [[1, 1], [1, 1]], "b1": [0, True], "W2": [[1, -2]], "b2": 0},
    {"W1": [[1, 1], [1, 1]], "b1": [0, math.nan], "W2": [[1, -2]], "b2": 0},
    {"W1": [[1, 1], [1, 1]], "b1": [0, 10**400], "W2": [[1, -2]], "b2": 0},
    {"W1": [[1, 1], [1, 1]], "b1": [0, 2e6], "W2": [[1, -2]], "b2": 0},
    {"W1": [[1, 1, 1], [1, 1, 1]], "b1": [0, 1], "W2": [[1, -2]], "b2": 0},
    {"W1": [[1, 1], [1, 1]], "b1": [0, -1], "W2": [[]], "b2": 0},
    {"W1": [[[1, 1], [1, 1]]], "b1": [0, -1], "W2": [[1, -2]], "b2": 0},
    {"W_1": [[1, 1], [1, 1]], "b1": [0, -1], "W2": [[1, -2]], "b2": 0},
    {"W1": [[1, 1], [1, 1]], "b1": [0, -1], "W2": [[1, -2]], "b2": 0, "more": 1},
]


@pytest.mark.parametrize("each", [1, FEWEST + 1])
def test_whatever_is_among_them_is_judged_as_it_would_be_alone(each: int) -> None:
    compare(network("relu"), ODD * each)
    for odd in ODD:
        compare(network("relu"), [odd] * each)
