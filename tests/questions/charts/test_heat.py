"""Heat maps and their contour."""

from __future__ import annotations

import math
from xml.etree import ElementTree

import pytest

from questions.charts import Border, Spot, heat_map
from questions.charts.contour import contour

SIDE = 41
PLACES = [-0.5 + 2 * at / (SIDE - 1) for at in range(SIDE)]
SLOPE = [[x + y for x in PLACES] for y in PLACES]
RANGE = (-0.5, 1.5)


def drawn(picture, kind):
    return [node for node in ElementTree.fromstring(picture).iter() if (node.get("class") or "") == kind]


def test_the_contour_lies_where_the_value_is_taken():
    pieces = contour(SLOPE, 0.5)
    assert pieces
    for piece in pieces:
        for x, y in piece:
            assert -1 + 2 * (x + y) / (SIDE - 1) == pytest.approx(0.5)


@pytest.mark.parametrize(("middle", "around"), [(0.1, {0.25, 0.75}), (-0.1, {0.25, 0.75})])
def test_a_saddle_is_cut_so_that_its_middle_stays_on_its_side(middle, around):
    high = 1 + middle
    pieces = contour([[high, -1.0], [-1.0, high]], 0.0)
    assert len(pieces) == 2
    # the middle is joined with the corners of its own sign, so each piece cuts off a corner of the other
    cut_off = {
        corner
        for piece in pieces
        for corner in [(0, 0), (1, 0), (0, 1), (1, 1)]
        if all(math.dist(corner, end) < 0.75 for end in piece)
    }
    assert cut_off == ({(1, 0), (0, 1)} if middle > 0 else {(0, 0), (1, 1)})


def test_cells_without_a_number_stay_empty():
    holes = [[math.nan if x > 0.5 else x for x in PLACES] for _ in PLACES]
    heat_map("Half", holes, RANGE, RANGE, level=0.2)
    assert contour([[math.nan, 1.0], [0.0, 1.0]], 0.5) == []


def test_borders_run_from_rim_to_rim_and_only_where_they_are_seen():
    borders = [Border("h1", 1, 1, -1), Border("h2", 0, 1, 0), Border("far", 1, 0, -9), Border("none", 0, 0, 1)]
    picture = heat_map("Borders", SLOPE, RANGE, RANGE, borders=borders)
    assert [node.find("text").text for node in drawn(picture, "border")] == ["h1", "h2"]


def test_spots_carry_their_values_as_text():
    picture = heat_map("Spots", SLOPE, RANGE, RANGE, spots=[Spot(0, 0, "<0>"), Spot(1, 1, "2", filled=True)])
    assert [node.find("text").text for node in drawn(picture, "spot")] == ["<0>", "2"]


def test_a_level_that_is_never_taken_draws_no_line():
    assert drawn(heat_map("Low", SLOPE, RANGE, RANGE, level=99), "level") == []
    assert drawn(heat_map("Mid", SLOPE, RANGE, RANGE, level=0.5), "level") != []


def test_shades_rise_with_the_values():
    picture = heat_map("Slope", SLOPE, RANGE, RANGE)
    assert picture.index("#440154") < picture.index("#fde725")
    assert "style" not in picture


@pytest.mark.parametrize("value", [0.0, math.nan, 1e300, -1e-300])
def test_a_constant_is_drawn_too(value):
    ElementTree.fromstring(heat_map("Flat", [[value] * SIDE] * SIDE, RANGE, RANGE, level=0.5))
