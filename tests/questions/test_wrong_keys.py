"""What the assignment's source has wrong cannot get into the bank: whoever writes it as a key or as a full answer is
refused by `check`, and what no key can say is not said in the prompts."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from questions.checking import check_question
from questions.faults import BankError
from questions.grading import grade
from questions.loading import BANK
from questions.reading import read_question

CONTENT: dict[str, dict[str, Any]] = {
    question["id"]: question
    for question in tomllib.loads((BANK / "deep-learning" / "assignment-3.toml").read_text("utf-8"))["question"]
}
Change = Callable[[dict[str, Any]], None]


def full(answer: Any) -> Change:
    """Somebody holds this for a full answer."""
    return lambda field: field["example"].append({"answer": answer, "score": 1.0})


def given(**keys: Any) -> Change:
    """Somebody writes these keys."""
    return lambda field: field.update(keys)


def complaints(short_id: str, name: str, change: Change) -> list[str]:
    content = copy.deepcopy(CONTENT[short_id])
    (field,) = [field for field in content["field"] if field["name"] == name]
    change(field)
    try:
        return [fault.message for fault in check_question(read_question(content))]
    except BankError as error:
        return [fault.message for fault in error.faults]


@pytest.mark.parametrize(
    ("short_id", "field", "change"),
    [
        pytest.param("2.7", "expression", full("X_il 1[i=k]"), id="the tensor's delta joins i and k"),
        pytest.param("2.3", "expression", full("∂f/∂w_i = x_ij"), id="the row's index for the input's"),
        pytest.param("2.3", "expression", full("J_1i = X_ij"), id="the same, as an entry"),
        pytest.param("3.5", "diagonal", given(goal="∂s_i/∂z_i = s_i (δ_ij - s_j)"), id="both indices i on the left"),
        pytest.param("3.5", "offdiagonal", given(goal="∂s_i/∂z_i = s_i (δ_ij - s_j)"), id="the same off the diagonal"),
        pytest.param("3.6", "jacobian", full("∂σ_i/∂z_i = σ_i (δ_ij - σ_j)"), id="the same for the Jacobian"),
        pytest.param("1.5", "scaling", given(key=["B"]), id="classic dropout called inverted"),
        pytest.param("1.5", "scaling", full("B"), id="the same as an example"),
        pytest.param("4.3", "final", given(key=["B"]), id="stuck at zero"),
        pytest.param("4.3", "gradients", full("dW1 = 0; db1 = 0; dW2 = 0; db2 = 0"), id="the bias does not train"),
        pytest.param(
            "4.1",
            "argument",
            given(facts=["b <= 1/2", "w1 + b >= 1/2", "w2 + b >= 1/2"], refutes="w1 + w2 + b <= 1/2"),
            id="a decision boundary for the values",
        ),
        pytest.param("4.1", "possible", given(key=["A"]), id="a single layer is enough"),
        pytest.param("2.4", "expression", full("J_ij = ∂f_i/∂x_i"), id="the recap's Jacobian"),
        pytest.param("5.3", "df_dh2", full("1"), id="∂f/∂h2 listed as 1"),
        pytest.param("5.3", "dh3_dz", full("2e^3"), id="∂h3/∂y in the place of ∂h3/∂z"),
        pytest.param("5.4", "df_dz", full("2*e^3"), id="∂f/∂h2 in the chain of ∂f/∂z"),
    ],
)
def test_a_wrong_key_is_refused(short_id: str, field: str, change: Change) -> None:
    assert complaints(short_id, field, lambda _: None) == []
    assert complaints(short_id, field, change)


def test_the_claim_about_any_activation_is_made_of_monotone_ones_only() -> None:
    prompt = " ".join(CONTENT["4.4"]["prompt"].split())
    assert "$f$ is any **monotone** activation" in prompt


def test_since_equal_units_do_learn_xor_with_a_square() -> None:
    """f(z) = z²: W1 all 1, b1 all −1, W2 all −½, b2 = 1, with two hidden units as the others."""
    field = {"name": "y", "kind": "number", "value": "W ((x1 + x2 + b)^2 + (x1 + x2 + b)^2) + c"}
    symbols = dict.fromkeys(("W", "b", "c", "x1", "x2"), "scalar")
    for x1, x2 in ((0, 0), (0, 1), (1, 0), (1, 1)):
        at = {"W": "-1/2", "b": -1, "c": 1, "x1": x1, "x2": x2}
        question = read_question({"symbols": symbols, "field": [{**field, "at": at}]})
        assert grade(question, x1 ^ x2)["outcome"] == "correct"
        assert grade(question, 1 - (x1 ^ x2))["outcome"] == "wrong"


def test_the_loss_is_of_real_outputs() -> None:
    prompt = CONTENT["4.3"]["prompt"]
    assert "any differentiable loss" in prompt
    assert r"\{0" not in prompt


def test_the_slopes_asked_are_those_of_the_graph() -> None:
    asked = {field["name"] for field in CONTENT["5.3"]["field"]}
    assert {"dh3_dz", "dh3_dh2"} <= asked
    assert "dh3_dy" not in asked
