"""Answers that mean the same are found together."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graders.fingerprint import Fingerprint
from graders.grouping import groups, near


def test_the_largest_group_comes_first() -> None:
    found = groups(
        {
            1: Fingerprint("1×d", (1.0, 2.0)),
            2: Fingerprint("1×d", (2.0, 4.0)),
            3: Fingerprint("1×d", (2.0, 4.0)),
            4: Fingerprint("d×1", (2.0, 4.0)),
        }
    )
    assert found == [[2, 3], [1], [4]]


def test_rounding_does_not_part_what_is_equal() -> None:
    third, other = 1 / 3, (0.1 + 0.2) / 0.9
    assert third != other
    assert groups({1: Fingerprint("", (third, 5.0)), 2: Fingerprint("", (other, 5.0))}) == [[1, 2]]


def test_those_between_two_with_one_first_value_do_not_part_them() -> None:
    same, tiny = (1.0, 7.0), 1e-12
    found = groups(
        {1: Fingerprint("", same), 2: Fingerprint("", (1.0 + tiny, 3.0)), 3: Fingerprint("", (1.0 + 2 * tiny, 7.0))}
    )
    assert found == [[1, 3], [2]]


def test_undefined_is_a_value_and_infinity_another() -> None:
    nan, infinite = Fingerprint("", (math.nan, 1.0)), Fingerprint("", (math.inf, 1.0))
    assert near(nan, nan)
    assert near(infinite, infinite)
    assert not near(nan, infinite)
    assert not near(nan, Fingerprint("", (0.0, 1.0)))


def test_a_label_alone_makes_a_group() -> None:
    assert groups({1: Fingerprint("A,C", ()), 2: Fingerprint("A,C", ()), 3: Fingerprint("A", ())}) == [[1, 2], [3]]


@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), max_size=30), st.randoms())
def test_each_is_in_one_group_whatever_the_order(points, random) -> None:
    keys = list(range(len(points)))
    random.shuffle(keys)
    noise = 1 + 1e-13 * np.sign(np.arange(len(points)) % 3 - 1)
    found = groups({key: Fingerprint("", tuple(float(x) * noise[key] for x in points[key])) for key in keys})
    assert sorted(key for group in found for key in group) == sorted(keys)
    assert all(len({points[key] for key in group}) == 1 for group in found)
    assert len(found) == len(set(points))
