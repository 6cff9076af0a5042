"""Computation graphs: what they compute, and whether each node is one operation."""

from __future__ import annotations

import pytest

from graders.engine.language.scope import Scope
from graders.graph import grade, prepare, preview
from graders.verdict import Outcome

SCOPE = Scope.from_question({"x": "scalar positive", "y": "scalar", "z": "scalar"})
TASK = prepare(SCOPE, "ln(x) + exp(y) z", ["x", "y", "z"], "f", "content")
LINES = ["h1 = ln(x)", "h2 = exp(y)", "h3 = h2*z"]


def judged(value):
    return grade(TASK, value, b"secret")


@pytest.mark.parametrize(
    "value",
    [
        [*LINES, "f = h1 + h3"],
        ["f = p + r", "r = z q", "q = e^y", "p = log x"],
        "x→ln→h1; y→exp→h2; h2,z→*→h3; h1,h3→+→f",
        "x -> ln -> h1, y -> exp -> h2, h2,z -> × -> h3, h1,h3 -> add -> f",
        "h2→*→h3; z→*→h3; y→exp→h2; x→ln→h1; h1→+→f; h3→+→f",
        "ln(x) → a; exp(y) → b; b*z → c; a+c → f",
        r"h_1=\ln x,\; h_2=e^{y},\; h_3=h_2 z,\; f=h_1+h_3",
        r"\begin{aligned} h_1 &= \ln(x) \\ h_2 &= e^{y} \\ h_3 &= h_2 \cdot z \\ f &= h_1 + h_3 \end{aligned}",
        "1. a = ln x\n2. b = e^y\n3. c = b × z\n4. f = a + c",
        "log_x = log(x); exp_y = exp(y); prod_{ab} = mul(exp_y, z); f(x,y,z) = plus(log_x, prod_{ab})",
        {"h1": "ln(x)", "e": "exp(y)", "sum": "e*z", "f": "h1 + sum"},
        '["a = ln(x)", "b = exp(y)", "c = b*z", "f = a + c"]',
        [*LINES, "h4 = h1 + h3"],
        ["a = exp(y)", "b = a*z", "c = exp(b)", "d = x*c", "f = ln(d)"],
    ],
)
def test_any_names_order_and_notation_are_right(value):
    assert judged(value).outcome is Outcome.CORRECT, judged(value)


@pytest.mark.parametrize(
    ("value", "score", "tag"),
    [
        ([*LINES, "f = h1*h3"], 0.0, "wrong-function"),
        ([*LINES, "h4 = h1*h3"], 0.0, "wrong-function"),
        (["h1 = 0", "h2 = 20.0855", "h3 = h2*z", "f = h1 + h3"], 0.0, "not-one-operation"),
        (["h1 = ln(x)", "h2 = exp(y)*z", "f = h1 + h2"], 0.5, "not-one-operation"),
        (["h1 = exp(y)*z + 0", "f = ln(x) + h1"], 0.0, "not-one-operation"),
        (["f = ln(x) + exp(y)*z"], 0.0, "not-one-operation"),
        ([*LINES, "h4 = x + y", "f = h1 + h3"], 0.5, "unused-node"),
        ([*LINES, "h4 = x + y", "h5 = x*y", "f = h1 + h3"], 0.0, "unused-node"),
        (LINES, 0.5, "no-output"),
        (LINES[:2], 0.0, "no-output"),
        (["h1 = ln(x)", "h2 = exp(y)", "h3 = h2*h3", "f = h1 + h3"], 0.0, "cycle"),
        (["a = b + x", "b = a + y", "f = a*z"], 0.0, "cycle"),
        (["h1 = ln(x)", "h_1 = exp(y)", "f = h1"], 0.0, "node-defined-twice"),
        (["x = ln(x)", "f = x"], 0.0, "node-defined-twice"),
        ([*LINES, "f = h1 + h5"], 0.0, "undefined-name"),
    ],
)
def test_what_is_wrong_is_named(value, score, tag):
    verdict = judged(value)
    assert (verdict.score, verdict.tag) == (score, tag), verdict
    assert verdict.outcome is (Outcome.PARTIAL if score else Outcome.WRONG)


def test_another_function_comes_with_a_point():
    witness = judged([*LINES, "f = h1 + h2"]).witness
    assert witness is not None
    assert set(witness["at"]) == {"x", "y", "z"}


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        ("", "empty"),
        (None, "empty"),
        ([], "empty"),
        ({}, "empty"),
        (["  "], "empty"),
        (7, "unparsable"),
        ([1], "unparsable"),
        ("h1 = ln(x", "unparsable"),
        ("see drawing", "natural-language"),
        ("f = h4 = x + y", "ambiguous"),
        ([f"n{i} = x" for i in range(65)], "too-long"),
        (["h = " + "(" * 3000], "hostile"),
        ("x," * 30_000 + "→ h", "hostile"),
        ("a" + " " * 60_000 + "b", "unparsable"),
        ("x → ln → h → exp → f", "unparsable"),
    ],
)
def test_what_cannot_be_read_is_asked_back(value, tag):
    verdict = judged(value)
    assert (verdict.outcome, verdict.tag) == (Outcome.INVALID, tag), verdict


def test_immense_graphs_are_bounded():
    squares = ["n0 = x*x", *(f"n{i + 1} = n{i}*n{i}" for i in range(60)), "f = n60 + y"]
    towers = ["n0 = x + y", *(f"n{i + 1} = exp(n{i})" for i in range(60)), "f = n60 + z"]
    for value in (squares, towers):
        assert judged(value).outcome in (Outcome.WRONG, Outcome.UNDECIDED)


def test_the_preview_says_how_nodes_are_read_and_no_more():
    assert preview(TASK, "f = ln x; g = e^y") == (
        r"\begin{array}{l}f = \ln(x) \\ g = e^{y}\end{array}",
        (),
    )
    assert preview(TASK, "f = (x")[0] is None
