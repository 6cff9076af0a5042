"""The student's own functions, drawn."""

from __future__ import annotations

from typing import Any

import pytest

from questions.kind import JSON, MISSING, Seen, SpecError
from questions.kinds.expression import KIND
from questions.question import Question
from questions.reading import read_question

DERIVATIVE = {"derivative_of": "sigmoid(z)", "wrt": "z", "plot": [-6, 6], "beside": "f"}
SIGMOID = "1/(1+e^-z)"


def question(symbols: Any = None, **field: Any) -> Question:
    function = {"name": "f", "kind": "expression", "equals": "1"}
    asked = {"name": "d", "kind": "expression", **field}
    return read_question({"symbols": symbols or {"z": "scalar"}, "field": [function, asked]})


def drawn(own: JSON, function: JSON = None, *, reasons: bool = True, **field: Any) -> str:
    prepared = question(**(field or DERIVATIVE)).fields["d"].prepared
    return str(KIND.picture(prepared, own, Seen({"d": own, "f": function}, reasons)) or "")


def test_function_typed_derivative_and_measured_slope_differ_in_look() -> None:
    picture = drawn("z", SIGMOID)
    assert [picture.count(f'"series s{look}"') for look in range(4)] == [1, 1, 1, 0]
    assert picture.count('scope="col"') == 4
    assert "<details>" in picture


def test_a_derivative_that_fits_its_function_is_said_to() -> None:
    assert "The last two agree." in drawn("σ(1-σ)", SIGMOID)


def test_it_is_measured_at_the_students_own_function_whatever_is_right() -> None:
    assert "The last two agree." in drawn("2z", "z^2")
    assert "At −6 you gave −6, and your f has the slope −12." in drawn("z", "z^2")


def test_a_corner_is_no_disagreement() -> None:
    assert "The last two agree." in drawn("step(z)", "relu(z)")


def test_without_reasons_nothing_is_measured() -> None:
    picture = drawn("z", SIGMOID, reasons=False)
    assert "measured" not in picture
    assert "agree" not in picture
    assert '"series s2"' not in picture


@pytest.mark.parametrize("own", [MISSING, None, "", "z +", "q", 3, ["z"]])
def test_what_is_answered_is_drawn_without_the_rest(own: Any) -> None:
    assert '"series s0"' in drawn(own, SIGMOID)
    assert '"series s1"' not in drawn(own, SIGMOID)
    assert drawn(own) == ""


def test_the_derivative_alone_is_drawn() -> None:
    picture = drawn("σ(1-σ)")
    assert '"series s1"' in picture
    assert "measured" not in picture


def test_a_formula_by_itself_is_drawn() -> None:
    picture = drawn("z^2", equals="z^2 + 1", plot=[0, 2])
    assert '"series s0"' in picture
    assert "measured" not in picture


def test_without_a_plot_nothing_is_drawn() -> None:
    assert drawn("z^2", equals="z^2") == ""


def test_the_picture_tells_nothing_of_the_key() -> None:
    key = "<td>0.105</td>"  # the slope of the sigmoid at 2
    assert key not in drawn("z", "z^2")
    assert key in drawn("z", SIGMOID)  # since it is that of the student's own function


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ({"equals": "z", "beside": "f"}, "goes with `plot`"),
        ({"equals": "z", "plot": [0, 1], "beside": "g"}, "no field"),
        ({"equals": "z", "plot": [2, 1]}, "smaller number"),
        ({"equals": "z", "plot": [0, 1], "symbols": {"z": "scalar", "u": "scalar"}}, "one scalar"),
        ({"jacobian_of": "norm2(w)", "wrt": "w", "plot": [0, 1], "symbols": {"w": "d"}}, "one scalar"),
    ],
)
def test_a_plot_that_makes_no_sense_is_refused_with_the_reason(field: Any, words: str) -> None:
    with pytest.raises(SpecError, match=words):
        _ = question(**field).fields["d"].prepared
