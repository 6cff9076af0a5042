"""Formulas: what is right in any form, what is asked back, what is wrong and how."""

from __future__ import annotations

import pytest

from graders import derived
from graders.engine.language.errors import LanguageError
from graders.engine.language.scope import Scope
from graders.expression import grade, prepare, preview
from graders.verdict import Outcome

SYMBOLS = {"X": "n x d", "W": "k x d", "w": "d", "c": "scalar"}
DEFINITIONS = {"x_i": "X[i,:]^T"}
SECRET = b"secret"


def jacobian(text, wrt="w", index=None, fixed=False):
    symbols = SYMBOLS | ({"i": "index"} if fixed else {})
    scope = Scope.from_question(symbols, DEFINITIONS)
    return prepare(derived.jacobian_of(scope, text, wrt), text, "content", index)


def scalar(*, equals=None, derivative_of=None):
    scope = Scope.from_question({"z": "scalar"})
    text = equals or derivative_of
    made = derived.expression(scope, equals) if equals else derived.derivative_of(scope, derivative_of, "z")
    return prepare(made, text, "content")


@pytest.fixture(scope="module")
def tasks():
    return {
        "constant": jacobian("c"),
        "norm": jacobian("norm2(w)^2"),
        "row": jacobian("w^T x_i", fixed=True),
        "linear": jacobian("X w"),
        "identity": jacobian("w"),
        "squares": jacobian("w^2"),
        "tensor": jacobian("X W^T", "W", "ijkl"),
        "sigmoid": scalar(equals="sigmoid(z)"),
        "sigmoid'": scalar(derivative_of="sigmoid(z)"),
        "relu": scalar(equals="relu(z)"),
        "relu'": scalar(derivative_of="relu(z)"),
        "tanh'": scalar(derivative_of="tanh(z)"),
    }


@pytest.mark.parametrize(
    ("task", "answer"),
    [
        ("constant", "0"),
        ("constant", "0^T"),
        ("norm", "2w^T"),
        ("norm", "J_1j = 2 w_j"),
        ("norm", "[2w_1, …, 2w_d]"),
        ("row", "x_i^T"),
        ("row", "e_i^T X"),
        ("row", "x^T_i"),
        ("row", r"\mathbf{x}^{\top}_{i}"),
        ("row", "x_i^(T)"),
        ("linear", "X I"),
        ("linear", "x_{ij}"),
        ("identity", "δ_ij"),
        ("identity", "I"),
        ("squares", "2 diag(w)"),
        ("squares", "2 w_i δ_ij"),
        ("tensor", "X_il δ_jk"),
        ("tensor", "J_ijpq = X_iq δ_jp"),
        ("sigmoid", "e^z/(1+e^z)"),
        ("sigmoid'", "σ(z)(1-σ(z))"),
        ("relu", "z if z >= 0 else 0"),
        ("relu'", "1 if z > 0, 0 if z < 0, undefined at 0"),
        ("tanh'", "1 - tanh^2(z)"),
    ],
)
def test_it_accepts_the_right_function_in_any_form(tasks, task, answer):
    verdict = grade(tasks[task], answer, {}, SECRET)
    assert verdict.outcome is Outcome.CORRECT, verdict


@pytest.mark.parametrize(
    ("task", "answer", "words"),
    [
        ("row", "J_1i = X_ij", "The index j"),
        ("row", "J_{1i} = X_{ij}", "The index j"),
        ("row", "J_1k = X_ij", "The index j"),
        ("constant", "0/0", "divides by zero"),
        ("sigmoid", "1/(1 - 1)", "divides by zero"),
    ],
)
def test_what_says_nothing_is_asked_back(tasks, task, answer, words):
    verdict = grade(tasks[task], answer, {"entry-not-matrix": 0.5}, SECRET)
    assert verdict.outcome is Outcome.INVALID, verdict
    assert words in verdict.feedback


@pytest.mark.parametrize(
    ("task", "answer", "tag"),
    [
        ("norm", "2w", "used-column-gradient"),
        ("norm", "2w_j", "entry-not-matrix"),
        ("norm", "2", "scalar-for-tensor"),
        ("norm", "w^T", "missing-factor"),
        ("norm", "3w^T", "extra-factor"),
        ("norm", "-2w^T", "sign"),
        ("norm", "1.99w^T", "rounding"),
        ("norm", "w^T w", "value-not-derivative"),
        ("norm", "2 w w^T", "product-not-derivative"),
        ("norm", "w^T/norm2(w)", "norm-not-squared"),
        ("norm", "2 sum(w)", "summed"),
        ("norm", "2 diag(w)", "shape-not-jacobian"),
        ("norm", "2w^T X", "ill-typed"),
        ("row", "w^T", "wrong-variable"),
        ("norm", "2w^T + e_9^T", "index-swap"),
        ("constant", "e_99^T", "index-swap"),
        ("row", "X[2,:]", "index-swap"),
        ("linear", "X^T", "transposed-layout"),
        ("linear", "X w", "value-not-derivative"),
        ("linear", "X/2", "missing-factor"),
        ("identity", "ones(d) ones(d)^T", "forgot-diag"),
        ("identity", "I_k", "swapped-dims"),
        ("squares", "2w", "forgot-diag"),
        ("squares", "J_ij = 2w_i", "forgot-diag"),
        ("tensor", "kron(X, I_k)", "flattened"),
        ("tensor", "X_ij δ_kl", "index-swap"),
        ("tensor", "X_il (1 - δ_jk)", "index-swap"),
        ("tensor", "X_il", "forgot-delta"),
        ("tensor", "sum_l X_il δ_jk", "summed"),
        ("tensor", "W_kl", "wrong-variable"),
        ("sigmoid", "1/(1+e^z)", "sign"),
        ("sigmoid", "1/1+e^-z", "precedence"),
        ("sigmoid", "1+e^-z", "inverse-function"),
        ("sigmoid", "ln(z/(1-z))", "inverse-function"),
        ("sigmoid", "σ(z)(1-σ(z))", "derivative-not-function"),
        ("sigmoid'", "σ(z)(1+σ(z))", "sign"),
        ("sigmoid'", "1/(1+e^-z)^2", "missing-inner-derivative"),
        ("tanh'", "1 - tanh(z)", "forgot-square"),
        ("relu", "min(0,z)", "wrong-branch"),
        ("relu", "max(0.01z, z)", "leaky"),
        ("relu'", "0 if z > 0 else 1", "wrong-branch"),
        ("relu'", "1", "wrong-branch"),
        ("relu", "ln(1+e^z)", "wrong-function"),
    ],
)
def test_it_names_the_mistake(tasks, task, answer, tag):
    verdict = grade(tasks[task], answer, {}, SECRET)
    assert (verdict.outcome, verdict.tag) == (Outcome.WRONG, tag), verdict
    assert verdict.feedback


