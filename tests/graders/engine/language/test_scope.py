"""What an author declares, and what is refused as a declaration."""

from __future__ import annotations

import pytest

from graders.engine.language.errors import ScopeError
from graders.engine.language.scope import Scope
from graders.engine.sizes import ONE, Size, shape


@pytest.mark.parametrize(
    ("declared", "expected", "domains"),
    [
        ("d", (*shape("d"), ONE), set()),
        ("d x 1", (*shape("d"), ONE), set()),
        ("1 x d", (ONE, *shape("d")), set()),
        ("n x d", shape("n", "d"), set()),
        ("n×d", shape("n", "d"), set()),
        ("2x2", shape(2, 2), set()),
        ("3", (Size(3), ONE), set()),
        ("n x k x d", shape("n", "k", "d"), set()),
        ("scalar", (), set()),
        ("scalar positive", (), {"positive"}),
        ("n x n invertible symmetric", shape("n", "n"), {"invertible", "symmetric"}),
        ("d positive unit", (*shape("d"), ONE), {"positive", "unit"}),
    ],
)
def test_a_declaration_is_a_shape_and_domains(declared, expected, domains):
    symbol = Scope.from_question({"A": declared}).symbols["A"]
    assert (symbol.shape, symbol.domains, symbol.is_index) == (expected, domains, False)


def test_an_index_may_say_what_it_runs_over():
    scope = Scope.from_question({"i": "index", "j": "index n"})
    assert scope.symbols["i"].is_index
    assert scope.symbols["j"].runs_over == "n"
    assert scope.sizes == ("n",)


def test_size_letters_come_in_the_order_of_their_first_use():
    assert Scope.from_question({"X": "n x d", "W": "k x d", "b": "3"}).sizes == ("n", "d", "k")


def test_a_definition_knows_the_symbols_behind_it():
    scope = Scope.from_question({"x": "scalar", "y": "scalar"}, {"h1": "ln(x)", "h2": "h1 + 1", "u(y)": "y^2"})
    assert scope.mentioned == {"h1": {"x"}, "h2": {"x"}, "u": {"y"}}


@pytest.mark.parametrize(
    ("symbols", "definitions"),
    [
        ({"w": ""}, {}),
        ({"w": "large"}, {}),
        ({"w": "d odd"}, {}),
        ({"w": "d x"}, {}),
        ({"w": "n x d invertible"}, {}),
        ({"d": "d"}, {}),
        ({"w": "d"}, {"w": "2"}),
        ({"w_1": "scalar", "w1": "scalar"}, {}),
        ({"w": "d"}, {"d": "2"}),
        ({"i": "index n d"}, {}),
    ],
)
def test_a_declaration_that_says_nothing_is_refused(symbols, definitions):
    with pytest.raises(ScopeError):
        Scope.from_question(symbols, definitions)
