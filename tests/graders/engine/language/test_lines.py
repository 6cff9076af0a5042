"""Lines of derivations, arguments and graphs: statements, new names, constants."""

from __future__ import annotations

import pytest

from graders.engine.language.errors import LanguageError
from graders.engine.language.lines import parse_line
from graders.engine.language.printing.plain import to_plain
from graders.engine.language.scope import Scope
from graders.engine.syntax import Comparison, Postfix

SOFTMAX = Scope.from_question(
    {"z": "d", "i": "index", "j": "index"}, {"S": "sum(exp(z))", "s": "softmax(z)", "sigma": "softmax(z)"}
)
WEIGHTS = Scope.from_question({"w1": "scalar", "w2": "scalar", "b": "scalar"})
NUMBERS = Scope.from_question({"x": "scalar", "y": "scalar", "z": "scalar"})


def statements(text, scope):
    return [to_plain(statement) for statement in parse_line(text, scope).statements]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("b <= 0", ["b ≤ 0"]),
        (r"b \le 0", ["b ≤ 0"]),
        ("w₂ + b = 1", ["w2 + b = 1"]),
        ("w_1 + w_2 = 2 - 2b", ["w1 + w2 = 2 - 2b"]),
        ("w1 >= 1 - b >= 1", ["w1 ≥ 1 - b ≥ 1"]),
        ("⇒ w1 + w2 + b > 1", ["w1 + w2 + b > 1"]),
        ("so w1 > 0, w2 > 0", ["w1 > 0", "w2 > 0"]),
        ("w1 + b = 1 => w1 = 1 - b", ["w1 + b = 1", "w1 = 1 - b"]),
        (r"b \le 0 \implies 2 - b \ge 2 \implies 0 < 1", ["b ≤ 0", "2 - b ≥ 2", "0 < 1"]),
        ("0 = relu(b)", ["0 = relu(b)"]),
        ("From (0,0): b <= 0", ["b ≤ 0"]),
        ("Step 2, by row (0,1): w2 + b = 1", ["w2 + b = 1"]),
        ("(3): so b <= 0", ["b ≤ 0"]),
        ("w1 + b = 1 and w2 + b = 1", ["w1 + b = 1", "w2 + b = 1"]),
        ("w1 >= 1 because b <= 0", ["w1 ≥ 1", "b ≤ 0"]),
    ],
)
def test_equations_and_inequalities_keep_both_sides(text, read):
    assert statements(text, WEIGHTS) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("ds_i/dz_j = s_i (delta_ij - s_j)", ["∂s_i/∂z_j = s_i (δ_ij - s_j)"]),
        (r"\frac{\partial \sigma_i}{\partial z_j} = \sigma_i", ["∂sigma_i/∂z_j = sigma_i"]),
        ("∂σ(z)_i/∂z_j = σ_i", ["∂sigma_i/∂z_j = sigma_i"]),
        ("-(1/σᵢ^2) dσᵢ/dzⱼ = e^{zⱼ − zᵢ}", ["-(1/sigma_i^2) (∂sigma_i/∂z_j) = e^(z_j - z_i)"]),
        ("= s_i - s_i^2", ["s_i - s_i^2"]),
        ("d(ln s_i)/dz_j = ∂(s_i S)/∂z_j", ["∂ln(s_i)/∂z_j = ∂(s_i S)/∂z_j"]),
        (r"\frac{d(s_i + S)}{dz_j}", ["∂(s_i + S)/∂z_j"]),
        ("(d/dz_j) ln s_i + S", ["∂ln(s_i)/∂z_j + S"]),
        (r"\left(\frac{\partial}{\partial z_j}\right) (z_i - S)", ["∂(z_i - S)/∂z_j"]),
        ("Hence: s_i", ["s_i"]),
        ("log s_i = z_i - log S", ["ln(s_i) = z_i - ln(S)"]),
        (
            "1/s_i = 1 + sum_(k != i) e^(z_k - z_i)",
            ["1/s_i = 1 + sum_{k ≠ i} (e^(z_k - z_i))"],
        ),
    ],
)
def test_a_derivation_speaks_of_derivatives(text, read):
    assert statements(text, SOFTMAX) == read


@pytest.mark.parametrize(
    "text",
    [
        "d(" * 60 + "z_i" + ")/dz_j" * 60,
        "∂(" * 60 + "z_i" + ")/∂z_j" * 60,
        r"\frac{d(" * 30 + "z_i" + ")}{dz_j}" * 30,
        "(d/dz_j)" * 30 + "z_i",
    ],
)
def test_derivatives_within_derivatives_are_each_read_once(text):
    """Reading them again at each step would exceed the limit of reading steps."""
    assert statements(text, SOFTMAX)


@pytest.mark.parametrize(
    "text",
    [
        "d(ln s_i/dz_j",
        "d(ln s_i)/dz_j)",
        "(d/dz_j)",
        "(d/dz_j",
        "∂(s_i)",
        "∂(s_i)/z_j",
        "(d/dz_j)" * 65 + "z_i",
        "∂/∂z_j " * 65 + "z_i",
        "u: s_i",
        "S: s_i",
        "Hence:",
        "Hence: = s_i",
    ],
)
def test_what_is_no_derivative_and_no_label_is_refused(text):
    with pytest.raises(LanguageError):
        parse_line(text, SOFTMAX)


def test_a_line_may_name_parts_and_their_derivatives():
    line = parse_line("u = e^(z_i), v = sum_k e^(z_k), u' = e^(z_i), v' = e^(z_i)", SOFTMAX)
    assert [name for name, _ in line.definitions] == ["u", "v"]
    first = line.statements[0]
    assert isinstance(first, Comparison)
    assert first.operands[0] == Postfix("'", parse_line("u", line.scope).statements[0], (0, 1))
    assert statements("(u' v - u v')/v^2", line.scope) == ["(u' v - u v')/v^2"]


def test_a_line_may_hold_a_name_constant():
    line = parse_line("σᵢ = e^{zᵢ} / (e^{zᵢ} + R), R constant in zᵢ", SOFTMAX)
    assert [(name, to_plain(of)) for name, of in line.constants] == [("R", "z_i")]
    assert len(line.statements) == 1
    assert statements("R e^{z_i}", line.scope) == ["R e^(z_i)"]


def test_equations_that_define_names_may_stand_in_any_order():
    line = parse_line(r"f = h_1 + h_3; h_3 = h_2 z; h_2 = e^{y}; h_1 = \ln x", NUMBERS)
    assert [(name, to_plain(tree)) for name, tree in line.definitions] == [
        ("f", "h_1 + h_3"),
        ("h_3", "h_2 z"),
        ("h_2", "e^y"),
        ("h_1", "ln(x)"),
    ]


@pytest.mark.parametrize("text", ["obvious", "see lecture", "(e^(z_i) S - ", "q", "", "s_i ="])
def test_what_is_no_line_is_refused(text):
    with pytest.raises(LanguageError):
        parse_line(text, SOFTMAX)
