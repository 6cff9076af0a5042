"""Lengths of axes tell exchanged indices of tensors apart, and never exclude what fits."""

from __future__ import annotations

from itertools import product

import pytest

from graders.engine.diagnosis.reach import overruns
from graders.engine.elaborate import IllTyped, elaborate
from graders.engine.graph import Graph, Node
from graders.engine.language.errors import LanguageError
from graders.engine.language.parser import parse
from graders.engine.language.scope import Scope
from graders.engine.sizes import ShapeError, shape

SCOPE = Scope.from_question({"X": "n x d", "W": "k x d", "w": "d", "A": "d x d"}, {"B": "X W^T"})
PLACE = shape("n", "k", "k", "d")
LENGTHS = dict(zip("ijkl", PLACE, strict=True))


@pytest.mark.parametrize(
    "form", ["X_{0}{1} δ_{2}{3}", "w_{0} δ_{1}{2}", "A_{0}{1} - W_{2}{3}", "X_{0}{1}/2 + w_{2}^2", "B_{0}{1} w_{2}"]
)
def test_what_overruns_is_no_array_of_that_shape(form: str) -> None:
    excluded = 0
    for letters in product("ijkl", repeat=4):
        tree = parse(form.format(*letters), SCOPE).tree
        if overruns(tree, SCOPE, LENGTHS):
            excluded += 1
            node = _node(form.format(*letters))
            assert node is None or node.shape != PLACE
    assert excluded > 100


def test_the_right_indices_do_not_overrun() -> None:
    for text in ("X_il δ_jk", "-w_l δ_jk X_il^2", "W_kl (δ_jk + 1)"):
        assert not overruns(parse(text, SCOPE).tree, SCOPE, LENGTHS)


def test_bound_letters_and_letters_that_name_no_axis_are_not_told() -> None:
    for text in ("sum_i w_i", "X_ml δ_jk", "sum_{i=1}^d A_{il}"):
        assert not overruns(parse(text, SCOPE).tree, SCOPE, LENGTHS)
    assert not overruns(parse("X_li", SCOPE).tree, SCOPE, {})


def _node(text: str) -> Node | None:
    try:
        return elaborate(parse(text, SCOPE).tree, SCOPE, Graph(), expected=PLACE, index="ijkl").node
    except (LanguageError, IllTyped, ShapeError):
        return None
