"""Gradients of a network at its start, in many notations and for several starts."""

from __future__ import annotations

import pytest

from graders.engine.language.declarations import Symbol
from graders.gradient_task import prepare
from graders.gradients import grade, preview
from graders.verdict import Outcome
from questions.layers import read_layers

LAYERS = read_layers("W2 relu(W1 x + b1) + b2")
ZERO = prepare(LAYERS, 0, "content")
BACKWARD = "dW2 = g h^T; db2 = g; db1 = W2^T g ⊙ step(W1 x + b1); dW1 = (W2^T g ⊙ step(W1 x + b1)) x^T"


def judged(value, task=ZERO):
    return grade(task, value, b"secret")


@pytest.mark.parametrize(
    "value",
    [
        {"dW1": "0", "db1": 0, "dW2": [[0, 0]], "db2": "g"},
        '{"W1": "0", "b1": "zeros(2)", "W2": "0", "b2": "dL/dyhat"}',
        [0, 0, 0, "g"],
        "0_{2x2}; 0_{2x1}; 0_{1x2}; dl/dyhat",
        "zeros(2,2), zeros(2), zeros(1,2), g",
        "∂L/∂W1=0, ∂L/∂b1=0, ∂L/∂W2=0, ∂L/∂b2=∂L/∂ŷ",
        "dL/dW_1 = 0\ndL/db_1 = 0\ndL/dW_2 = 0\ndL/db_2 = ℓ'(ŷ)",
        r"\frac{\partial L}{\partial W_1}=0,\; \frac{\partial L}{\partial b_1}=0,\; "
        r"\frac{\partial L}{\partial W_2}=0,\; \frac{\partial L}{\partial b_2}=\frac{\partial L}{\partial \hat{y}}",
        "all zero except db2 = g",
        "only db2 = g is nonzero, the others are 0",
        "all gradients except db2 are zero; db2 = g",
        "dW1 and dW2 are zero, db1 = 0, db2 = g",
        "dW1 = 0. db1 = 0. dW2 = 0. db2 = g.",
        "dW1=0|db1=0|dW2=0|db2=g",
        "1. dW1 = 0\n2. db1 = 0\n3. dW2 = 0\n4. db2 = g",
        "dW1 = 0 (since W2 = 0), db1 = 0, dW2 = 0 (as h = 0), db2 = g",
        "Nur db2 = g, alle anderen sind 0",
        "db2 = g and all others are zero",
        "dW1 and db1 are zero and dW2 = 0 and db2 = g",
        "all gradients are zero except for db2, which is δ",
        "db2 = δ, all others zero",
        "dW1 = db1 = dW2 = 0 and db2 = g",
        "dW1, db1, dW2 = 0; db2 = sum(g)",
        "dW1=0 db1=0 dW2=0 db2=g",
        "h = 0, so = 0, dW2 = g h^T = 0, db1 = W2^T g = 0, dW1 = 0, db2 = g",
        "∇W1=0, ∇b1=0, ∇W2=0, ∇b2=g ≠ 0",
    ],
)
def test_the_ways_to_write_them_are_read(value):
    assert judged(value).outcome is Outcome.CORRECT, judged(value)