@pytest.mark.parametrize(
    ("answer", "tag"),
    [
        ("", "empty"),
        ("2wT", "ambiguous"),
        ("2 q^T", "free-index"),
        ("2w^", "unparsable"),
        ("none of them", "natural-language"),
        ("J_ij = X_ij^T", "ambiguous"),
    ],
)
def test_it_asks_back_what_cannot_be_read(tasks, answer, tag):
    verdict = grade(tasks["norm"], answer, {}, SECRET)
    assert (verdict.outcome, verdict.tag) == (Outcome.INVALID, tag)


@pytest.mark.parametrize("value", [None, 2, True, ["2w^T"], {"text": "2w^T"}])
def test_a_value_that_is_no_text_is_invalid(tasks, value):
    assert grade(tasks["norm"], value, {}, SECRET).outcome is Outcome.INVALID


def test_the_author_says_what_a_mistake_earns(tasks):
    verdict = grade(tasks["norm"], "w + w", {"used-column-gradient": 0.5}, SECRET)
    assert (verdict.outcome, verdict.score, verdict.tag) == (Outcome.PARTIAL, 0.5, "used-column-gradient")
    assert grade(tasks["norm"], "2w", {"used-column-gradient": 1.0}, SECRET).outcome is Outcome.CORRECT


@pytest.mark.parametrize(
    ("task", "answer"),
    [
        ("sigmoid", "sigmoid(z)"),
        ("sigmoid", "σ"),
        ("sigmoid", "1 - σ(-z)"),
        ("sigmoid", "2 σ(z)/2 + 0"),
        ("sigmoid'", "σ'(z)"),
        ("sigmoid'", "-σ'(z) (-1)"),
        ("relu", "relu(z)"),
        ("relu", "max(0, relu(z))"),
    ],
)
def test_repeating_the_question_earns_what_the_author_gives_it(tasks, task, answer):
    verdict = grade(tasks[task], answer, {"restated-question": 0.5}, SECRET)
    assert (verdict.outcome, verdict.tag) == (Outcome.PARTIAL, "restated-question")
    assert grade(tasks[task], answer, {}, SECRET).outcome is Outcome.CORRECT


def test_a_difference_comes_with_a_counterexample(tasks):
    verdict = grade(tasks["norm"], "w^T", {}, SECRET)
    assert verdict.witness is not None
    assert verdict.witness["yours"] != verdict.witness["expected"]


def test_it_says_where_a_wrong_answer_is_right(tasks):
    assert "z > 0" in grade(tasks["relu"], "z", {}, SECRET).feedback


def test_what_cannot_be_settled_goes_to_a_person(tasks):
    assert grade(tasks["sigmoid"], "σ(z) + e^(-10^9-z^2)", {}, SECRET).outcome is Outcome.UNDECIDED


def test_it_shows_the_reading_and_the_shape(tasks):
    verdict = grade(tasks["norm"], "2w^T", {}, SECRET)
    assert verdict.shape == ("1", "d")
    assert verdict.reading


def test_the_preview_judges_nothing(tasks):
    for answer in ("2w^T", "w", "X w"):
        reading, shape, problems, span = preview(tasks["norm"], answer)
        assert reading
        assert shape
        assert not problems
        assert span is None
    reading, shape, problems, span = preview(tasks["norm"], "2wT")
    assert (reading, shape) == (None, None)
    assert problems
    assert span == (1, 3)


def test_an_index_must_name_every_axis():
    with pytest.raises(LanguageError):
        jacobian("X W^T", "W", "ijk")


def test_the_same_answer_gets_the_same_verdict_again(tasks):
    verdicts = [grade(tasks["tensor"], "X_il δ_jl", {}, SECRET) for _ in range(3)]
    assert verdicts[0] == verdicts[1] == verdicts[2]


def test_names_of_an_author_that_need_larger_sizes_are_there_for_answers():
    scope = Scope.from_question({"w": "d"}, {"v": "w_6"})
    task = prepare(derived.expression(scope, "w_1 + w_6"), "w_1 + w_6", "content")
    assert grade(task, "w_1 + v", {}, SECRET).outcome is Outcome.CORRECT
    assert grade(prepare(derived.expression(scope, "w_1"), "w_1", "content"), "v", {}, SECRET).tag == "wrong-function"
