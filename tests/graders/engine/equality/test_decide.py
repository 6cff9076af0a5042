"""Equal, different, undecided: each right, whichever side is the truth, with every secret."""

from __future__ import annotations

from math import comb, factorial

import pytest

from graders.engine.equality import Different, Equal, Undecided
from tests.graders.engine.equality.conftest import against, truth_of

X = {"x": "scalar"}
SEEDS = range(40)
EXPANDED = " + ".join(f"({(-1) ** k * comb(16, k)}) x^{16 - k}" for k in range(17))
SERIES = " + ".join(f"({(-1) ** k})/{factorial(2 * k + 1)} x^{2 * k + 1}" for k in range(12))

SAME = [
    ("x", "x + 0"),
    ("(x - 1)^16", EXPANDED),
    ("exp(x)", "exp(200x) exp(-199x)"),
    ("|x^2 - 4|", "|x - 2| |x + 2|"),
    ("exp(x)", "ln(exp(exp(x)))"),
    ("x", "ln(exp(x))"),
    ("|x|", "sqrt(x^2)"),
    ("|x|", "max(x, -x)"),
    ("relu(x)", "(x + |x|)/2"),
    ("relu(x)", "x if x > 0 else 0"),
    ("1", "sin(x)^2 + cos(x)^2"),
    ("tanh(x)", "2 sigmoid(2x) - 1"),
    ("sigmoid(x)", "1/(1 + exp(-x))"),
    ("x", "x^3/x^2"),
    ("x + 1", "(x^2 - 1)/(x - 1)"),
    ("exp(x) + 1", "|exp(x) + 1|"),
    ("ln(1 + exp(x))", "softplus(x)"),
    ("1/3", "2/6"),
]
OTHER = [
    ("x", "1.000000000000001x"),
    ("x", "x + exp(-60 - x^2)"),
    ("x", "x + exp(-1000 - x^2)"),
    ("x", "x + 10^(-30)"),
    ("relu(x)", "max(x, 0.001x)"),
    ("sin(x)", SERIES),
    ("(x - 1)^16", EXPANDED + " + 0.000000000001"),
    ("1", "tanh(8 + x^2)"),
    ("1", "tanh(1000 + x^2)"),
    ("25", "25.00001"),
    ("1/3", "0.3333333333333333"),
    ("x", "|x|"),
    ("x", "sqrt(x^2)"),
    ("|x|", "x if x > -1000 else 0"),
    ("sin(x)", "sin(x) + (1 if x > 1000000 else 0)"),
    ("sin(x)", "sin(x) + 1[x > 3.14159] - 1[x > 3.1416]"),
    ("relu(x)", "x if x > 1/1000 else 0"),
    ("exp(x)", "exp(x) + 1/exp(x)^60"),
    ("x", "x (1 + exp(-x^2 - 90))^2"),
    ("cos(x)", "cos(x + exp(-80))"),
    ("0", "1 - sign(relu(-x))"),
    ("sin(x)", "sin(x) + x - relu(x) + relu(-x) + sign(relu(x - 60))"),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_equal_functions_are_equal_both_ways_round(compare, left, right):
    for seed in SEEDS:
        assert isinstance(compare(X, left, right, seed), Equal)
        assert isinstance(compare(X, right, left, seed), Equal)


@pytest.mark.parametrize(("left", "right"), OTHER)
def test_different_functions_are_different_both_ways_round(compare, left, right):
    for seed in SEEDS:
        assert isinstance(compare(X, left, right, seed), Different)
        assert isinstance(compare(X, right, left, seed), Different)


@pytest.mark.parametrize(
    ("truth", "answer"),
    [
        ("x", "exp(ln(x))"),
        ("x", "sqrt(x)^2"),
        ("x", "x/(x - x) - x/(x - x) + x"),
        ("x", "x + 0/(x - x)"),
        ("exp(x)", "exp(200x) exp(-199x) + 0 ln(70 - x)"),
        ("sin(x)", "sin(x) + 0 sqrt(x + 10^9)"),
    ],
)
def test_an_answer_without_a_value_on_an_open_set_is_different(compare, truth, answer):
    decision = compare(X, truth, answer)
    assert isinstance(decision, Different)
    assert decision.witness.given is None


def test_points_where_the_truth_has_no_value_do_not_count(compare):
    assert isinstance(compare(X, "exp(ln(x))", "x"), Equal)
    assert isinstance(compare(X, "sqrt(x)", "sqrt(|x|)"), Equal)


def test_a_removable_point_does_not_count(compare):
    assert isinstance(compare(X, "x + 2", "(x^2 - 4)/(x - 2)"), Equal)


@pytest.mark.parametrize("answer", ["x + exp(-10^9 - x^2)", "x + exp(-exp(exp(exp(9)) + x^2))"])
def test_what_lies_too_deep_is_undecided(compare, answer):
    assert isinstance(compare(X, "x", answer), Undecided)


@pytest.mark.parametrize(
    "answer",
    ["sin(x) + relu(-1 - (x^2 - x + 1)^2 + x^2/2)", "sin(min(x, 1 + |x|))", "sin(x) + relu(1 - 10^12 (x - 3.21987)^2)"],
)
def test_a_branch_that_is_never_reached_is_undecided(compare, answer):
    assert isinstance(compare(X, "sin(x)", answer), Undecided)


@pytest.mark.parametrize(
    ("truth", "right", "gained"),
    [
        ("ln(1 - σ(x))", "-max(x, 0) - ln(1 + e^(-|x|))", "step(x - 1e4)"),
        ("1/(1 - σ(x))", "1 + e^x", "relu(x - 1e5)"),
        ("σ(x)/(1 - σ(x))", "e^x", "max(0, x - 500)"),
    ],
)
def test_where_few_bits_show_no_value_of_the_truth_nothing_is_taken_for_seen(compare, truth, right, gained):
    assert isinstance(compare(X, truth, right), Equal)
    assert not isinstance(compare(X, truth, f"{right} + {gained}"), Equal)


@pytest.mark.parametrize(
    ("truth", "answer"),
    [("ln(x)", "ln(|x|)"), ("x^(1/2)", "sqrt(|x|)"), ("arcsin(x)", "arcsin(min(x, 1))"), ("ln(ln(x))", "ln(ln(|x|))")],
)
def test_a_branch_where_the_truth_has_no_value_need_not_be_reached(compare, truth, answer):
    assert isinstance(compare(X, truth, answer), Equal)


@pytest.mark.parametrize("symbols", [{"w": "d"}, {"X": "n x d", "w": "d"}])
def test_a_point_that_is_not_compared_reaches_no_branch(compare, symbols):
    """At a readable point an entry is 1, and there the kink of |w_1 - 1| keeps the two from being compared."""
    assert isinstance(compare(symbols, "2w", "2w + step(1e-9 - |w_1 - 1|)"), Undecided)
    assert isinstance(compare(symbols, "2w", "2w + step(|w_1 - 1|) - 1"), Equal)


@pytest.mark.parametrize(
    ("symbols", "truth", "answer"),
    [
        ({"w": "d"}, "2w^T", "w^T + w^T"),
        ({"X": "n x d", "w": "d"}, "(X w)^T (X w)", "w^T X^T X w"),
        ({"A": "n x n invertible"}, "inv(A) A", "I_n"),
        ({"A": "n x n symmetric"}, "A", "A^T"),
        ({"A": "n x n spd"}, "logdet(A)", "-logdet(inv(A))"),
        ({"y": "k onehot"}, "diag(y)", "y y^T"),
        ({"s": "d pm1"}, "s^2", "ones(d)"),
        ({"x": "scalar positive"}, "x", "|x|"),
        ({"u": "scalar unit"}, "sqrt(1 - u^2)^2", "1 - u^2"),
        ({"x": "scalar positive", "y": "scalar"}, "relu(x + y^2)", "x + y^2"),
        ({"x": "scalar positive", "y": "scalar"}, "relu(y) + x", "(y + |y|)/2 + |x|"),
        ({"x": "scalar positive", "y": "scalar"}, "relu(y - x)", "max(y, x) - |x|"),
        ({"u": "scalar unit"}, "relu(u)", "(u + |u|)/2"),
        ({"w": "d"}, "relu(diag(w))", "diag(relu(w))"),
        ({"z": "d"}, "softmax(z)", "exp(z)/sum(exp(z))"),
        ({"z": "d"}, "logsumexp(z)", "ln(sum(exp(z)))"),
        ({"w": "d"}, "norm2(w)", "sqrt(w^T w)"),
        ({"X": "n x d", "W": "k x d"}, "tr(X W^T W X^T)", "norm2(X W^T)^2"),
        ({"X": "n x d", "w": "d"}, "relu(X w)", "(X w + |X w|)/2"),
    ],
)
def test_arrays_are_equal_on_their_domain(compare, symbols, truth, answer):
    for seed in range(5):
        assert isinstance(compare(symbols, truth, answer, seed), Equal)
        assert isinstance(compare(symbols, answer, truth, seed), Equal)


@pytest.mark.parametrize(
    ("symbols", "truth", "answer"),
    [
        ({"w": "d"}, "2w^T", "1.0000001 * 2w^T"),
        ({"u": "scalar unit"}, "relu(u)", "relu(u) + (1 if u > 0.99 else 0)"),
        ({"w": "d"}, "abs(diag(w))", "relu(diag(w))"),
        ({"A": "n x n"}, "A", "A^T"),
        ({"A": "n x n", "B": "n x n"}, "A B", "B A"),
        ({"y": "k"}, "diag(y)", "y y^T"),
        ({"z": "d"}, "softmax(z)", "sigmoid(z)"),
        ({"X": "n x d", "w": "d"}, "relu(X w)", "X w"),
        ({"X": "n x d", "i": "index"}, "X[i,:]", "X[1,:]"),
        ({"A": "n x n", "i": "index", "j": "index"}, "A_ij", "A_ji"),
        ({"A": "n x n", "i": "index", "j": "index"}, "exp(A_ij)", "exp(A_ii)"),
        ({"w": "d", "i": "index", "j": "index", "m": "index"}, "w_i w_j", "w_i w_m"),
        ({"w": "d"}, "norm2(w)", "norm1(w)"),
    ],
)
def test_arrays_are_different_where_they_differ(compare, symbols, truth, answer):
    for seed in range(5):
        assert isinstance(compare(symbols, truth, answer, seed), Different)
        assert isinstance(compare(symbols, answer, truth, seed), Different)


@pytest.mark.parametrize("gram", ["X^T X", "X X^T"])
def test_the_inverse_of_a_product_is_compared_at_sizes_where_it_exists(compare, gram):
    assert isinstance(compare({"X": "n x d"}, f"exp(inv({gram}))", f"exp(({gram})^-1)^T"), Equal)
    assert isinstance(compare({"X": "n x d"}, f"inv({gram})", f"inv({gram})^T"), Equal)
    assert isinstance(compare({"X": "n x d"}, f"inv({gram})", f"{gram}"), Different)


def test_a_rational_equality_is_exact(compare):
    assert compare({"w": "d"}, "2w^T", "w^T + w^T") == Equal(exact=True)


def test_an_answer_that_is_too_large_is_undecided(compare):
    huge = "sum(kron(kron(kron(w, w), kron(w, w)), kron(kron(w, w), w)))"
    assert isinstance(compare({"w": "d"}, "sum(w)", huge), Undecided)


ONE_AFTER_ANOTHER = [
    (
        X,
        "relu(x)",
        ["(x + |x|)/2", "x step(x)", "x if x > 1/1000 else 0", "relu(x) + 1", "max(x, 0.001x)", "sqrt(x)^2"],
    ),
    (X, "|x|", ["sqrt(x^2)", "x", "max(x, -x)", "|x| + exp(-60 - x^2)", "x if x > -1000 else 0", "x sign(x)"]),
    (X, "1/(1 + exp(-x))", ["sigmoid(x)", "1 - sigmoid(-x)", "sigmoid(x) + 10^(-30)", "exp(x)/(1 + exp(x))"]),
    ({"w": "d"}, "2w^T", ["w^T + w^T", "2.000000001w^T", "(w^T/w^T) ⊙ w^T + w^T", "w^T + 1"]),
    ({"X": "n x d", "w": "d"}, "relu(X w)", ["(X w + |X w|)/2", "X w", "step(X w) ⊙ (X w)", "relu(X w) + 1/10^12"]),
]


@pytest.mark.parametrize(("symbols", "text", "answers"), ONE_AFTER_ANOTHER)
def test_what_a_truth_remembers_changes_no_decision(symbols, text, answers):
    lasting, scope = truth_of(symbols, text)
    for answer in [*answers, *reversed(answers)]:
        assert against(lasting, scope, answer) == against(*truth_of(symbols, text), answer), answer
