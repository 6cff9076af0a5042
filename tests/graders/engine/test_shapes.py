"""Shape rules say what does not fit."""

from __future__ import annotations

import pytest

from graders.engine.graph import Graph
from graders.engine.sizes import ShapeError, broadcast, shape, show, size


def test_axes_of_length_one_stretch():
    assert broadcast(shape("n", 1), shape("d")) == shape("n", "d")
    assert broadcast((), shape("n", "d")) == shape("n", "d")
    assert broadcast() == ()


@pytest.mark.parametrize(
    ("primitive", "shapes", "parameters", "message"),
    [
        ("add", [("n", 1), ("d", 1)], (), "n×1 and d×1 do not fit element by element"),
        ("contract", [("n", "d"), ("n", "d")], ("ij,jk->ik",), "the sizes d and n do not match"),
        ("contract", [("n", "d")], ("i->i",), "i does not name the axes of n×d"),
        ("contract", [("n", "d")], ("ij->ii",), "repeats an axis"),
        ("inverse", [("n", "d")], (), "n×d is not a square matrix"),
        ("determinant", [("n",)], (), "n is not a square matrix"),
        ("sum", [("n",)], ((1,),), "n has no axes"),
        ("permute", [("n", "d")], ((0, 0),), "is not an order"),
        ("reshape", [("n", "d")], (shape("n"),), "n×d has not as many entries as n"),
        ("broadcast_to", [("n",)], (shape("d"),), "n and d do not fit"),
        ("broadcast_to", [("n", "d")], (shape("d"),), "n×d does not stretch to d"),
        ("take", [(3,)], (0, 3), "there is no entry 4 among 3"),
        ("take", [("n",)], (1, 0), "n has no axis 1"),
        ("stack", [("n",), ("d",)], (0,), "different shapes"),
        ("concatenate", [("n", "d"), ("n", "k")], (0,), "side by side"),
        ("concatenate", [("n", "d"), ("n", "k")], (1,), "d and k do not add"),
    ],
)
def test_what_does_not_fit_is_named(primitive, shapes, parameters, message):
    graph = Graph()
    arguments = [graph.input(f"x{at}", shape(*axes)) for at, axes in enumerate(shapes)]
    with pytest.raises(ShapeError, match=message):
        graph.apply(primitive, *arguments, parameters=parameters)


def test_equal_sizes_add_up_side_by_side():
    graph = Graph()
    w = graph.input("w", shape("d", 1))
    assert graph.apply("concatenate", w, w, w, parameters=(0,)).shape == (size("d") + size("d") + size("d"), size(1))


def test_shapes_are_shown_as_people_write_them():
    assert show(shape("n", "d")) == "n×d"
    assert show(()) == "1"
    assert show((size("d") * size("d") * size(2),)) == "2dd"
