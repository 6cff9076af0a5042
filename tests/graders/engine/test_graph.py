"""Graphs make each node once."""

from __future__ import annotations

from fractions import Fraction

import pytest

from graders.engine.graph import Graph, tape
from graders.engine.sizes import ONE, ShapeError, product, shape, size


def test_the_same_operation_is_the_same_node():
    graph = Graph()
    x = graph.input("x")
    assert graph.apply("exp", x) is graph.apply("exp", x)
    assert graph.constant(2) is graph.constant(Fraction(4, 2))
    assert graph.constant(2) is not graph.constant(2, shape("d"))
    assert graph.input("x", shape("d")) is not x


def test_a_child_shares_its_parents_nodes_and_adds_none_to_it():
    parent = Graph()
    x = parent.input("x")
    known = parent.apply("exp", x)
    child = Graph(parent)
    assert child.input("x") is x
    assert child.apply("exp", x) is known
    mine = child.apply("log", x)
    assert parent.apply("log", x) is not mine


def test_arguments_come_before_their_users_once_each():
    graph = Graph()
    x = graph.input("x")
    y = graph.apply("exp", x)
    z = graph.apply("add", y, x)
    assert list(tape([z, y])) == [x, y, z]


def test_a_chain_of_any_length_is_walked():
    graph = Graph()
    node = graph.input("x")
    for _ in range(20_000):
        node = graph.apply("exp", node)
    assert sum(1 for _ in tape([node])) == 20_001


def test_sizes_multiply_and_are_counted_under_an_assignment():
    area = size("n") * size("d") * size(2)
    assert area == size(2) * size("d") * size("n")
    assert str(area) == "2dn"
    assert area.at({"n": 3, "d": 4}) == 24
    assert product(()) == ONE


def test_only_like_sizes_add():
    assert size("d") + size("d") == size(2) * size("d")
    with pytest.raises(ShapeError, match="n and d do not add"):
        size("n") + size("d")
