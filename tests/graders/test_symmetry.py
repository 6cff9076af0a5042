"""Networks that are alike up to symmetry have one canonical form; others have another."""

from __future__ import annotations

import random
from typing import Any

import pytest

from graders.fingerprint import Fingerprint
from graders.network_model import Layer, Network, Weights, fit, run
from graders.symmetry import canonical, symmetries
from graders.weights import read_weights

XOR = ((0.0, 0.0, 1.0, 1.0), (0.0, 1.0, 0.0, 1.0)), ((0.0, 1.0, 1.0, 0.0),)
AND = XOR[0], ((0.0, 0.0, 0.0, 1.0),)
STANDARD = {"W1": [[1, 1], [1, 1]], "b1": [0, -1], "W2": [[1, -2]], "b2": 0}


def network(activation: str = "relu", table: Any = XOR) -> Network:
    inputs, targets = ([list(column) for column in side] for side in table)
    layers = (Layer("W1", "b1", activation), Layer("W2", "b2"))
    return Network(layers, tuple(inputs), tuple(targets), 1e-2, 64)


def form(one: Network, given: dict[str, Any]) -> Fingerprint:
    found = canonical(one, fit(one, read_weights(given, one.names)))
    assert found is not None
    return found


def alike(left: dict[str, Any], right: dict[str, Any], one: Network | None = None) -> bool:
    this, that = (form(one or network(), given) for given in (left, right))
    return this.label == that.label and this.values == pytest.approx(that.values, abs=1e-9)


def test_the_square_has_eight_symmetries_that_keep_xor_and_two_that_keep_and() -> None:
    assert len(list(symmetries(network()))) == 8
    assert len(list(symmetries(network(table=AND)))) == 2


@pytest.mark.parametrize(
    "other",
    [
        {"W1": [[1, 1], [1, 1]], "b1": [-1, 0], "W2": [[-2, 1]], "b2": 0},  # units swapped
        {"W1": [[3, 3], [0.5, 0.5]], "b1": [0, -0.5], "W2": [["1/3", -4]], "b2": 0},  # scaled
        {"W1": [[-1, -1], [-1, -1]], "b1": [2, 1], "W2": [[1, -2]], "b2": 0},  # both inputs mirrored
        {"W1": [[1, 1], [1, 1], [5, 5]], "b1": [0, -1, 7], "W2": [[1, -2, 0]], "b2": 0},  # a unit that gives nothing
        {"W1": [[1, 1], [2, 2], [1, 1]], "b1": [0, 0, -1], "W2": [[0.5, 0.25, -2]], "b2": 0},  # a unit in two parts
        {"W1": [[1, 1], [1, 1], [0, 0]], "b1": [0, -1, 3], "W2": [[1, -2, 1]], "b2": -3},  # a constant unit
        {"W1": [[-1, 1], [-1, 1]], "b1": [1, 0], "W2": [[-1, 2]], "b2": 1},  # one input and the output mirrored
    ],
)
def test_what_symmetry_makes_of_a_network_is_alike(other: dict[str, Any]) -> None:
    assert alike(STANDARD, other)


@pytest.mark.parametrize(
    "other",
    [
        {"W1": [[1, -1], [-1, 1]], "b1": [0, 0], "W2": [[1, 1]], "b2": 0},  # another way to compute XOR
        {"W1": [[1, 1], [1, 1]], "b1": [0, -1], "W2": [[1, -2.001]], "b2": 0},
        {"W1": [[-1, -1], [1, 1]], "b1": [0, -1], "W2": [[1, -2]], "b2": 0},  # scaled by a negative number
    ],
)
def test_what_is_another_function_is_not_alike(other: dict[str, Any]) -> None:
    assert not alike(STANDARD, other)


def test_inputs_do_not_change_places_where_the_task_tells_them_apart() -> None:
    first = ((0.0, 0.0, 1.0, 1.0), (0.0, 1.0, 0.0, 1.0)), ((0.0, 0.0, 1.0, 1.0),)
    one = {"W1": [[1, 0]], "b1": [0], "W2": [[1]], "b2": 0}
    other = {"W1": [[0, 1]], "b1": [0], "W2": [[1]], "b2": 0}
    assert alike(one, other)
    assert not alike(one, other, network(table=first))


@pytest.mark.parametrize("activation", ["relu", "step", "tanh", "sigmoid", "identity"])
def test_a_canonical_form_computes_what_the_network_does_or_its_mirror_image(activation: str) -> None:
    """The numbers of the form, read as a network, give the outputs over the table up to the task's symmetries."""
    one, chance = network(activation), random.Random(5)
    for _ in range(20):
        given: Weights = {
            "W1": [[chance.uniform(-2, 2) for _ in range(2)] for _ in range(3)],
            "b1": [chance.uniform(-2, 2) for _ in range(3)],
            "W2": [[chance.uniform(-2, 2) for _ in range(3)]],
            "b2": [chance.uniform(-2, 2)],
        }
        found = canonical(one, given)
        assert found is not None
        units = [found.values[at : at + 4] for at in range(0, len(found.values) - 1, 4)]
        again: Weights = {
            "W1": [[unit[0], unit[1]] for unit in units],
            "b1": [unit[2] for unit in units],
            "W2": [[unit[3] for unit in units]],
            "b2": [found.values[-1]],
        }
        (out,), (seen,) = run(one, given), run(one, again)
        turned = [1 - value for value in out]
        assert sorted(seen) in (pytest.approx(sorted(out)), pytest.approx(sorted(turned)))
        assert form(one, again).values == pytest.approx(found.values)


def test_swapping_and_scaling_at_random_changes_nothing() -> None:
    chance = random.Random(6)
    given = {
        "W1": [[chance.uniform(-2, 2) for _ in range(2)] for _ in range(4)],
        "b1": [chance.uniform(-2, 2) for _ in range(4)],
        "W2": [[chance.uniform(-2, 2) for _ in range(4)]],
        "b2": chance.uniform(-2, 2),
    }
    for _ in range(20):
        order, by = chance.sample(range(4), 4), [chance.uniform(0.1, 10) for _ in range(4)]
        other = {
            "W1": [[by[at] * weight for weight in given["W1"][at]] for at in order],
            "b1": [by[at] * given["b1"][at] for at in order],
            "W2": [[given["W2"][0][at] / by[at] for at in order]],
            "b2": given["b2"],
        }
        assert alike(given, other)


def test_deeper_networks_have_no_form() -> None:
    deep = Network((*network().layers[:1], *network().layers), network().inputs, network().targets, 1e-2, 64)
    assert canonical(deep, {}) is None
