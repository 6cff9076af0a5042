"""What authors of shapes, expressions and numbers write, and what is refused with a reason."""

from __future__ import annotations

from typing import Any

import pytest

from questions.grading import grade, preview
from questions.kind import SpecError
from questions.question import Question
from questions.reading import read_question

SYMBOLS = {"w": "d", "A": "n x d", "x": "scalar"}


def question(**field: Any) -> Question:
    return read_question({"symbols": SYMBOLS, "field": [{"name": "it", **field}]})


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ({"kind": "expression"}, "exactly one"),
        ({"kind": "expression", "equals": "w", "jacobian_of": "w", "wrt": "w"}, "exactly one"),
        ({"kind": "expression", "jacobian_of": "w"}, "needs `wrt`"),
        ({"kind": "expression", "equals": "w", "wrt": "w"}, "has no `wrt`"),
        ({"kind": "expression", "equals": "w +"}, "`equals`"),
        ({"kind": "expression", "equals": "A A"}, "`equals`"),
        ({"kind": "expression", "jacobian_of": "A w", "wrt": "w", "index": "ijk"}, "`index`"),
        ({"kind": "expression", "equals": "w", "credit": {"missing-axis": 2}}, "share"),
        ({"kind": "expression", "derivative_of": "norm2(w)", "wrt": "w"}, "scalar"),
        ({"kind": "shape", "of": "q"}, "`of`"),
        ({"kind": "number", "value": "w"}, "no single number"),
        ({"kind": "number", "value": "x", "at": {"y": 1}}, "no symbol"),
        ({"kind": "number", "value": "x", "at": {"x": "one"}}, "numbers such as"),
        ({"kind": "number", "value": "x", "at": {"x": 1}, "half_rtol": 1e-9}, "half_rtol"),
        ({"kind": "number", "value": "x", "at": {"x": 1}, "rtol": float("inf")}, "rtol"),
        ({"kind": "number", "value": "x", "at": {"x": 1}, "rtol": float("nan")}, "rtol"),
        ({"kind": "number", "value": "x", "at": {"x": 1}, "half_rtol": float("nan")}, "half_rtol"),
    ],
)
def test_a_spec_that_makes_no_sense_is_refused_with_the_reason(field: Any, words: str) -> None:
    with pytest.raises(SpecError, match=words):
        _ = question(**field).fields["it"].prepared


@pytest.mark.parametrize(
    ("field", "right", "wrong"),
    [
        ({"kind": "expression", "jacobian_of": "A w", "wrt": "w"}, "A", "A^T"),
        ({"kind": "expression", "derivative_of": "x^2", "wrt": "x"}, "x + x", "2"),
        ({"kind": "expression", "equals": "A w"}, "A (2w) / 2", "A (2w)"),
        ({"kind": "shape", "jacobian_of": "A w", "wrt": "w"}, "n x d", "n x 1"),
        ({"kind": "shape", "of": "A^T"}, "(d, n)", "(n, d)"),
        ({"kind": "number", "value": "x^2", "at": {"x": "1/2"}}, "0.25", "0.5"),
        ({"kind": "number", "derivative_of": "x^3", "wrt": "x", "at": {"x": 2}}, 12, 8),
    ],
)
def test_the_key_follows_from_what_is_written(field: Any, right: Any, wrong: Any) -> None:
    asked = question(**field)
    assert grade(asked, {"it": right})["outcome"] == "correct"
    assert grade(asked, {"it": wrong})["outcome"] == "wrong"


@pytest.mark.parametrize(
    "field",
    [
        {"kind": "expression", "jacobian_of": "A w", "wrt": "w"},
        {"kind": "shape", "jacobian_of": "A w", "wrt": "w"},
        {"kind": "number", "value": "x^2", "at": {"x": 3}},
    ],
)
def test_a_preview_has_the_same_members_whatever_the_value_and_no_verdict(field: Any) -> None:
    asked = question(**field)
    for value in ("A", "n x d", "9", "8", "", "((", None, 3, [], {}):
        assert set(preview(asked, "it", value)) == {"reading", "shape", "problems"}
        assert grade(asked, {"it": value})["outcome"] != "undecided"


def test_a_preview_of_a_formula_tells_its_shape() -> None:
    seen = preview(question(kind="expression", jacobian_of="A w", wrt="w"), "it", "A^T")
    assert seen["shape"] == ["d", "n"]
    assert seen["reading"]
    assert seen["problems"] == []
