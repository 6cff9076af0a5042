"""Einsums of several arrays, two at a time."""

from __future__ import annotations

import numpy as np
import pytest

from graders.engine.numbers.balls import Balls
from graders.engine.numbers.field import field
from graders.engine.numbers.floats import FLOATS
from graders.engine.numbers.plans import plan

LENGTHS = {"i": 2, "j": 3, "k": 4, "l": 5}
SPECS = [
    "i->i",
    "ij->ji",
    "ii->i",
    "iji->j",
    "ij->",
    "ij,jk->ik",
    "ij,kj->ikj",
    "ij,jk,kl,l->i",
    "i,j,k->kij",
    ",ij->ij",
    "ii,i,jj->j",
]


@pytest.mark.parametrize("spec", SPECS)
@pytest.mark.parametrize("system", [FLOATS, Balls(64), field(2147483629)], ids=["floats", "balls", "field"])
def test_it_is_numpys_einsum_at_every_point(spec, system):
    inputs, output = spec.split("->")
    random = np.random.default_rng(1)
    arrays = [
        random.integers(0, 9, size=(*(LENGTHS[letter] for letter in letters), points)).astype(float)
        for letters, points in zip(inputs.split(","), (2, 1, 2, 1), strict=False)
    ]
    value = system.contract(spec, *(system.exact(array) for array in arrays))
    expected = np.einsum(",".join(letters + "..." for letters in inputs.split(",")) + f"->{output}...", *arrays)
    np.testing.assert_array_equal(value.astype(float), expected)


def test_chains_of_matrices_are_multiplied_from_the_cheap_end():
    assert [step.operands for step in plan("ij,jk,k->i")] == [(1, 2), (0, 3)]