@pytest.mark.parametrize(
    ("value", "score", "tag"),
    [
        ("dW1=0, db1=0, dW2=0, db2=0", 0.5, "forgot-output-bias"),
        ("all zero", 0.5, "forgot-output-bias"),
        ("dW1=0, db1=0, dW2=g, db2=g", 0.5, "forgot-activation-factor"),
        ("dW1=0, db1=g, dW2=0, db2=g", 0.5, "forgot-upstream"),
        ("dW1=0, db1=0, dW2=0, db2=-g", 0.5, "wrong-function"),
        ("dW1=0, db1=0, dW2=g=0, db2=g", 0.5, "forgot-activation-factor"),
        ("dW1=g, db1=g, dW2=0, db2=g", 0.0, "forgot-upstream"),
        ("dW1=nonzero, db1=nonzero, dW2=nonzero, db2=nonzero", 0.0, "symmetry-only"),
        ("dW1=undefined, db1=undefined, dW2=0, db2=g", 0.0, "relu-kink-panic"),
        ("dW2=0, db2=g", 0.0, "stops-early"),
        ({"db2": "g"}, 0.0, "stops-early"),
    ],
)
def test_one_wrong_gradient_earns_half_and_more_nothing(value, score, tag):
    verdict = judged(value)
    assert (verdict.score, verdict.tag) == (score, tag), verdict


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        ("", "empty"),
        (None, "empty"),
        ({}, "empty"),
        (3, "unparsable"),
        ({"dW1": None}, "unparsable"),
        ({"dW1": True}, "unparsable"),
        ({"speed": 1}, "unparsable"),
        ("the gradient", "unparsable"),
        ("vanishes", "unparsable"),
        ("dW1==0,,", "unparsable"),
        ("dW1=0, dW1=0, db1=0, dW2=0, db2=g", "ambiguous"),
        ("x" * 9000, "too-long"),
        ("d" * 8000, "unparsable"),
        ({"d" * 60_000: "0"}, "unparsable"),
        ("all" + "\n" * 7900 + "x", "unparsable"),
        ("\n".join(["dW1 = 0"] * 65), "too-long"),
        ("dW1 = " + " = ".join(["0"] * 65), "too-long"),
        ({f"d{n}": "0" for n in range(65)}, "too-long"),
    ],
)
def test_what_cannot_be_read_is_asked_back(value, tag):
    verdict = judged(value)
    assert (verdict.outcome, verdict.tag) == (Outcome.INVALID, tag), verdict


def test_a_start_that_is_not_zero_has_other_gradients():
    numbers = {"W1": [[1, 2], [0, 1]], "b1": [1, -1], "W2": [[1, -1]], "b2": 0.5}
    for start in (0.5, numbers):
        task = prepare(LAYERS, start, "content")
        assert judged(BACKWARD, task).outcome is Outcome.CORRECT
        assert judged("all zero except db2 = g", task).outcome is Outcome.WRONG
        assert judged(BACKWARD.replace("g h^T", "g"), task).score == 0.5


def test_deeper_networks_and_other_activations():
    task = prepare(read_layers("W3 tanh(W2 sigmoid(W1 x + b1) + b2) + b3"), 0, "content")
    assert judged("all zero except db3 = g", task).outcome is Outcome.CORRECT


def test_it_refuses_a_start_that_does_not_fit():
    with pytest.raises(ValueError, match="another shape"):
        prepare(LAYERS, {"W1": [[1, 2]], "b1": [1, 2], "W2": [[1]], "b2": 0}, "content")


def test_the_preview_says_how_they_are_read_and_no_more():
    assert preview(ZERO, "db2 = δ") == ("db_{2} = g", ())
    assert preview(ZERO, "the gradient")[0] is None


TARGET = {"t": Symbol("t")}


def test_with_a_loss_its_slope_is_derived_and_g_is_that_slope():
    task = prepare(read_layers("W x + b"), 0, "content", "(yhat - t)^2/2", TARGET)
    for right in (
        "dW = (ŷ - t) x^T; db = ŷ - t",
        "dW = -t x^T; db = -t",
        "dW = g x^T; db = g",
        "dW = dL/dŷ x^T; db = -t",
    ):
        assert judged(right, task).outcome is Outcome.CORRECT, right
    assert judged("dW = -t x^T; db = 0", task).score == 0.5
    assert judged("dW = 2 g x^T; db = 2 g", task).outcome is Outcome.WRONG


def test_a_loss_is_taken_at_the_output_of_the_start():
    loss = "-t ln(sigmoid(yhat)) - (1 - t) ln(1 - sigmoid(yhat))"
    task = prepare(LAYERS, 0, "content", loss, TARGET)
    assert judged("all zero except db2 = 1/2 - t", task).outcome is Outcome.CORRECT
    assert judged("all zero except db2 = σ(ŷ) - t", task).outcome is Outcome.CORRECT
    assert judged("all zero except db2 = -t", task).score == 0.5


@pytest.mark.parametrize(
    ("loss", "says"), [("yhat x", "no single number"), ("t^2", "does not depend"), ("3", "does not depend")]
)
def test_a_loss_is_a_number_that_depends_on_the_output(loss, says):
    with pytest.raises(ValueError, match=says):
        prepare(read_layers("W x + b"), 0, "content", loss, TARGET)


def test_without_a_loss_its_names_mean_nothing():
    assert judged("dW1 = 0; db1 = 0; dW2 = 0; db2 = ŷ - t").outcome is Outcome.INVALID


