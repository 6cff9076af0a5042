"""Costs are counted in entries and bits."""

from __future__ import annotations

from graders.engine.elaborate import author
from graders.engine.equality.budget import Budget, beyond, operations, too_large
from graders.engine.graph import Graph, tape
from graders.engine.language.scope import Scope

SCOPE = Scope.from_question({"X": "n x d", "w": "d"})
SIZES = {"n": 3, "d": 4}


def node(text):
    return author(text, SCOPE, Graph())


def test_a_product_costs_its_multiplications():
    one, other = (operations(list(tape([node(text)])), SIZES) for text in ("X w", "X X^T"))
    assert one is not None
    assert other is not None
    assert one >= 3 * 4
    assert other >= 3 * 3 * 4


def test_large_arrays_cost_too_much():
    assert too_large(node("kron(kron(kron(X, X), X), w)"), [{"n": 6, "d": 6}])
    assert not too_large(node("X w"), [SIZES])


def test_an_entry_that_does_not_exist_is_noticed():
    assert beyond(node("w_5"), [SIZES])
    assert not beyond(node("w_4"), [SIZES])


def test_a_budget_ends():
    budget = Budget(10)
    assert budget.spend(9, 256)
    assert not budget.spend(2, 256)


def test_what_is_allowed_can_be_spent():
    budget = Budget(10)
    assert budget.allows([(4, 256), (6, 256)])
    assert not budget.allows([(4, 256), (6, 768)])
    assert budget.spend(4, 256)
    assert budget.spend(6, 256)
