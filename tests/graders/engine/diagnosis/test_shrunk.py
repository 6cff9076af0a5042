"""Arithmetic where every size is 1 tells most wrong formulas from a truth, and never excludes a right one."""

from __future__ import annotations

import numpy as np
import pytest

from graders.engine.diagnosis import Asked
from graders.engine.diagnosis.shrunk import Shrunk
from graders.engine.elaborate import author
from graders.engine.elaborate.trees import spots
from graders.engine.equality import Truth
from graders.engine.graph import Graph
from graders.engine.language.parser import parse
from graders.engine.language.scope import Scope
from graders.engine.sampling import Points
from graders.engine.syntax import Binary, Tree
from questions.loading import load_bank

MATRICES = {"A": "n x n", "X": "n x d", "W": "n x d", "w": "d", "x": "d", "u": "n", "c": "scalar"}

FORMULAS = [
    "X w",
    "2 w^T",
    "w w^T",
    "w^T w I_d",
    "w^T x + c",
    "X^T X + c I",
    "diag(exp(X w)) X",
    "diag(tanh(X w)^2)",
    "(X ⊙ W) x / norm2(x)^3",
    "sum(exp(X w)) ones(d)",
    "X ⊗ w",
    "tr(A) A^{-1}",
    "det(A) A^T",
    "softmax(X w)",
    "σ(c) (1 - σ(c))",
    "A_il δ_il",
    "X_il W_jl",
    "sum_j X_ij w_j",
    r"\sum_{j=1}^d X_{ij} w_j",
    "w + e_1",
    "0^T X",
    "w^T / sqrt(d)",
    "|c|",
    "relu(w) - step(x)",
    "c if c > 0 else 0",
    "[w_1, …, w_d]",
    "X[i,:]",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_worth_there_what_its_graph_is(ask, text: str) -> None:
    scope, asked = ask(MATRICES, text)
    assert not _excludes(scope, asked, parse(text, scope).tree)


@pytest.mark.parametrize(
    ("truth", "wrong"),
    [
        ("2 w^T", "w^T"),
        ("X^T X + c I", "X^T X - c I"),
        ("diag(exp(X w)) X", "diag(exp(w)) X"),
        ("w^T / sqrt(d)", "w / sqrt(2)"),
        ("A_il δ_il", "2 A_il δ_il"),
    ],
)
def test_another_function_is_excluded_without_being_read(ask, truth: str, wrong: str) -> None:
    scope, asked = ask(MATRICES, truth)
    assert _excludes(scope, asked, parse(wrong, scope).tree)


@pytest.mark.parametrize(
    ("truth", "same"),
    [
        ("2 w^T", "2 w"),  # transposes do not show
        ("X w", "X[i,:] w"),
        ("w^T w", "w w^T"),
        ("c", "c if c > 0 else c"),  # what is not arithmetic is not told
    ],
)
def test_what_cannot_be_told_is_not_excluded(ask, truth: str, same: str) -> None:
    scope, asked = ask(MATRICES, truth)
    assert not _excludes(scope, asked, parse(same, scope).tree)


def test_arrays_of_a_number_of_entries_are_not_told(ask) -> None:
    scope, asked = ask({"w": "3", "c": "scalar"}, "2 w")
    assert not _excludes(scope, asked, parse("w", scope).tree)


def test_fixed_indices_and_definitions_are_what_they_stand_for() -> None:
    scope = Scope.from_question({"X": "n x d", "w": "d", "i": "index n"}, {"x_i": "X[i,:]^T", "y": "X w"})
    for text in ("x_i^T", "x_i^T w", "y_i", "X_i1", "y^T y"):
        asked = _asked(scope, text)
        assert not _excludes(scope, asked, parse(text, scope).tree)
        assert _excludes(scope, asked, parse(f"3 ({text})", scope).tree)


def test_a_part_is_counted_once_for_all_edited_trees(ask) -> None:
    scope, asked = ask(MATRICES, "X w + 2 u")
    shrunk = Shrunk(scope, asked)
    tree = parse("X w + 3 u", scope).tree
    assert shrunk.excludes(tree)
    edited = [spot.put(Binary("-", spot.part.left, spot.part.right, spot.part.span))
              for spot in spots(tree) if isinstance(spot.part, Binary) and spot.part.operator == "+"]  # fmt: skip
    assert all(map(shrunk.excludes, edited))


def test_no_right_answer_of_the_bank_is_excluded() -> None:
    judged = 0
    for _, question in load_bank():
        if question.variants is not None:
            continue
        for field in question.fields.values():
            if field.kind.name != "expression":
                continue
            task = field.prepared.task
            asked = task.ask(b"secret")
            for example in field.examples:
                if example.score == 1 and isinstance(example.answer, str) and "=" not in example.answer:
                    judged += 1
                    tree = parse(example.answer, task.derived.scope).tree
                    assert not _excludes(task.derived.scope, asked, tree), example.answer
    assert judged > 50


def _asked(scope: Scope, text: str) -> Asked:
    graph = Graph()
    return Asked(Truth(graph, author(text, scope, graph), Points.of(scope, b"secret", "content")))


def _excludes(scope: Scope, asked: Asked, tree: Tree) -> bool:
    with np.errstate(all="ignore"):
        return Shrunk(scope, asked).excludes(tree)
