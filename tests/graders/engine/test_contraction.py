"""Contractions come out as short as a person would write them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.engine.build import Build
from graders.engine.evaluate import evaluate
from graders.engine.graph import Graph, Node, tape
from graders.engine.numbers.floats import FLOATS
from graders.engine.sizes import ShapeError, shape, size

SIZES = {"n": 3, "d": 4, "k": 5}


@pytest.fixture
def build() -> Build:
    return Build(Graph())


def eye(build: Build, letter: str) -> Node:
    return build.apply("eye", parameters=(size(letter),))


def test_an_identity_that_is_summed_goes(build):
    X = build.graph.input("X", shape("n", "d"))
    assert build.einsum("ij,jk->ik", X, eye(build, "d")) is X
    assert build.einsum("ij,jk->ki", X, eye(build, "d")).primitive == "permute"


def test_an_identity_between_two_results_stays(build):
    w = build.graph.input("w", shape("d"))
    kept = build.einsum("i,ij->ij", w, eye(build, "d"))
    assert kept.primitive == "contract"
    assert build.einsum("ij,j->i", kept, w) is build.einsum("i,i->i", w, w)
    assert build.sum(kept, (1,)) is w


def test_identities_in_a_row_are_one(build):
    d = eye(build, "d")
    assert build.einsum("ij,jk,kl->il", d, d, d) is d
    assert build.einsum("ij,ij->ij", d, d) is d
    assert build.einsum("ij,ji->ij", d, d) is d


def test_the_trace_of_an_identity_is_its_size(build):
    trace = build.einsum("ii->", eye(build, "d"))
    assert trace is build.apply("size_value", parameters=(size("d"),))
    assert build.einsum("ii->", eye(build, "3")) is build.constant(3)


def test_a_transposed_transpose_is_nothing(build):
    X = build.graph.input("X", shape("n", "d"))
    assert build.transpose(build.transpose(X)) is X


def test_sums_over_what_was_repeated_are_multiples(build):
    w = build.graph.input("w", shape("d", 1))
    repeated = build.broadcast_to(w, shape("n", "d", 1))
    assert build.sum(repeated, (0,)) is build.apply("multiply", build.apply("size_value", parameters=(size("n"),)), w)


def test_axes_of_length_one_come_and_go(build):
    w = build.graph.input("w", shape("d", 1))
    assert build.reshape(build.reshape(w, shape(1, "d", 1, 1)), shape("d", 1)) is w
    assert build.sum(build.reshape(w, shape("d")), (0,)).primitive == "sum"


def test_numbers_and_signs_move_to_the_front(build):
    X = build.graph.input("X", shape("n", "d"))
    doubled = build.multiply(build.constant(2), build.negate(X))
    product = build.einsum("ij,kj->ik", doubled, X)
    assert product.primitive == "multiply"
    assert product.arguments[0] is build.constant(-2)


def test_nothing_times_something_is_nothing(build):
    X = build.graph.input("X", shape("n", "d"))
    zero = build.constant(0, shape("d", 1))
    assert build.einsum("ij,jk->ik", X, zero) is build.constant(0, shape("n", 1))
    assert build.multiply(X, build.constant(0)) is build.constant(0, X.shape)


def test_axes_before_the_named_ones_are_kept(build):
    A, B = build.graph.input("A", shape("k", "n", "d")), build.graph.input("B", shape("d", "n"))
    assert build.einsum("ij,jk->ik", A, B).shape == shape("k", "n", "n")


def test_sizes_that_do_not_match_are_refused(build):
    X = build.graph.input("X", shape("n", "d"))
    with pytest.raises(ShapeError, match=r"the sizes [dn] and [dn] do not match"):
        build.einsum("ij,jk->ik", X, X)
    with pytest.raises(ShapeError, match="the sizes d and n do not match"):
        build.einsum("ij,jk->ik", X, eye(build, "n"))
    with pytest.raises(ShapeError, match="z names an axis that no array has"):
        build.einsum("ij->z", X)


def test_long_products_of_diagonal_matrices_stay_products_of_few(build):
    w = build.graph.input("w", shape("d"))
    diagonal = build.einsum("i,ij->ij", w, eye(build, "d"))
    product = diagonal
    for _ in range(200):
        product = build.einsum("ij,jk->ik", product, diagonal)
    assert max(len(node.arguments) for node in tape([product])) <= 8
    (value,) = evaluate([product], FLOATS, {"w": np.full((4, 1), 1.01)}, SIZES)
    np.testing.assert_allclose(value[..., 0], np.eye(4) * 1.01**201)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_every_simplified_contraction_is_still_the_einsum(data):
    """Random einsums of matrices, identities, constants and transposes, against numpy on the plain arrays."""
    build = Build(Graph())
    graph, d = build.graph, size("d")
    X, w = graph.input("X", (d, d)), graph.input("w", (d,))
    leaves = [
        X,
        w,
        eye(build, "d"),
        graph.constant(3, (d, d)),
        build.transpose(X),
        build.negate(w),
        build.einsum("i,ij->ij", w, eye(build, "d")),
        build.broadcast_to(w, (d, d)),
        build.multiply(graph.constant(2), X),
    ]
    letters = st.sampled_from("abcde")
    arrays = data.draw(st.lists(st.sampled_from(leaves), min_size=1, max_size=4))
    named = ["".join(data.draw(letters) for _ in array.shape) for array in arrays]
    used = sorted(set("".join(named)))
    output = "".join(data.draw(st.permutations(used))[: data.draw(st.integers(0, min(4, len(used))))])
    spec = ",".join(named) + "->" + output
    random = np.random.default_rng(3)
    values = {"X": random.normal(size=(4, 4, 1)), "w": random.normal(size=(4, 1))}
    made, *plain = evaluate([build.einsum(spec, *arrays), *arrays], FLOATS, values, SIZES)
    np.testing.assert_allclose(made[..., 0], np.einsum(spec, *(array[..., 0] for array in plain)), atol=1e-9)
