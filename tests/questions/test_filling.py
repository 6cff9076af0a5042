"""Values in the places of names, so that what stands around them keeps its meaning."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.derived import expression
from graders.engine.language.scope import Scope
from graders.number import LEVELS, Number
from questions.filling import complaint, fill, references
from questions.kind import SpecError
from questions.parameters import Parameters

VALUES = {
    "a": 3, "m": -2, "n": 12, "h": 0.5, "tiny": 1e-7, "f": "tanh(z)", "g": {"name": "AND", "y": [0, 1]}, "L": [1, -2],
}  # fmt: skip


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("{{a}} x", "3 x"),
        ("{{ a }} x", "3 x"),
        ("x + {{m}}", "x + (-2)"),
        ("{{m}} x", "-2 x"),
        ("{{m}}^2", "(-2)^2"),
        ("{{m}} ** 2", "(-2) ** 2"),
        ("f({{m}}, {{m}})", "f(-2, -2)"),
        ("y = {{m}}", "y = -2"),
        ("x - {{m}} x", "x - (-2) x"),
        ("x {{m}}", "x (-2)"),
        ("x/{{m}}", "x/(-2)"),
        ("x^{{a}}", "x^3"),
        ("x^{{n}}", "x^{12}"),
        ("x^{{m}}", "x^{-2}"),
        ("x^{{{m}}}", "x^{-2}"),
        ("w_{{n}}", "w_{12}"),
        ("2{{a}}", "2(3)"),
        ("{{a}}2", "(3)2"),
        ("{{a}}{{n}}", "(3){12}"),
        ("0.{{a}}", "0.(3)"),
        ("W{{a}}", "W3"),
        (r"\frac{{a}}{{m}} x", r"\frac{3}{-2} x"),
        (r"\frac{1}{{a}}", r"\frac{1}{3}"),
        ("{{h}} x", "0.5 x"),
        ("{{tiny}} x", "0.0000001 x"),
        ("w {{f}}", "w tanh(z)"),
        ("e^{{f}}", "e^{tanh(z)}"),
        ("{{n}} x {{a}}", "12 x 3"),
        ("A = {{L}}", "A = [1, -2]"),
        ("{{g.name}}!", "AND!"),
        ("{{m}}", "-2"),
        ("{{g.y}}", [0, 1]),
        ("{{L}}", [1, -2]),
        ("{{g}}", VALUES["g"]),
        ("{{1 + 2}} {{a}}", "{{1 + 2}} 3"),
    ],
)
def test_in_a_formula(written: str, meant: Any) -> None:
    assert fill({"field": [{"value": written}]}, VALUES) == {"field": [{"value": meant}]}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("with {{a}} and {{m}}", "with 3 and -2"),
        ("$x + {{m}}$ is {{m}}", "$x + (-2)$ is -2"),
        ("$x$ or {{m}}", "$x$ or -2"),
        ("$$x {{m}}$$ and {{m}}", "$$x (-2)$$ and -2"),
        (r"costs \$ {{m}}", r"costs \$ -2"),
        (r"$\frac{{a}}{{n}}$", r"$\frac{3}{12}$"),
        (r"$\frac{{{a}}}{{{n}}}$", r"$\frac{3}{12}$"),
        (r"$\sqrt[3]{{a}}$", r"$\sqrt[3]{3}$"),
        ("$x^{{n}}$", "$x^{12}$"),
        ("Layer{{a}}", "Layer3"),
    ],
)
def test_in_prose(written: str, meant: str) -> None:
    assert fill({"prompt": written}, VALUES) == {"prompt": meant}
    if "$" in written:
        assert fill({"field": [{"feedback": {"A": written}}]}, VALUES) == {"field": [{"feedback": {"A": meant}}]}


def test_what_is_the_same_for_everybody_stays() -> None:
    content = {"id": "{{a}}", "field": [{"name": "{{a}}", "points": "{{a}}", "at": {"points": "{{a}}", "id": 4}}]}
    assert fill(content, VALUES) == {
        "id": "{{a}}",
        "field": [{"name": "{{a}}", "points": "{{a}}", "at": {"points": "3", "id": 4}}],
    }
    assert list(references(content)) == [(("field", 0, "at", "points"), "a")]


def test_a_table_cannot_stand_within_a_text() -> None:
    with pytest.raises(SpecError, match="name a part"):
        fill({"prompt": "the {{g}} gate"}, VALUES)


def test_what_names_no_parameter_is_said_but_latex_is_not() -> None:
    parameters = Parameters({"a": [1], "g": [{"name": "AND"}]}, {"c": "2 a"})
    for fine in ("a", "c", "g", "g.name", "x_1 + 2", r"\mathbf W", ""):
        assert complaint(fine, parameters) is None
    for wrong in ("b", "g.nam", "a.name", "c.x", "a + 1", "2 a"):
        assert complaint(wrong, parameters)


@given(st.integers(-30, 30), st.integers(-4, 4), st.floats(-3, 3, allow_nan=False))
def test_a_formula_means_what_its_author_meant(a: int, n: int, h: float) -> None:
    h = round(h, 3)
    text = fill("{{a}} x^2 - {{h}}*{{a}} + 2{{a}} x - {{a}}/4*{{h}} - {{a}}^2 + x^{{n}}", {"a": a, "n": n, "h": h})
    meant = "a x^2 - h*a + 2*a x - a/4*h - (a)^2 + x^(n)"
    found, expected = (_value(formula, a, n, h) for formula in (text, meant))
    assert abs(found - expected) < 1e-9 * max(1, abs(expected))


def _value(formula: str, a: int, n: int, h: float) -> float:
    from fractions import Fraction

    at = {"x": Fraction(3, 2), "a": Fraction(a), "n": Fraction(n), "h": Fraction(str(h))}
    task = Number(expression(Scope.from_question(dict.fromkeys(at, "scalar"), {}), formula), at)
    return float(task.value(task.derived.node, LEVELS[0]))
