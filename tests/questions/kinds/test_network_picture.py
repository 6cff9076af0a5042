"""What a student's network does, drawn."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from questions.kind import MISSING, Seen
from questions.kinds.network import KIND
from questions.reading import read_question

XOR = [[[0, 0], 0], [[0, 1], 1], [[1, 0], 1], [[1, 1], 0]]
SOLVES = {"W1": [[1, 1], [1, 1]], "b1": [0, -1], "W2": [[1, -2]], "b2": 0}
ADDS = {"W1": [[1, 0], [0, 1]], "b1": [0, 0], "W2": [[1, 1]], "b2": 0}


def drawn(
    value: Any, *, reasons: bool = True, layers: str = "W2 relu(W1 x + b1) + b2", table: Any = XOR
) -> ElementTree.Element | None:
    question = read_question({"field": [{"name": "w", "kind": "network", "layers": layers, "table": table}]})
    picture = KIND.picture(question.fields["w"].prepared, value, Seen({}, reasons))
    return None if picture is None else ElementTree.fromstring(picture)


def table_of(picture: ElementTree.Element | None) -> list[list[str]]:
    assert picture is not None
    return [["".join(cell.itertext()) for cell in row] for row in picture.iter("tr")]


def labels(picture: ElementTree.Element | None, kind: str) -> list[str]:
    assert picture is not None
    return ["".join(text.itertext()) for group in picture.iter("g") if group.get("class") == kind for text in group]


def words(picture: ElementTree.Element | None) -> str:
    assert picture is not None
    return " ".join(picture.itertext())


def test_the_table_runs_the_network_and_its_hidden_units() -> None:
    assert table_of(drawn(SOLVES)) == [
        ["x1", "x2", "h1", "h2", "ŷ", "target"],
        ["0", "0", "0", "0", "0", "0 ✓"],
        ["0", "1", "1", "0", "1", "1 ✓"],
        ["1", "0", "1", "0", "1", "1 ✓"],
        ["1", "1", "2", "1", "0", "0 ✓"],
    ]


def test_another_gate_is_named() -> None:
    assert "computes OR, not XOR" in words(drawn(ADDS))
    assert table_of(drawn(ADDS))[4] == ["1", "1", "1", "1", "2", "0 ✗"]
    assert "computes XOR." in words(drawn(SOLVES))


def test_without_reasons_there_is_no_target_and_no_gate() -> None:
    picture = drawn(ADDS, reasons=False)
    assert table_of(picture)[0] == ["x1", "x2", "h1", "h2", "ŷ"]
    assert not re.search("XOR|target|✓|✗", words(picture))


def test_the_surface_has_the_points_the_borders_and_the_line_of_a_half() -> None:
    picture = drawn(SOLVES)
    assert [text for text in labels(picture, "spot") if text] == ["0", "1", "1", "0"]
    assert [text for text in labels(picture, "border") if text] == ["h1", "h2"]
    assert [text for text in labels(picture, "level") if text] == ["0.5"]
    assert "ŷ rises from −1 at (1.5, 1.5) to 1 at" in words(picture)


def test_text_is_read_as_for_grading() -> None:
    assert table_of(drawn("W1 = [1 1; 1 1]; b1 = [0; -1]; W2 = [1 -2]; b2 = 0")) == table_of(drawn(SOLVES))


@pytest.mark.parametrize("value", [MISSING, None, "", "W1 =", {"W1": [[1]]}, 3, []])
def test_what_is_no_network_is_not_drawn(value: Any) -> None:
    assert drawn(value) is None


def test_a_network_of_three_inputs_has_a_table_only() -> None:
    picture = drawn({"W": [[1, 1, 1]]}, layers="W x", table=[[[1, 2, 3], 6]])
    assert table_of(picture) == [["x1", "x2", "x3", "ŷ", "target"], ["1", "2", "3", "6", "6 ✓"]]
    assert picture is not None
    assert not list(picture.iter("svg"))


def test_every_output_has_its_surface() -> None:
    table = [[[0, 0], [0, 5]], [[2, 3], [2, 8]]]
    picture = drawn({"W": [[1, 0], [1, 1]], "b": [0, 5]}, layers="tanh(W x + b)", table=table)
    assert table_of(picture)[0] == ["x1", "x2", "ŷ1", "ŷ2", "target 1", "target 2"]
    assert picture is not None
    assert [node.text for node in picture.iter("title")] == ["ŷ1 over both inputs", "ŷ2 over both inputs"]
    assert labels(picture, "level") == []  # the targets are not only 0 and 1


def test_wide_and_huge_networks_are_drawn_too() -> None:
    huge = {"W1": [[1e6, 1e6]] * 64, "b1": [1e6] * 64, "W2": [[1e6] * 64], "b2": 1e6}
    assert table_of(drawn(huge))[1] == ["0", "0", "6.4e13", "0 ✗"]


def test_a_constant_network_is_said_to_be_one() -> None:
    zero = {"W1": [[0, 0]], "b1": [0], "W2": [[0]], "b2": 0.25}
    assert "ŷ is 0.25 everywhere." in words(drawn(zero))
