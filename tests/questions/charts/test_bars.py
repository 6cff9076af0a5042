"""Bar charts."""

from __future__ import annotations

from xml.etree import ElementTree

from questions.charts import Bar, bar_chart


def widths(picture):
    return [float(node.get("width")) for node in ElementTree.fromstring(picture).iter("rect")]


def test_bars_are_as_long_as_their_values():
    whole, half, none = widths(bar_chart("Scores", [Bar("a", 8), Bar("b", 4), Bar("c", 0)]))
    assert abs(half - whole / 2) <= 0.1
    assert none == 0


def test_the_full_length_may_be_given():
    (width,) = widths(bar_chart("Share", [Bar("a", 0.5)], most=1))
    (whole,) = widths(bar_chart("Share", [Bar("a", 1, "0.5")], most=1))
    assert abs(width - whole / 2) <= 0.1


def test_names_are_escaped_and_shortened_but_said_in_full():
    picture = bar_chart("Tags", [Bar("<b>a-name-that-goes-on-and-on", 1, "1 of 3")])
    root = ElementTree.fromstring(picture)
    assert "a-name-that-goes-on-and-on: 1 of 3" in root.find("desc").text
    assert root.findall(".//b") == []


def test_no_bars_are_a_picture_too():
    assert widths(bar_chart("Nothing", [])) == []
