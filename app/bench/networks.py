"""Networks: one answer in plain floats, and many at once."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import partial
from typing import Any, Final

import numpy as np

from app.bench.measuring import Figure, shown, side_by_side, typical
from graders.network import grade
from graders.network_model import Layer, Network, fit, right, run
from graders.networks import ACTIVATIONS, grade_many

XOR: Final = Network(
    (Layer("W1", "b1", "relu"), Layer("W2", "b2")),
    ([0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]),
    ([0.0, 1.0, 1.0, 0.0],),
    tolerance=1e-2,
    max_width=64,
)
MANY: Final = 10_000
FEW: Final = 100

Weights = dict[str, Any]


def solving(chance: random.Random) -> Weights:
    """Weights that compute XOR, no two alike."""
    a = chance.uniform(0.1, 5.0)
    return {"W1": [[a, a], [a, a]], "b1": [0, -a], "W2": [[1 / a, -2 / a]], "b2": [0]}


def any_weights(chance: random.Random) -> Weights:
    """Weights that hardly ever do."""
    w = [round(chance.uniform(-3.0, 3.0), 4) for _ in range(9)]
    return {"W1": [w[:2], w[2:4]], "b1": w[4:6], "W2": [w[6:8]], "b2": w[8:]}


def networks(rounds: int) -> Iterator[Figure]:
    """XOR, right and wrong."""
    chance = random.Random(0)  # noqa: S311 (no secrets)
    for name, make in (("right", solving), ("wrong", any_weights)):
        values = [make(chance) for _ in range(MANY)]
        single = typical(partial(_apart, values[:FEW]), rounds) / FEW
        yield Figure(f"one XOR network, {name}", f"{shown(single)}, validation and reason included")
        mine, _, ratio = side_by_side(partial(grade_many, XOR, values), partial(_apart, values), min(rounds, 5))
        yield Figure(
            f"{MANY:,} XOR networks at once, {name}", f"{shown(mine / MANY)} each, {ratio:.1f}× faster than one by one"
        )
    yield Figure(f"{MANY:,} XOR networks, running alone", f"{shown(_running(rounds))} each, as structure of arrays")


def _apart(values: list[Weights]) -> None:
    for value in values:
        grade(XOR, value)


def _running(rounds: int) -> float:
    """Fitting, running and comparing, with the weights already in arrays."""
    numbers = np.random.default_rng(0).uniform(-3, 3, (9, MANY))
    a, b, c, d, e, f, g, h, i = numbers
    given: Any = {"W1": [[a, b], [c, d]], "b1": [e, f], "W2": [[g, h]], "b2": [i]}
    return typical(lambda: right(XOR, run(XOR, fit(XOR, given), ACTIVATIONS)), rounds) / MANY
