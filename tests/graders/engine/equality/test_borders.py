"""A condition that holds at single points only is looked at there: no sample point ever is."""

from __future__ import annotations

import pytest

from graders.engine.equality import Different, Equal, Undecided

Z = {"z": "scalar"}
OTHER = [
    ("sigmoid(z)", "sigmoid(z) if z != 0 else 0"),
    ("sigmoid(z)", "sigmoid(z) if z != 1/3 else 0"),
    ("sigmoid(z)", "sigmoid(z) + 1[z = pi]"),
    ("sigmoid(z)", "sigmoid(z) if z > 0, sigmoid(z) if z < 0, otherwise 3"),
    ("sigmoid(z)", "sigmoid(z) if z > 1/3, 5 if z = 1/3, otherwise sigmoid(z)"),
    ("relu(z)", "z if z > 0, 5 if z = 0, 0 if z < 0"),
    ("tanh(z)", "tanh(z) + 1[z^2 = 0]"),
    ("tanh(z)", "tanh(z) + 1[(z - 1)^2 <= 0]"),
    ("tanh(z)", "tanh(z) + 1[|z - 1| = 0]"),
    ("step(z)", "step(z) + 1[z = 2]"),
    ("|z|", "|z| if z != 0 else 1"),
    ("|z|", "z if z > 0, -z if z < 0, otherwise 1/10^6"),
]
SAME = [
    ("sigmoid(z)", "1/2 if z = 0 else sigmoid(z)"),
    ("tanh(z)", "(e^z - e^-z)/(e^z + e^-z) if z != 0 else 0"),
    ("relu(z)", "z if z >= 0 else 0"),
    ("relu(z)", "z if z > 0, 0 if z < 0"),
    ("step(z)", "1 if z >= 0 else 0"),
    ("step(z)", "1 if z > 0, 0 if z < 0, 0.5 if z = 0"),
    ("3 step(z) + 2 step(-z)", "3 * 1[z > 0] + 2 * 1[z < 0]"),
    ("step(z)", "1 if z > 0, 0 if z < 0, undefined at 0"),
    ("z", "z if z^2 != -1 else 0"),
    ("|z|", "z if z > 0 else -z"),
    ("-|z|", "z, z < 0; -z, z >= 0"),
    ("sqrt(z^2)", "-z if z < 0 else z"),
    ("sqrt(|z|)", "sqrt(z) if z >= 0 else sqrt(-z)"),
    ("|z - 1/3|", "z - 1/3 if z > 1/3 else 1/3 - z"),
    ("z/(1 + |z|)", "z/(1 + z) if z > 0 else z/(1 - z)"),
]


@pytest.mark.parametrize(("truth", "answer"), OTHER)
def test_another_value_at_a_single_point_is_a_difference(compare, truth, answer):
    assert isinstance(compare(Z, truth, answer), Different)


@pytest.mark.parametrize(("truth", "answer"), SAME)
def test_the_same_value_and_a_convention_at_a_jump_are_none(compare, truth, answer):
    assert isinstance(compare(Z, truth, answer), Equal)


@pytest.mark.parametrize("condition", ["w_1 != 0", "w_1 != w_2", "norm2(w) != 1", "c != 5", "c^2 != 4", "|c| != 0"])
def test_entries_and_other_names_have_borders_as_well(compare, condition):
    symbols = {"w": "d", "c": "scalar"}
    assert isinstance(compare(symbols, "2w^T", f"2w^T if {condition} else w^T"), Different)
    assert isinstance(compare(symbols, "2w^T", f"2w^T if {condition} else w^T + w^T"), Equal)


def test_the_witness_lies_on_the_border(compare):
    witness = compare(Z, "relu(z)", "relu(z) if z != 3 else 7").witness
    assert (witness.point["z"], witness.given, witness.expected) == (3, 7, 3)


def test_more_borders_than_can_be_looked_at_leave_it_open(compare):
    decoys = " + ".join(f"1[z = {at}] (z - {at})" for at in range(1, 13))
    assert isinstance(compare(Z, "z", f"z + {decoys} + 1[z = 40]"), Undecided)
