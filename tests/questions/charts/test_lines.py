"""Line charts."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from questions.charts import Series, line_chart, line_table

X = [at / 10 for at in range(-60, 61)]
SQUARE = Series("square", [x * x for x in X])
POLE = Series("pole", [1 / x if x else math.nan for x in X])


def parsed(picture):
    return ElementTree.fromstring(picture)


def curve(picture, place=0):
    return [node.get("d") for node in parsed(picture).iter("path") if node.get("class") == "curve"][place]


def test_it_is_well_formed_named_and_described():
    root = parsed(line_chart("A square", X, [SQUARE], x_label="z"))
    assert root.find("title").text == "A square"
    assert "lowest 0 at 0" in root.find("desc").text
    assert root.get("role") == "img"


def test_it_has_no_style_and_no_script():
    picture = line_chart("Two", X, [SQUARE, POLE])
    assert "style" not in picture
    assert "script" not in picture


def test_hostile_text_stays_text():
    picture = line_chart('<script>"', X, [Series("</svg><b>", SQUARE.values)], x_label="<i>", description="&<")
    assert "<script" not in picture
    assert "<b>" not in picture
    assert parsed(picture).find("title").text == '<script>"'


def test_series_differ_in_marker_and_class():
    picture = line_chart("Six", X, [Series(f"f{k}", [math.sin(x + k) for x in X]) for k in range(6)])
    marks = re.findall(r'd="(M[^"]+)" class="mark"', picture)
    assert len(set(marks)) == 6
    assert {f"series s{k}" for k in range(6)} <= {node.get("class") for node in parsed(picture).iter("g")}


def test_labels_stand_apart_where_curves_end_together():
    picture = line_chart("Same", X, [SQUARE, Series("again", SQUARE.values), Series("thrice", SQUARE.values)])
    groups = [node for node in parsed(picture).iter("g") if (node.get("class") or "").startswith("label")]
    heights = sorted(float(group.find("text").get("y")) for group in groups)
    assert len(heights) == 3
    assert all(below - above >= 13.9 for above, below in pairwise(heights))


def test_a_curve_breaks_where_it_is_undefined():
    values = [math.nan if -0.5 <= x <= 0.5 else x for x in X]
    assert curve(line_chart("A gap", X, [Series("f", values)])).count("M") == 2


def test_a_pole_is_not_bridged():
    assert curve(line_chart("1/z", [x + 0.05 for x in X], [Series("f", [1 / (x + 0.05) for x in X])])).count("M") == 2


def test_a_spike_does_not_flatten_the_rest():
    flat = [math.sin(x) for x in X]
    spiked = [*flat[:60], 1e9, *flat[61:]]
    numbers = [node.text for node in parsed(line_chart("Spike", X, [Series("f", spiked)])).iter("text")]
    assert not any("e" in number for number in numbers)


def test_curves_stay_inside_the_picture():
    picture = line_chart("Steep", X, [Series("f", [math.exp(3 * x) for x in X])], y_range=(0, 5))
    heights = [float(y) for y in re.findall(r"[ML][\d.-]+ ([\d.-]+)", curve(picture))]
    assert 0 <= min(heights) <= max(heights) <= 220


@pytest.mark.parametrize(
    "values",
    [
        [math.nan] * 121,
        [math.inf] * 121,
        [0.0] * 121,
        [7e300] * 121,
        [1.7e308, -1.7e308] * 60 + [0.0],
        [1.0, 1 + 1e-16] * 60 + [1.0],
        [-1e-300] * 121,
    ],
)
def test_odd_values_are_drawn_too(values):
    parsed(line_chart("Odd", X, [Series("f", values)]))


def test_a_smooth_curve_needs_few_points():
    assert curve(line_chart("Square", X, [SQUARE])).count("L") < 40


def test_the_table_holds_the_values():
    table = parsed(line_table("Values", X, [SQUARE, POLE], x_label="z"))
    rows = [[cell.text for cell in row] for row in table.find("tbody")]
    assert rows[0] == ["−6", "36", "−0.167"]
    assert ["0", "0", "–"] in rows
    assert len(rows) <= 13
    assert [cell.text for cell in table.find("thead/tr")] == ["z", "square", "pole"]
