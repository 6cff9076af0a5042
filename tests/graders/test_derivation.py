"""Chains of lines from the derivative of softmax to its form."""

from __future__ import annotations

import pytest

from graders.derivation import fault, goal, grade
from graders.engine.language.scope import Scope
from graders.verdict import Outcome

SCOPE = Scope.from_question({"z": "d"}, {"s": "softmax(z)", "S": "sum(exp(z))"})
KEY = b"a key for tests"
CLAIM = "∂s_i/∂z_j = s_i (δ_ij - s_j)"


def judged(scope, steps, part=None):
    return grade(goal(SCOPE, CLAIM, part, "content"), {"scope": scope, "steps": steps}, KEY)


@pytest.mark.parametrize(
    ("scope", "steps"),
    [
        ("all i,j", ["(δ_ij e^{z_i} S - e^{z_i} e^{z_j})/S^2", "s_i (δ_ij - s_j)"]),
        ("all i,j", ["ln s_i = z_i - ln S", "(1/s_i) ∂s_i/∂z_j = δ_ij - s_j", "s_i (δ_ij - s_j)"]),
        ("i≠j", ["-e^{z_i} e^{z_j}/S^2", "-s_i s_j"]),
        ("i=j", ["(e^{z_i} S - e^{z_i} e^{z_i})/S^2", "s_i - s_i^2", "s_i (1 - s_i)"]),
    ],
)
def test_a_chain_of_true_lines_is_right(scope, steps):
    part = None if scope == "all i,j" else scope
    assert judged(scope, steps, part).outcome is Outcome.CORRECT


@pytest.mark.parametrize(
    ("steps", "score", "step"),
    [
        (["(e^{z_i} S + e^{z_i} e^{z_j})/S^2", "s_i (δ_ij - s_j)"], 0.5, 0),
        (["(δ_ij e^{z_i} S - e^{z_i} e^{z_j})/S^2", "s_i (1 - s_j)"], 0.0, 1),
    ],
)
def test_it_names_the_first_wrong_line(steps, score, step):
    verdict = judged("all i,j", steps)
    assert (verdict.score, verdict.first_wrong_step) == (score, step)


def test_the_goal_alone_restates_the_question():
    verdict = judged("all i,j", ["s_i (δ_ij - s_j)"])
    assert (verdict.outcome, verdict.tag) == (Outcome.WRONG, "restated-question")


@pytest.mark.parametrize(
    "value", [None, 3, {}, {"scope": "all i,j", "steps": []}, {"scope": "all i,j", "steps": ["s_i ("]}]
)
def test_what_cannot_be_read_is_asked_back(value):
    assert grade(goal(SCOPE, CLAIM, None, "content"), value, KEY).outcome is Outcome.INVALID


def test_a_false_goal_is_a_fault():
    assert fault(goal(SCOPE, CLAIM, None, "content"), KEY) is None
    assert fault(goal(SCOPE, "∂s_i/∂z_j = s_i (1 - s_j)", None, "content"), KEY) is not None
