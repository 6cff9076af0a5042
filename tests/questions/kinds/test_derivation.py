"""The form of a derivation, and chains that serve two fields."""

from __future__ import annotations

from typing import Any

import pytest

from questions.grading import grade
from questions.kind import MISSING, Asking
from questions.kinds.derivation import KIND, RULES
from questions.reading import read_question

CLAIM = "∂s_i/∂z_j = s_i (δ_ij - s_j)"
QUESTION = read_question(
    {
        "symbols": {"z": "d"},
        "definitions": {"s": "softmax(z)"},
        "field": [
            {"name": "same", "kind": "derivation", "goal": CLAIM, "scope": "i=j", "points": 3},
            {"name": "other", "kind": "derivation", "goal": CLAIM, "scope": "i≠j", "points": 3},
        ],
    }
)
CHAIN = {"scope": "all i,j", "steps": ["s_i δ_ij - s_i s_j", "s_i (δ_ij - s_j)"]}


def graded(answer: Any) -> tuple[float, set[str]]:
    result = grade(QUESTION, answer)
    return result["score"], set(result["fields"])


def test_a_chain_for_all_indices_serves_both_fields() -> None:
    assert graded({"same": CHAIN}) == (1.0, {"same", "other"})
    assert graded({"other": CHAIN}) == (1.0, {"same", "other"})


def test_a_chain_given_for_both_fields_is_judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    judged = []
    own = type(KIND).grade

    def counted(self: Any, prepared: Any, value: Any, context: Any) -> Any:
        judged.append(value)
        return own(self, prepared, value, context)

    monkeypatch.setattr(type(KIND), "grade", counted)
    assert graded({"same": CHAIN, "other": CHAIN}) == (1.0, {"same", "other"})
    assert judged == [CHAIN]


def test_a_chain_for_one_case_serves_its_own_field() -> None:
    assert graded({"same": {"scope": "i=j", "steps": ["s_i - s_i^2", "s_i (1 - s_i)"]}}) == (0.5, {"same"})


def test_a_field_with_an_answer_of_its_own_keeps_it() -> None:
    assert graded({"same": CHAIN, "other": {"scope": "i≠j", "steps": ["-s_i s_j"]}})[0] == 0.5


def test_the_form_is_told_the_cases_and_nothing_of_the_goal() -> None:
    told = {"scopes": ["i=j", "i≠j", "all i,j"], "rules": RULES}
    assert KIND.ask(QUESTION.fields["same"].prepared, Asking("seed")) == told


def test_a_form_gives_a_chain_and_takes_it_back() -> None:
    parts = {"scope": ["i=j"], "steps": ["s_i - s_i^2\r\n\r\n s_i (1 - s_i)"]}
    value = KIND.from_form(parts, {})
    assert value == {"scope": "i=j", "steps": ["s_i - s_i^2", "s_i (1 - s_i)"]}
    assert KIND.to_form(value, {}) == {"scope": ["i=j"], "steps": ["s_i - s_i^2\ns_i (1 - s_i)"]}
    assert KIND.from_form({"scope": ["i=j"], "steps": [" "]}, {}) is MISSING


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("line", [CHAIN["steps"][0], f"ds_i/dz_j = {CHAIN['steps'][0]}", "u = s_i, v = s_j"])
def test_the_grader_passes_over_a_rule_in_front_of_a_line(rule: str, line: str) -> None:
    steps = [f"{rule}: {line}", *CHAIN["steps"]]
    assert graded({"same": {"scope": "all i,j", "steps": steps}}) == graded({"same": CHAIN})
