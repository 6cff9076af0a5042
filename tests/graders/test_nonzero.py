"""Which entries of an answer are not zero, whatever numbers it is run at."""

from __future__ import annotations

import numpy as np
import pytest

from graders.derived import jacobian_of
from graders.engine.language.scope import Scope
from graders.expression import Expression, prepare
from graders.nonzero import nonzero

SCOPE = Scope.from_question({"X": "n x d", "W": "k x d", "p": "d positive"})


@pytest.fixture(scope="module")
def task() -> Expression:
    return prepare(jacobian_of(SCOPE, "X W^T", "W"), "X W^T", "content", "ijkl")


def test_sizes_are_two_and_a_delta_is_a_diagonal(task: Expression) -> None:
    found = nonzero(task, "δ_jk X_il")
    assert found is not None
    assert (found == np.eye(2, dtype=bool)[None, :, :, None]).all()
    assert found.shape == (2, 2, 2, 2)


@pytest.mark.parametrize("text", ["((X_il + 0.1) - X_il - 0.1) δ_jk", "(exp(X_il) exp(-X_il) - 1) δ_jk", "0 X_il δ_jk"])
def test_what_cancels_is_zero_without_rounding(task: Expression, text: str) -> None:
    found = nonzero(task, text)
    assert found is not None
    assert not found.any()


@pytest.mark.parametrize("text", ["(X_il^2 - 1) δ_jk", "(X_il - 2) δ_jk", "1e-30 X_il δ_jk"])
def test_what_is_zero_at_some_numbers_or_small_is_not_zero(task: Expression, text: str) -> None:
    found = nonzero(task, text)
    assert found is not None
    assert found.sum() == 8


@pytest.mark.parametrize("text", ["sign(X_il) δ_jk", "sqrt(X_il) δ_jk", "X_il δ_jk / (W_kl - W_kl)", "X[5,1] δ_jk"])
def test_of_kinks_edges_and_what_does_not_exist_nothing_is_said(task: Expression, text: str) -> None:
    assert nonzero(task, text) is None
