"""Right for the few sizes in the table is not right: what reckons with sizes has to be so for all."""

from __future__ import annotations

import pytest

from graders.engine.equality import Different, Equal, Undecided, Unsampled
from tests.graders.engine.equality.conftest import truth_of

W = {"w": "d", "X": "n x d"}
ROOTS = "".join(f"(d - {root})" for root in range(1, 11))
MANY_ROOTS = "".join(f"(d - {root})" for root in range(1, 40))


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


@pytest.mark.parametrize(
    "answer",
    [
        "w^T min(2, d)",
        "w^T min(2, tr(I_d))",
        "w^T (1 + min(1, n - 1))",
        "2w^T if d > 1 else w^T",
        "2w^T if d ≠ 3 else 0",
        "2w^T if n ≠ 17 else 0",
    ],
)
def test_right_but_for_one_small_size_is_a_difference(compare, answer):
    found = compare(W, "2w^T", answer)
    assert isinstance(found, Different)
    assert set(found.witness.sizes) & {"d", "n"}


@pytest.mark.parametrize(
    "answer",
    [
        f"2w^T + {MANY_ROOTS} w^T",
        f"2w^T + {MANY_ROOTS} ones(1, d)".replace("d -", "n -"),
        f"2w^T + {MANY_ROOTS} 1e-40 w^T",
        "2w^T min(1, 500/d)",
        "2w^T min(1, 3000000/d)",
        "2w^T min(1, 10^9/d)",
        "2w^T + relu(d - 1073741822) w^T",
        "w^T ⊙ [2, 2, …, 2] max(1, d - 99)",
        "Σ_j (2w_j if j ≤ 400 else 0) e_j^T",
    ],
)
def test_roots_and_bounds_beyond_all_sizes_that_could_be_run_are_found(compare, answer):
    assert isinstance(compare(W, "2w^T", answer), Different)


def test_roots_at_sizes_are_found_where_axes_are_summed(compare):
    answer = f"diag(softmax(w)) - softmax(w) softmax(w)^T + {MANY_ROOTS} I"
    assert isinstance(compare(W, "diag(softmax(w)) - softmax(w) softmax(w)^T", answer), Different)


def test_the_sum_of_ones_in_disguise_is_a_size(compare):
    count = "sum(w/w)"
    assert isinstance(compare(W, "2w^T", f"2w^T + ({count} - 2)({count} - 4)({count} - 5) w^T"), Different)


def test_what_a_convention_says_of_one_size_does_not_count(compare):
    assert isinstance(compare(W, "2w^T", "2w^T step(d - 1)"), Equal)
    assert isinstance(compare(W, "2w^T", "2w^T (d - 7)/(d - 7)"), Equal)


@pytest.mark.parametrize(
    "answer",
    [
        "2 w^T d/d",
        "2 w^T tr(I_d)/d",
        "2 w^T max(d, 1)/d",
        "2 w^T n/n + 0 sum(X)",
        "[2w_1, …, 2w_d]",
        "2 w^T + sin(π d) w^T",
    ],
)
def test_right_for_every_size_is_right(compare, answer):
    assert isinstance(compare(W, "2w^T", answer), Equal)


@pytest.mark.parametrize("answer", ["2w^T + e_9^T", "2w^T + w_9 w^T", "2w^T + step(w_9) e_1^T"])
def test_a_place_that_small_sizes_have_not_got_makes_a_difference(compare, answer):
    assert compare(W, "2w^T", answer).witness.sizes["d"] >= 9


@pytest.mark.parametrize("answer", ["2w^T + e_99^T", "2w^T + w_9 w^T - w_9 w^T"])
def test_a_place_that_small_sizes_have_not_got_is_never_nothing(compare, answer):
    assert isinstance(compare(W, "2w^T", answer), Undecided)


@pytest.mark.parametrize(
    ("truth", "answer", "outcome"),
    [
        ("w_3", "w_3", Equal),
        ("w_3", "w_3 (d - 1)/(d - 1)", Equal),
        ("w_3", "w_3 step(d - 2)", Equal),
        ("w_3", "w_2", Different),
        ("w_3", "w_3 step(d - 4)", Different),
        ("w_3", "w_3 min(1, 99/d)", Different),
        ("X e_3", "X w_6/w_6 e_3", Undecided),
        ("X e_3", "X w_6 e_3", Different),
        ("X e_6", "X w_6/w_6 e_6", Equal),
        ("exp(X_{20,3})", "exp(2 X_{20,3})/exp(X_{20,3})", Equal),
    ],
)
def test_sizes_without_an_entry_that_is_asked_for_are_none_of_the_question(compare, truth, answer, outcome):
    assert isinstance(compare(W, truth, answer), outcome)


@pytest.mark.parametrize("truth", ["w_999", "X_{30,1} kron(X, X)"])
def test_entries_that_only_huge_arrays_have_cannot_be_asked_for(truth):
    with pytest.raises(Unsampled):
        truth_of(W, truth)[0].prepare()


def test_what_is_too_much_to_settle_for_large_sizes_was_settled_for_small_ones(compare):
    symbols = {"X": "n x d", "w": "d", "y": "n"}
    truth = "-2/n (y - relu(X w))^T diag(step(X w)) X"
    assert isinstance(compare(symbols, truth, "2/n ((relu(X w) - y) ⊙ step(X w))^T X"), Equal)


