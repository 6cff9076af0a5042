"""Arguments about one unit and XOR: every line follows, and the last contradicts."""

from __future__ import annotations

import pytest

from graders.argument import grade, premises, reading
from graders.engine.language.errors import LanguageError
from graders.engine.language.scope import Scope
from graders.verdict import Outcome

SCOPE = Scope.from_question({"w1": "scalar", "w2": "scalar", "b": "scalar"})
FACTS = ["b <= 0", "w2 + b = 1", "w1 + b = 1"]
XOR = premises(SCOPE, FACTS, "w1 + w2 + b <= 0")


@pytest.mark.parametrize(
    "lines",
    [
        ["w1 = 1 - b", "w2 = 1 - b", "w1 + w2 + b = 2 - b", "2 - b >= 2", "w1 + w2 + b >= 2"],
        ["w_1 + b = 1", "w_2 + b = 1", r"b \le 0", "w_1 + w_2 + b = 2 - b ≥ 2 > 1, w_1 + w_2 + b > 1"],
        ["w₁ + w₂ + 2b = 2", "so w₁ + w₂ + b ≥ 2"],
        "w1 + w2 = 2 - 2b\nw1 + w2 + b > 0",
        ["From (0,0): b <= 0", "Row (0,1), since it is positive: w2 + b = 1", "3: w1 + w2 + b >= 2"],
        ["1. b <= 0", "2. w2 + b = 1", "3. w1 + b = 1", "4. w1 + w2 + b >= 2"],
        ["(1) w2 + b = 1 => w2 = 1 - b", "(2) w1 + b = 1 => w1 = 1 - b", "(3) w1 + w2 + b >= 2"],
        ["b <= 0 (from (0,0))", "w1 + b = 1 and w2 + b = 1", "w1 + w2 + b >= 2 since b <= 0, contradiction!"],
        ["but w1 + w2 + b = 2 - b >= 2 (as b <= 0) ↯"],
        ["w1 + w2 + b >= 2", "Contradiction."],
        [f"{n} w1 + {n} b = {n}" for n in range(1, 64)] + ["w1 + w2 + b >= 2"],
    ],
)
def test_a_complete_argument_earns_everything(lines):
    verdict = grade(lines, XOR)
    assert verdict.outcome is Outcome.CORRECT, verdict


@pytest.mark.parametrize(
    ("lines", "score", "tag", "step"),
    [
        (["b < 0"], 0.0, "relu-zero-means-le", 0),
        (["b = 0", "w1 = 1", "w2 = 1", "w1 + w2 + b = 2"], 0.0, "relu-zero-means-le", 0),
        ([*FACTS, "w1 + w2 + b >= 3"], 0.5, "arithmetic", 3),
        ([*FACTS, "w1 <= 1"], 0.5, "sign", 3),
        ([*FACTS, "w1 = 2"], 0.5, "assumed-value", 3),
        (["w1 + b = 1", "w1 >= 1"], 0.5, "stops-early", None),
        (["From (0,0): b < 0"], 0.0, "relu-zero-means-le", 0),
        (["0 <= 0", "b - b = 0"], 0.0, "stops-early", None),
    ],
)
def test_it_finds_the_first_line_that_does_not_follow(lines, score, tag, step):
    verdict = grade(lines, XOR)
    assert (verdict.score, verdict.tag, verdict.first_wrong_step) == (score, tag, step)


@pytest.mark.parametrize(
    "lines",
    [
        ["w1 b = 0"],
        ["nonsense here"],
        [],
        None,
        3,
        [None],
        ["b"],
        ["w1 ≠ 0"],
        ["b <= 0"] * 65,
        ["b: b <= 0"],
        ["u: b <= 0"],
        ["From (0,0):"],
        ["From (0,0): = b"],
        ["w1 = 0: b <= 0"],
        ["(0,0) b <= 0"],
        ["b <= 0" + " " * 1990] * 4,
        ["0" + " < 9" * 150] * 2,
    ],
)
def test_what_cannot_be_read_is_asked_back(lines):
    assert grade(lines, XOR).outcome is Outcome.INVALID


def test_the_preview_says_how_lines_are_read_and_no_more():
    assert reading(["b <= 0"], XOR) == (r"\begin{array}{l}b \le 0\end{array}", ())
    assert reading(["b <"], XOR)[0] is None


@pytest.mark.parametrize(
    ("facts", "refutes"), [(["b <= 0"], "b < -1"), (["b <= 0", "b > 0"], "b = 0"), (["b"], "b = 0")]
)
def test_it_refuses_facts_that_prove_nothing(facts, refutes):
    with pytest.raises((ValueError, LanguageError)):
        premises(SCOPE, facts, refutes)


def test_more_than_64_lines_are_asked_back():
    verdict = grade(["b <= 0"] * 65, XOR)
    assert (verdict.outcome, verdict.tag) == (Outcome.INVALID, "too-long")


@pytest.mark.parametrize("line", ["w1 >= 1 since b >= 0", "w1 >= 1 (because b > 0)", "w1 >= 1 and w2 >= 2"])
def test_a_reason_has_to_follow_too(line):
    assert grade([*FACTS, line], XOR).first_wrong_step == len(FACTS)
