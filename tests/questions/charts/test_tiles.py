"""Small heat maps on one scale."""

from __future__ import annotations

from xml.etree import ElementTree

from questions.charts import tile

SLOPE = [[x + y for x in range(5)] for y in range(5)]


def shades(picture: str) -> set[str]:
    return {node.get("fill", "") for node in ElementTree.fromstring(picture).iter() if node.get("fill")}


def test_a_tile_names_itself_and_marks_its_points() -> None:
    spots = [(0.0, 0.0, False), (1.0, 1.0, True)]
    drawn = ElementTree.fromstring(tile("Plane", SLOPE, 0, 8, level=4, spots=spots, description="x + y"))
    tags = [node.tag.rpartition("}")[2] for node in drawn.iter()]
    assert [node.text for node in drawn.iter() if node.tag.endswith(("title", "desc"))] == ["Plane", "x + y"]
    assert tags.count("circle") == 2
    circles = [
        (node.get("cx"), node.get("cy"), node.get("class")) for node in drawn.iter() if node.tag.endswith("circle")
    ]
    assert circles == [("0", "96", None), ("96", "0", "filled")]
    assert any(node.get("class") == "level" for node in drawn.iter())


def test_the_scale_is_the_one_that_is_given() -> None:
    wide, narrow = (tile("t", SLOPE, low, high, description="d") for low, high in ((0, 80), (0, 8)))
    assert len(shades(wide)) < len(shades(narrow))


def test_a_level_that_is_nowhere_draws_nothing() -> None:
    assert "level" not in tile("t", SLOPE, 0, 8, level=99, description="d")
