"""Right for the few sizes that are tried is not right: what reckons with sizes has to be so for large ones."""

from __future__ import annotations

import pytest

from graders.engine.equality import Different, Equal, Undecided

W = {"w": "d", "X": "n x d"}
ROOTS = "".join(f"(d - {root})" for root in range(1, 11))


@pytest.mark.parametrize(
    "answer",
    [
        f"2w^T + {ROOTS} w^T",
        "2w^T max(1, d - 6)",
        "2w^T + step(n - 9) ones(1, n) X",
        "2w^T + relu(d - 7) w^T",
    ],
)
def test_right_for_small_sizes_only_is_a_difference(compare, answer):
    assert isinstance(compare(W, "2w^T", answer), Different)


@pytest.mark.parametrize("answer", ["2 w^T d/d", "2 w^T tr(I_d)/d", "2 w^T max(d, 1)/d", "2 w^T n/n + 0 sum(X)"])
def test_right_for_every_size_is_right(compare, answer):
    assert isinstance(compare(W, "2w^T", answer), Equal)


@pytest.mark.parametrize("answer", ["2w^T + e_9^T", "2w^T + e_99^T", "2w^T + w_9 w^T"])
def test_a_place_that_small_sizes_have_not_got_is_never_nothing(compare, answer):
    assert isinstance(compare(W, "2w^T", answer), Undecided)


def test_what_is_too_much_to_settle_for_large_sizes_was_settled_for_small_ones(compare):
    symbols = {"X": "n x d", "w": "d", "y": "n"}
    truth = "-2/n (y - relu(X w))^T diag(step(X w)) X"
    assert isinstance(compare(symbols, truth, "2/n ((relu(X w) - y) ⊙ step(X w))^T X"), Equal)
