"""Linear entailment: each verdict carries its proof, and the proof is checked here by adding it up."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.linear import Constraint, Contradiction, Point, follows, satisfy


def line(relation, constant=0, **coefficients):
    return Constraint({name: Fraction(value) for name, value in coefficients.items()}, Fraction(constant), relation)


XOR = [line("≤", b=1), line("=", -1, w2=1, b=1), line("=", -1, w1=1, b=1)]


def proves(constraints, contradiction):
    """Whether the combination has no variables left, right signs, and says something impossible."""
    total, strict = Fraction(0), False
    names = {name for constraint in constraints for name in constraint.coefficients}
    for constraint, multiplier in zip(constraints, contradiction.multipliers, strict=True):
        if constraint.relation != "=" and multiplier < 0:
            return False
        total += multiplier * constraint.constant
        strict |= constraint.relation == "<" and multiplier > 0
    sums = [
        sum(m * c.coefficients.get(name, 0) for c, m in zip(constraints, contradiction.multipliers, strict=True))
        for name in names
    ]
    return not any(sums) and (total > 0 or (strict and total >= 0))


def test_it_proves_that_one_unit_is_not_xor():
    claims = [*XOR, line("≤", w1=1, w2=1, b=1)]
    found = satisfy(claims)
    assert isinstance(found, Contradiction)
    assert proves(claims, found)


def test_it_finds_a_point_where_the_facts_hold_and_the_line_does_not():
    found = follows(line("<", b=1), XOR)  # b < 0 does not follow from b ≤ 0
    assert isinstance(found, Point)
    assert all(fact.holds(found.values) for fact in XOR)
    assert not line("<", b=1).holds(found.values)


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (line("≤", 2, w1=-1, w2=-1, b=-1), True),  # w1 + w2 + b ≥ 2
        (line("=", -2, w1=1, w2=1, b=2), True),
        (line("≤", 1, w1=-1), True),  # w1 ≥ 1
        (line("<", 1, w1=-1, w2=-1, b=-1), True),  # w1 + w2 + b > 1
        (line("≤", 3, w1=-1, w2=-1, b=-1), False),
        (line("=", -1, w1=1), False),
    ],
)
def test_it_decides_what_follows_from_three_rows(claim, expected):
    assert isinstance(follows(claim, XOR), list) is expected


numbers = st.integers(-3, 3)
constraints = st.builds(
    lambda a, b, c, relation: line(relation, c, x=a, y=b), numbers, numbers, numbers, st.sampled_from(["=", "≤", "<"])
)


@settings(deadline=None, max_examples=300)
@given(st.lists(constraints, min_size=1, max_size=6))
def test_every_answer_carries_its_proof(system):
    found = satisfy(system)
    if isinstance(found, Point):
        assert all(constraint.holds(found.values) for constraint in system)
    else:
        assert proves(system, found)
