"""Axes and short numbers."""

from __future__ import annotations

import math

import pytest

from questions.charts.scale import Axis, short, visible_range


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (0.88079, "0.881"),
        (-12.0, "−12"),
        (1000.0, "1000"),
        (1234.0, "1230"),
        (403428.0, "4.03e5"),
        (1e-7, "1e−7"),
        (math.nan, "–"),
        (-math.inf, "−∞"),
    ],
)
def test_numbers_are_short(number, text):
    assert short(number) == text


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [(-6, 6, [-6, -4, -2, 0, 2, 4, 6]), (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]), (0, 400, [0, 100, 200, 300, 400])],
)
def test_ticks_are_round(low, high, ticks):
    assert Axis(low, high, 0, 100).ticks() == pytest.approx(ticks)


def test_values_are_laid_from_start_to_end():
    axis = Axis(0, 10, 200, 0)
    assert [axis.at(0), axis.at(5), axis.at(10)] == [200, 100, 0]


def test_the_range_shows_all_ordinary_values():
    low, high = visible_range([[0.0, 1.0], [-3.0, 2.0, math.nan]])
    assert low < -3
    assert high > 2


def test_a_range_of_nothing_is_one_around_zero():
    assert visible_range([[math.nan], []]) == (-1.0, 1.0)
