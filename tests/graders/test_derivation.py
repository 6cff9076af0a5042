"""Chains of lines: right, wrong at a line, restated, unreadable."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from graders.derivation import Goal, fault, goal, grade, preview
from graders.engine.language.scope import Scope
from graders.verdict import Outcome, Verdict

SECRET = b"a secret"
SOFTMAX = Scope.from_question(
    {"z": "d"}, {"s": "softmax(z)", "σ": "softmax(z)", "S": "sum(exp(z))", "Σ": "sum(exp(z))"}
)
CLAIM = "∂s_i/∂z_j = s_i (δ_ij - s_j)"
ALL, SAME, OTHER = "all i,j", "i=j", "i≠j"


def asked(scope: str = ALL) -> Goal:
    return goal(SOFTMAX, CLAIM, scope, "softmax")


def judge(scope: str, *steps: str, wanted: str | None = None) -> Verdict:
    return grade(asked(wanted or scope), {"scope": scope, "steps": list(steps)}, SECRET)


@pytest.mark.parametrize(
    ("scope", "steps"),
    [
        (SAME, ["u = e^{z_i}, v = S, u' = e^{z_i}, v' = e^{z_i}", "(u'v - u v')/v^2", "s_i - s_i^2", "s_i(1 - s_i)"]),
        (OTHER, ["u = e^{z_i}, v = S, u' = 0, v' = e^{z_j}", "-u v'/v^2", "-s_i s_j"]),
        (ALL, ["u = e^{z_i}", "v = S", "u' = δ_ij u, v' = e^{z_j}", "(u'v - u v')/v^2", "s_i (δ_ij - s_j)"]),
        (ALL, ["log s_i = z_i - log S", "∂ log s_i/∂z_j = δ_ij - s_j", "ds_i/dz_j = s_i(δ_ij - s_j)"]),
        (ALL, ["s_i S = e^{z_i}", "ds_i/dz_j S + s_i e^{z_j} = δ_ij e^{z_i}", "s_i δ_ij - s_i s_j", "s_i(δ_ij - s_j)"]),
        (ALL, [r"\frac{\partial \sigma_i}{\partial z_j} = \frac{\delta_{ij} e^{z_i} S - e^{z_i} e^{z_j}}{S^2}",
               r"= \sigma_i(\delta_{ij} - \sigma_j)"]),
        (OTHER, ["e^{z_i} is constant in z_j", "-e^{z_i} S^{-2} e^{z_j}", "-s_i s_j"]),
        (SAME, ["S = e^{z_i} + R, R constant in z_i", "R e^{z_i}/(e^{z_i} + R)^2", "s_i(1 - s_i)"]),
        (SAME, ["s_i = e^{z_i}/(e^{z_i} + R), R is constant", "R e^{z_i}/(e^{z_i} + R)^2", "s_i(1 - s_i)"]),
        (OTHER, ["S' = e^{z_j}", "s_i' = -e^{z_i} S'/S^2", "-s_i s_j"]),
        (OTHER, ["∂s_i/∂z_j = -e^{z_i} e^{z_j}/S^2 = -s_i s_j"]),
        (SAME, ["(log s_i)' = 1 - s_i", "s_i (1 - s_i)"]),
        (SAME, [r"\frac{\partial}{\partial z_i} \frac{e^{z_i}}{S} = \frac{e^{z_i} S - (e^{z_i})^2}{S^2}",
                "s_i (1 - s_i)"]),
        (OTHER, ["δ_ij = 0", "-e^{z_i} e^{z_j}/S^2", "-s_i s_j"]),
        (SAME, ["i = j", "s_i - s_i s_j", "s_i(1 - s_i)"]),
        (SAME, ["ln s_i = z_i - ln S", "(1/s_i) ds_i/dz_i = 1 - s_i", "ds_i/dz_i = s_i (1 - s_i)"]),
        (OTHER, ["ln s_i = z_i - ln S", "(ds_i/dz_j)/s_i = -s_j", "ds_i/dz_j = -s_i s_j"]),
        (ALL, ["ln s_i = ln(e^{z_i}/S) = z_i - ln S", "δ_ij - s_j = (1/s_i) ds_i/dz_j", "s_i (δ_ij - s_j)"]),
        (ALL, ["(1/s_i) ds_i/dz_j = δ_ij - s_j", "s_i (δ_ij - s_j)"]),
        (SAME, ["(1/s_i) ds_i/dz_i = 1 - s_i", "ds_i/dz_i = s_i (1 - s_i)"]),
        (OTHER, ["(1/s_i) ds_i/dz_j = -s_j", "ds_i/dz_j = -s_i s_j"]),
        (ALL, ["(1/s_i) ds_i/dz_j = d(z_i - ln S)/dz_j = δ_ij - s_j", "s_i (δ_ij - s_j)"]),
        (ALL, ["d(ln s_i)/dz_j = δ_ij - s_j", "s_i (δ_ij - s_j)"]),
        (ALL, ["∂(e^{z_i}/S)/∂z_j = (δ_ij e^{z_i} S - e^{z_i} e^{z_j})/S^2", "s_i (δ_ij - s_j)"]),
        (ALL, [r"\frac{d(\ln s_i)}{dz_j} = δ_ij - s_j", "s_i (δ_ij - s_j)"]),
        (ALL, ["(d/dz_j) ln s_i = δ_ij - s_j", "s_i (δ_ij - s_j)"]),
        (ALL, [r"\left(\frac{\partial}{\partial z_j}\right) \ln s_i = δ_ij - s_j", "s_i (δ_ij - s_j)"]),
        ("for all i, j", ["(δ_ij e^{z_i} S - e^{z_i} e^{z_j})/S^2", "s_i (δ_ij - s_j) ∎"]),
        ("the case i = j:", ["(e^{z_i} S - e^{z_i} e^{z_i})/S^2", "s_i (1 - s_i)", "QED"]),
        ("i not equal to j", ["-e^{z_i} e^{z_j}/S^2", "-s_i s_j"]),
        (ALL, ["1. (δ_ij e^{z_i} S - e^{z_i} e^{z_j})/S^2", "2. s_i δ_ij - s_i s_j", "3. s_i (δ_ij - s_j)"]),
        (ALL, ["Quotient rule: (δ_ij e^{z_i} S - e^{z_i} e^{z_j})/S^2", "Hence: s_i (δ_ij - s_j)"]),
    ],
)  # fmt: skip
def test_a_chain_that_holds_is_right(scope: str, steps: Sequence[str]) -> None:
    verdict = judge(scope, *steps)
    assert (verdict.outcome, verdict.score) == (Outcome.CORRECT, 1.0), verdict


@pytest.mark.parametrize(
    ("scope", "steps"),
    [
        (ALL, ["s_i (δ_ij - s_j)"]),
        (SAME, ["s_i (1 - s_i)"]),
        (OTHER, ["s_i (0 - s_j)", "-s_j s_i"]),
        (ALL, ["ds_i/dz_j", "(δ_ij - s_j) s_i"]),
        (ALL, ["s_i' = s_i (δ_ij - s_j)"]),
        (ALL, ["∂/∂z_j (e^{z_i}/S)", "s_i (δ_ij - s_j)"]),
        (ALL, ["(e^{z_i}/S)' = s_i (δ_ij - s_j)"]),
        (OTHER, ["∂s_i/∂z_j = s_i' = -s_j s_i = -s_i s_j"]),
        (ALL, ["ds_i/dz_j = s_i (δ_ij - s_j)"]),
        (ALL, ["2 ds_i/dz_j = 2 s_i (δ_ij - s_j)", "s_i (δ_ij - s_j)"]),
        (ALL, ["(2 s_i)' = 2 s_i (δ_ij - s_j)", "s_i (δ_ij - s_j)"]),
        (ALL, ["d(2 s_i)/dz_j = 2 s_i (δ_ij - s_j)", "s_i (δ_ij - s_j)"]),
        (ALL, ["(-3 s_i/2)' = -3/2 s_i (δ_ij - s_j)", "s_i (δ_ij - s_j)"]),
        (ALL, ["D = ds_i/dz_j", "D", "s_i (δ_ij - s_j)"]),
        (ALL, ["D = s_i (δ_ij - s_j)", "D", "s_i (δ_ij - s_j)"]),
        (ALL, ["s_i = e^{z_i}/S", "s_i (δ_ij - s_j)"]),
        (ALL, ["ds_i/dz_j + 1 = s_i (δ_ij - s_j) + 1", "s_i (δ_ij - s_j)"]),
        (ALL, ["s_i (δ_ij - s_j) + 2 - 2", "s_i (δ_ij - s_j)"]),
        (ALL, ["e^{ds_i/dz_j} = e^{s_i (δ_ij - s_j)}", "s_i (δ_ij - s_j)"]),
        (ALL, ["sin(s_i') = sin(s_i (δ_ij - s_j))", "s_i (δ_ij - s_j)"]),
        (ALL, ["(ds_i/dz_j)^2 = (s_i (δ_ij - s_j))^2", "s_i (δ_ij - s_j)"]),
        (ALL, ["s_j ds_i/dz_j = s_j s_i (δ_ij - s_j)", "s_i (δ_ij - s_j)"]),
        (ALL, ["s_i S ds_i/dz_j = s_i S s_i (δ_ij - s_j)", "s_i (δ_ij - s_j)"]),
        (ALL, ["s_i (δ_ij - s_j)/(ds_i/dz_j) = 1", "s_i (δ_ij - s_j)"]),
        (ALL, ["ln s_i = z_i - ln S", "2 ds_i/dz_j = 2 s_i (δ_ij - s_j)", "s_i (δ_ij - s_j)"]),
        (ALL, ["2 s_i = 2 e^{z_i}/S", "2 ds_i/dz_j = 2 s_i (δ_ij - s_j)", "s_i (δ_ij - s_j)"]),
        (ALL, ["d(e^{z_i}/S)/dz_j = s_i (δ_ij - s_j)"]),
        (ALL, ["(d/dz_j) s_i = s_i (δ_ij - s_j)"]),
    ],
)
def test_the_claim_in_any_clothes_is_no_derivation(scope: str, steps: Sequence[str]) -> None:
    verdict = judge(scope, *steps)
    assert (verdict.outcome, verdict.tag) == (Outcome.WRONG, "restated-question")


@pytest.mark.parametrize(
    ("scope", "steps", "first", "score", "tag"),
    [
        (SAME, ["(e^{z_i} S + e^{z_i} e^{z_i})/S^2", "s_i + s_i^2", "s_i(1 + s_i)"], 0, 0.0, "sign"),
        (ALL, ["(e^{z_i} S - e^{z_i} e^{z_j})/S^2", "s_i - s_i s_j"], 0, 0.0, "forgot-delta"),
        (OTHER, ["s_i - s_i s_j", "-s_i s_j"], 0, 0.5, "forgot-zero-numerator-derivative"),
        (SAME, ["s_i - s_i^2", "s_i (1 + s_i)"], 1, 0.0, "sign"),
        (ALL, ["s_i = e^{z_i}/S", "(1/s_i) ds_i/dz_j = 1 - s_j", "ds_i/dz_j = s_i (1 - s_j)"], 1, 0.0, "forgot-delta"),
        (SAME, ["ln s_i = z_i - ln S", "(1/s_i) ds_i/dz_i = 1 + s_i", "s_i (1 - s_i)"], 1, 0.5, "sign"),
        (ALL, ["d(ln s_i)/dz_j = δ_ij + s_j", "s_i (δ_ij - s_j)"], 0, 0.5, "algebra"),
        (SAME, ["R = S, R constant in z_i", "s_i - s_i^2", "s_i (1 - s_i)"], 0, 0.5, "algebra"),
    ],
)
def test_the_first_wrong_line_is_named(scope: str, steps: Sequence[str], first: int, score: float, tag: str) -> None:
    verdict = judge(scope, *steps)
    assert (verdict.first_wrong_step, verdict.score, verdict.tag) == (first, score, tag)
    assert verdict.witness is not None
    assert verdict.witness["yours"] != verdict.witness["expected"]


def test_later_lines_are_said_to_follow_from_the_wrong_one() -> None:
    verdict = judge(ALL, "(1/s_i) ds_i/dz_j = 1 - s_j", "ds_i/dz_j = s_i (1 - s_j)", "s_i - s_i s_j", "s_i + s_j")
    assert verdict.first_wrong_step == 0
    assert verdict.witness is not None
    assert verdict.witness["follows"] == [1, 2]


def test_blank_lines_count_as_places() -> None:
    assert judge(SAME, "", "s_i - s_i^2", " ", "s_i (1 + s_i)").first_wrong_step == 3


def test_a_chain_that_does_not_arrive_earns_half() -> None:
    verdict = judge(ALL, "(δ_ij e^{z_i} S - e^{z_i} e^{z_j})/S^2")
    assert (verdict.score, verdict.tag) == (0.5, "stops-early")


def test_a_chain_for_another_case_is_not_enough() -> None:
    steps = ["-e^{z_i} e^{z_j}/S^2", "-s_i s_j"]
    assert judge(OTHER, *steps, wanted=SAME).tag == "one-case-only"
    assert judge(OTHER, *steps, wanted=ALL).tag == "one-case-only"


@pytest.mark.parametrize("scope", ["i≠j", "i != j", r"$i \neq j$", "j ≠ i"])
def test_scopes_are_read_as_people_write_them(scope: str) -> None:
    assert judge(scope, "-e^{z_i} e^{z_j}/S^2", "-s_i s_j", wanted=OTHER).score == 1


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        (None, "empty"),
        ({"scope": ALL, "steps": []}, "empty"),
        ({"scope": ALL, "steps": [" "]}, "empty"),
        ({"scope": ALL}, "empty"),
        ({"steps": ["s_i"]}, "ambiguous"),
        ({"scope": "i<j", "steps": ["s_i"]}, "ambiguous"),
        ({"scope": ALL, "steps": [3]}, "unparsable"),
        ({"scope": ALL, "steps": ["s_i (δ_ij - "]}, "unparsable"),
        ({"scope": ALL, "steps": ["obvious"]}, "natural-language"),
        ({"scope": ALL, "steps": ["s_k"]}, "free-index"),
        ({"scope": ALL, "steps": ["s_i < 1"]}, "unparsable"),
        ({"scope": ALL, "steps": ["s_i"] * 65}, "too-long"),
        ({"scope": ALL, "steps": ["∂/∂z_j " * 15 + "s_i"]}, "hostile"),
        ({"scope": ALL, "steps": ["∂/∂z_j " * 200]}, "hostile"),
        ({"scope": ALL, "steps": ["(d/dz_j)" * 200 + "s_i"]}, "hostile"),
        ({"scope": ALL, "steps": ["R constant in z_i", "1/(1+" * 14 + "R" + ")" * 14 + " = 1"]}, "unparsable"),
        ({"scope": ALL, "steps": ["d(ln s_i)/dy_j = 1"]}, "unparsable"),
        ({"scope": ALL, "steps": ["(d/dz_j) = s_i"]}, "unparsable"),
    ],
)
def test_what_cannot_be_read_is_asked_back(value: object, tag: str) -> None:
    verdict = grade(asked(), value, SECRET)
    assert (verdict.outcome, verdict.tag) == (Outcome.INVALID, tag)


def test_an_unreadable_line_is_named() -> None:
    assert judge(ALL, "s_i δ_ij - s_i s_j", "s_i (").feedback.startswith("Line 2: ")


def test_a_preview_says_how_lines_are_read_and_nothing_else() -> None:
    reading, problems = preview(asked(), {"scope": ALL, "steps": ["u = e^{z_i}", "s_i"]})
    assert reading is not None
    assert problems == ()
    assert preview(asked(), {"scope": ALL, "steps": ["("]})[0] is None


def test_a_goal_that_is_false_is_refused() -> None:
    assert fault(asked(), SECRET) is None
    assert fault(goal(SOFTMAX, "∂s_i/∂z_j = s_i (δ_ij + s_j)", None, ""), SECRET) is not None
    with pytest.raises(ValueError, match="equation"):
        goal(SOFTMAX, "s_i", None, "")


def test_goals_may_be_of_matrices() -> None:
    scope = Scope.from_question({"W": "k x d", "x": "d", "y": "k"}, {"r": "W x - y", "L": "1/2 r^T r"})
    task = goal(scope, "∂L/∂W = r x^T", None, "squares")
    assert fault(task, SECRET) is None
    assert grade(task, {"steps": ["(W x - y) x^T", "r x^T"]}, SECRET).outcome == Outcome.CORRECT
    assert grade(task, {"steps": ["(W x - y) x^T", "x r^T"]}, SECRET).outcome == Outcome.WRONG
    assert grade(task, {"steps": ["r x^T"]}, SECRET).tag == "restated-question"


def test_sixty_four_lines_are_judged_and_no_more_than_can_be_judged_at_once() -> None:
    line = "(δ_ij e^{z_i} S - e^{z_i} e^{z_j})/S^2"
    assert judge(ALL, *[line] * 63, "s_i (δ_ij - s_j)").outcome == Outcome.CORRECT
    assert judge(ALL, *[" + ".join([line] * 8)] * 63).tag == "too-long"


@pytest.mark.parametrize(
    "line",
    [
        "ds_i/dz_j = s_i (δ_ij + {n} s_j)",
        "(1/s_i) ds_i/dz_j = {n} - s_j",
        "s_i (δ_ij - {n} s_j)",
        "ds_i/dz_j = {n} s_i s_j s_i s_j s_i s_j s_i s_j s_i s_j",
        "|z_i - {n}| relu(z_j) = relu(z_i) |z_j - {n}|",
        "e^(e^(e^(z_i))) = {n}",
        "s_i (δ_ij - s_j) + |z_i|^(1/{n}) 1e-80",
    ],
)
def test_sixty_four_wrong_lines_are_judged_like_one(line: str) -> None:
    lines = [line.format(n=n) for n in range(2, 66)]
    verdict = judge(ALL, *lines)
    assert (verdict.outcome, verdict.first_wrong_step) == (Outcome.WRONG, 0)
    assert verdict.tag == judge(ALL, lines[0]).tag


def test_a_chain_meets_the_same_verdict_after_others() -> None:
    task, wrong = asked(), {"scope": ALL, "steps": ["s_i - s_i s_j", "s_i (δ_ij + s_j)"]}
    first = grade(task, wrong, SECRET)
    assert grade(task, {"scope": ALL, "steps": ["u = S, u' = e^{z_j}", "s_i (δ_ij - s_j)"]}, SECRET).score == 1
    assert grade(task, wrong, SECRET) == first == grade(asked(), wrong, SECRET)


def test_what_is_called_constant_must_be_so():
    verdict = judge(OTHER, "e^{z_j} is constant in z_j", "-e^{z_i} S^{-2} e^{z_j}", "-s_i s_j")
    assert (verdict.outcome, verdict.first_wrong_step) == (Outcome.PARTIAL, 0)
