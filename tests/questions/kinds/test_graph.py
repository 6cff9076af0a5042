"""Computation graphs as pictures: from left to right, whatever their size, with a table that says the same."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest

from graders.engine.language.scope import Scope
from graders.graph_model import ordered, read_nodes
from graders.unreadable import Unreadable
from questions.kinds.graph import FUNCTIONS
from questions.kinds.graph.drawing import picture
from questions.kinds.graph.layout import HEIGHT, WIDTH, Layout, laid_out, way

INPUTS = Scope.from_question({"x": "scalar positive", "y": "scalar", "z": "scalar"})
LINES = ["h1 = ln(x)", "h2 = exp(y)", "h3 = h2*z", "f = h1 + h3"]
CHAIN = ["n1 = ln(x)", *(f"n{k} = exp(n{k - 1})" for k in range(2, 65))]
LADDER = ["n1 = ln(x)", "n2 = exp(y)", *(f"n{k} = n{k - 1} * n{k - 2}" for k in range(3, 65))]
STAR = [*(f"n{k} = x + {k}" for k in range(1, 64)), "f = " + " + ".join(f"n{k}" for k in range(1, 64))]
LONG = ["averylongnodename = ln(x)", "anotherverylongname = exp(y)", "f = averylongnodename * anotherverylongname"]


def plan(lines: list[str]) -> Layout:
    nodes = ordered(read_nodes(lines, INPUTS))
    used = [name for name in INPUTS.symbols if any(name in node.operands for node in nodes)]
    return laid_out(used, nodes)


def drawn(value: Any) -> str:
    found = picture(value, INPUTS)
    assert found is not None
    return str(found)


@pytest.mark.parametrize("lines", [LINES, CHAIN, LADDER, STAR, LONG])
def test_every_node_stands_right_of_what_it_needs_and_no_box_upon_another(lines: list[str]) -> None:
    made = plan(lines)
    for line in lines:
        name, _, formula = line.partition(" = ")
        for operand in set(re.findall(r"[a-z]\w*", formula)) & set(made.boxes):
            assert made.boxes[operand][0] + WIDTH < made.boxes[name][0]
    corners = sorted(made.boxes.values())
    for (x, y), (next_x, next_y) in pairwise(corners):
        assert next_x > x or next_y >= y + HEIGHT
    assert all(0 <= x <= made.width - WIDTH and 0 <= y <= made.height - HEIGHT for x, y in corners)


@pytest.mark.parametrize("lines", [LINES, LADDER])
def test_no_arrow_runs_through_a_box(lines: list[str]) -> None:
    made = plan(lines)
    for arrow in made.arrows:
        for (x, y), (to_x, to_y) in pairwise(way(arrow)):
            if y != to_y:
                continue  # between two columns, where no box stands
            for left, top in made.boxes.values():
                assert not (left < to_x - 1 and x + 1 < left + WIDTH and top < y < top + HEIGHT)


def test_the_table_says_what_is_drawn() -> None:
    told = drawn(LINES)
    assert told.count('class="arrow"') == 6
    assert '<th scope="row">h3</th><td><code>h2 · z</code></td><td>h2, z</td><td>f</td>' in told
    assert "style=" not in told
    assert "id=" not in told


def test_a_long_name_is_cut_in_its_box_and_whole_beside_it() -> None:
    told = drawn(LONG)
    assert ">averylongnode…</text>" in told
    assert "<title>anotherverylongname = exp(y)</title>" in told


@pytest.mark.parametrize(
    "value", ["see drawing", ["a = a"], None, 3, {}, ["f = q"], "<script>alert(1)</script> = ln(x)"]
)
def test_what_is_no_graph_is_not_drawn(value: Any) -> None:
    assert picture(value, INPUTS) is None


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_the_table_offers_is_one_operation_to_the_grader(name: str) -> None:
    (node,) = read_nodes([f"f = {name}({', '.join('xy'[: FUNCTIONS[name]])})"], INPUTS)
    assert node.operations == 1


@pytest.mark.parametrize("line", ["f = ?", "f = ln(?)", "f = ? + y"])
def test_a_row_half_done_is_told_to_be_unfinished(line: str) -> None:
    with pytest.raises(Unreadable, match=r"Node 1 \(f\) is not finished"):
        read_nodes([line], INPUTS)