def test_sizes_that_the_truth_reckons_with_as_well_are_looked_at(compare):
    truth = "I_d - ones(d, d)/d"
    assert isinstance(compare(W, truth, "I_d - ones(d) ones(d)^T/tr(I_d)"), Equal)
    assert isinstance(compare(W, truth, "I_d - ones(d, d)/max(d, 2)"), Different)
    assert isinstance(compare(W, "X/sqrt(d)", "X/sqrt(max(d, 2))"), Different)


@pytest.mark.parametrize("zero", ["", " + (Σ_{j=1}^d j - d (d + 1)/2) w^T"])
def test_a_size_that_told_a_difference_does_not_help_the_next_answer(compare, zero):
    roots = "".join(f"(d - {size})" for size in (*range(1, 10), 10, 12, 15, 100, 10_000, 10**6, 10**9))
    told = compare(W, "2w^T", f"2w^T + {roots} w^T{zero}").witness.sizes["d"]
    assert isinstance(compare(W, "2w^T", f"2w^T + {roots} (d - {told}) w^T{zero}"), Different)


def test_a_difference_is_shown_at_a_size_that_people_know(compare):
    assert compare(W, "2w^T", f"2w^T + {ROOTS} w^T").witness.sizes == {"d": 100}


@pytest.mark.parametrize(
    "answer", ["1 if w_i ≥ mean(w) else 0", "1 - step(sum(w) - d w_i)", "(1 + sign(d w_i - sum(w)))/2"]
)
def test_what_a_convention_says_where_one_size_meets_a_jump_does_not_count(compare, answer):
    symbols = {"w": "d", "i": "index"}
    assert isinstance(compare(symbols, "1 if w_i > mean(w) else 0", answer), Equal)
    assert isinstance(compare(symbols, "w_i if w_i > mean(w) else 0", f"w_i min(2, d)/2 ({answer})"), Equal)
    assert isinstance(compare(symbols, "2w_i", f"w_i min(2, d) + 0 ({answer})"), Different)


def test_places_that_are_alike_are_no_ties(compare):
    truth = "Σ_j (1 if x_i > x_j else 0)"
    assert isinstance(compare({"x": "n"}, truth, "(Σ_j (1 if x_i ≥ x_j else 0)) - n/n"), Equal)
    assert isinstance(compare({"x": "n"}, truth, f"{truth} min(1, 500/n)"), Different)


@pytest.mark.parametrize("answer", ["(Σ_{j=1}^2 w_j) d/d", "Σ_j (w_j if j ≤ 2 else 0)", "(w_1 + w_2) max(d, 1)/d"])
def test_a_size_that_lacks_a_place_the_truth_names_is_left_out(compare, answer):
    assert isinstance(compare(W, "w_1 + w_2", answer), Equal)


@pytest.mark.parametrize(
    "condition", ["d^2 + 1 > d^2", "d^3 + d > d^3", "(d - 1)(d + 1) < d^2", "exp(-d) > 0", "1 + exp(-d) > 1"]
)
def test_huge_sizes_are_compared_without_rounding(compare, condition):
    assert isinstance(compare(W, "2w^T", f"2w^T if {condition} else 0"), Equal)


@pytest.mark.parametrize("size", [10, 11, 12, 13])
def test_the_few_places_of_a_named_size_are_different_ones(compare, size):
    answer = f"((A_ij if i < j else 0) + (A_ij if i > j else 0)) {size}^n/{size}^n"
    assert isinstance(compare({"A": "n x n"}, "A - diag(diag(A))", answer), Equal)


def test_of_one_class_every_row_is_one_hot(compare):
    symbols = {"Z": "n x k", "Y": "n x k onehot"}
    assert isinstance(compare(symbols, "sum(Y)", "n k/k"), Equal)
    truth = "(Y ones(k) ones(k)^T ⊙ softmax(Z, axis=1) - Y)/n"
    assert isinstance(compare(symbols, truth, "(softmax(Z, axis=1) - Y) k/(k n)"), Equal)


def test_rows_are_as_many_as_one_likes_where_each_is_one_hot(compare):
    symbols = {"Z": "n x k", "Y": "n x k onehot"}
    answer = "(softmax(Z, axis=1) - Y)/min(n, 5000)"
    assert isinstance(compare(symbols, "(softmax(Z, axis=1) - Y)/n", answer), Different)


def test_a_determinant_is_looked_at_for_a_size_that_can_be_afforded(compare):
    for seed in range(8):
        found = compare({"A": "d x d invertible"}, "det(2A)", "det(2A) (1 + relu(d - 11))", seed)
        assert isinstance(found, Different)


def test_where_the_truth_overflows_for_huge_sizes_it_is_looked_at_for_large_ones(compare):
    symbols, truth = {"K": "n x d", "q": "d"}, "softmax(K q/sqrt(d))"
    assert isinstance(compare(symbols, truth, f"(1 + relu(d - 11)) {truth}"), Different)
    assert isinstance(compare(symbols, truth, "softmax(K q/d^(1/2))"), Equal)
    assert compare(symbols, truth, f"(1 + relu(d - 11)) {truth}").witness.sizes["d"] in (12, 15)
