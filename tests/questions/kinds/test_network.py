"""How authors write networks."""

from __future__ import annotations

from typing import Any

import pytest

from graders.network_model import Layer
from questions.kind import Asking, SpecError
from questions.layers import read_layers
from questions.reading import read_question


@pytest.mark.parametrize(
    ("text", "layers"),
    [
        ("W2 relu(W1 x + b1) + b2", (Layer("W1", "b1", "relu"), Layer("W2", "b2"))),
        ("W x", (Layer("W", None),)),
        ("sigmoid(W x + b)", (Layer("W", "b", "sigmoid"),)),
        ("V tanh( U relu(W x) + c )", (Layer("W", None, "relu"), Layer("U", "c", "tanh"), Layer("V", None))),
    ],
)
def test_layers_are_read_from_the_input_on(text: str, layers: tuple[Layer, ...]) -> None:
    assert read_layers(text) == layers


@pytest.mark.parametrize(
    "text", ["", "x", "W1", "W relu(W x + b) + b", "W swish(V x)", "W x + b + c", "relu(x)", "W * x"]
)
def test_what_is_no_network_is_refused(text: str) -> None:
    with pytest.raises(SpecError):
        read_layers(text)


@pytest.mark.parametrize(
    "wrong",
    [
        {"table": []},
        {"table": [[[], 1]]},
        {"table": [[[1], 1], [[1, 2], 1]]},
        {"tolerance": 0},
        {"max_width": 65},
    ],
)
def test_a_table_that_makes_no_sense_is_refused(wrong: Any) -> None:
    field = {"name": "w", "kind": "network", "layers": "W x", "table": [[[1], 1]], **wrong}
    with pytest.raises(SpecError):
        _ = read_question({"field": [field]}).fields["w"].prepared


def test_the_form_is_told_no_target_and_no_tolerance() -> None:
    field = {"name": "w", "kind": "network", "layers": "W x", "table": [[[1], 7]], "tolerance": 0.123}
    asked = read_question({"field": [field]}).fields["w"]
    assert "7" not in str(asked.kind.ask(asked.prepared, Asking("seed")))
    assert "0.123" not in str(asked.kind.ask(asked.prepared, Asking("seed")))
