"""The sixteen gates."""

from __future__ import annotations

from itertools import product

import pytest

from graders.gates import CORNERS, GATES, gate


def test_there_are_sixteen_with_names_of_their_own():
    assert set(GATES) == set(product((0, 1), repeat=4))
    assert len(set(GATES.values())) == 16


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (lambda a, b: a != b, "XOR"),
        (lambda a, b: a and b, "AND"),
        (lambda a, b: a or b, "OR"),
        (lambda a, b: a, "the first input alone"),
        (lambda a, b: not b, "NOT of the second input"),
        (lambda a, b: a and not b, "“the first and not the second”"),
        (lambda a, b: b or not a, "“the first implies the second”"),
    ],
)
def test_a_gate_is_named_after_what_it_does(function, name):
    assert GATES[tuple(int(function(a, b)) for a, b in CORNERS)] == name


def test_outputs_count_by_the_side_of_a_half_they_are_on():
    assert gate([(1, 1), (0, 1), (0, 0), (1, 0)], [0.4, 7.0, -3.0, 0.51]) == "XOR"
    assert gate(CORNERS, [0.5, 0.5, 0.5, 0.5]) == "the constant 0"


def test_other_tables_are_no_gates():
    assert gate([(0, 0), (0, 2), (1, 0), (1, 1)], [0, 0, 0, 0]) is None
    assert gate([(0,), (1,)], [0, 1]) is None