FITTING = [
    {"dW1": [[0, 0], [0, 0], [0, 0]], "db1": [0, 0, 0], "dW2": [[0, 0, 0]], "db2": ["g"]},
    "dW1 = [0 0; 0 0]; db1 = [0; 0]; dW2 = [0 0]; db2 = g",
    "zeros(3,2), zeros(3), zeros(1,3), g",
    "dW1 = zeros(1,2), db1 = zeros(1), dW2 = zeros(1,1), db2 = g",
    "dW1 = 0_{k×d}, db1 = 0_k, dW2 = 0_{1×k}, db2 = g",
]


@pytest.mark.parametrize("value", FITTING)
def test_zeros_may_have_the_shapes_of_the_parameters_for_any_width(value):
    assert judged(value).outcome == Outcome.CORRECT


@pytest.mark.parametrize(
    ("value", "score"),
    [
        ({"dW1": [[0, 0], [0, 0], [0, 0]], "db1": [0, 0], "dW2": [[0, 0, 0]], "db2": "g"}, 0.5),
        ("dW1 = 0, db1 = zeros(2,2), dW2 = 0, db2 = g", 0.5),
        ("dW1 = zeros(3,3), db1 = zeros(5,1), dW2 = zeros(2,7), db2 = g", 0.0),
    ],
)
def test_zeros_of_other_shapes_than_the_parameters_are_wrong(value, score):
    verdict = judged(value)
    assert (verdict.score, verdict.tag) == (score, "wrong-shape")


XOR = prepare(LAYERS, 0, "content", inputs=2)


@pytest.mark.parametrize(
    "value",
    [
        "dW1 = zeros(2,2); db1 = zeros(2); dW2 = zeros(1,2); db2 = g",
        "dW1 = zeros(h,2); db1 = 0_h; dW2 = zeros(1,h); db2 = g",
        "dW1 = 0_{m×n}; db1 = 0_m; dW2 = 0_{1×m}; db2 = g",
        "dW1 = O, db1 = o, dW2 = zero row, db2 = g",
        "dW1 = Nullmatrix, db1 = Nullvektor, dW2 = vecteur nul, db2 = g",
        r"dW1 = \begin{pmatrix}0&0\\0&0\\0&0\end{pmatrix}; db1 = \begin{pmatrix}0\\0\\0\end{pmatrix}; dW2 = 0; db2 = g",
        r"dW1 = 0 x^T, db1 = \mathbf{0}, dW2 = 0 h^T, db2 = g",
        "dW1 = zeros(2,2); db1 = zeros(1,2); dW2 = zeros(2,1); db2 = g",
    ],
)
def test_zeros_of_the_right_shapes_are_right(value):
    assert judged(value, XOR).outcome is Outcome.CORRECT, judged(value, XOR)


@pytest.mark.parametrize(
    ("value", "score"),
    [
        ("dW1 = zeros(3,3); db1 = 0; dW2 = 0; db2 = g", 0.5),
        ("dW1 = [[0,0,0],[0,0,0]]; db1 = 0; dW2 = 0; db2 = g", 0.5),
        ("dW1 = zeros(2); db1 = 0; dW2 = 0; db2 = g", 0.5),
        ("dW1 = zeros(1,2); db1 = zeros(2); dW2 = zeros(1,2); db2 = g", 0.5),
        ("dW1 = zeros(2,h); db1 = zeros(h); dW2 = zeros(1,h); db2 = g", 0.5),
        ("dW1 = zeros(3,3); db1 = zeros(3,3); dW2 = 0; db2 = g", 0.0),
    ],
)
def test_zeros_of_another_shape_are_told(value, score):
    found = judged(value, XOR)
    assert (found.score, found.tag) == (score, "wrong-shape"), found


def test_inputs_that_contradict_the_start_are_refused():
    with pytest.raises(ValueError, match="inputs"):
        prepare(read_layers("W x + b"), {"W": [[1, 2, 3]], "b": [0]}, "content", inputs=2)


@pytest.mark.parametrize(
    "value",
    ["dW1 stays 0, db1 = 0, dW2 = 0, db2 = g", "so dW2 is g, dW1 = 0", "dW1 = 0 then db1 = 0, dW2 = 0, db2 = g"],
)
def test_what_is_said_of_a_gradient_is_never_passed_over(value):
    assert judged(value).outcome is Outcome.INVALID, judged(value)
