"""Proof blocks on a dependency graph."""

from __future__ import annotations

from itertools import permutations

import pytest

from graders.ordering import a_right_order, grade
from graders.verdict import Outcome

AFTER = {"A": [], "B": ["A"], "C": [], "D": ["B", "C"], "E": ["D"]}
DISTRACTORS = ["X", "Y"]


def judged(value):
    return grade(value, AFTER, DISTRACTORS)


def test_every_order_that_respects_the_needs_is_right_and_no_other():
    for order in permutations(AFTER):
        place = {letter: k for k, letter in enumerate(order)}
        respects = all(place[need] < place[letter] for letter, needs in AFTER.items() for need in needs)
        assert judged(list(order)).outcome is (Outcome.CORRECT if respects else Outcome.WRONG)


@pytest.mark.parametrize(
    "value",
    [
        "A,B,C,D,E",
        "A → B → C → D → E",
        "a b c d e",
        "ABCDE",
        r"A \to B \to C \to D \to E",
        "(A, B, C, D, E)",
        '["A", "B", "C", "D", "E"]',
        "A-B-C-D-E",
        "A, B, C, D, and E",
        "Answer: A, B, C, D, E",
        "1. A 2. B 3. C 4. D 5. E",
        "(A), (B), (C), (D), (E)",
    ],
)
def test_it_reads_letters_however_they_are_separated(value):
    assert judged(value).outcome is Outcome.CORRECT


@pytest.mark.parametrize(
    ("value", "outcome", "score", "tag"),
    [
        ("A,C,D,E", Outcome.PARTIAL, 0.5, "missing-step"),
        ("A,B,C,D", Outcome.PARTIAL, 0.5, "missing-step"),
        ("A,B,X,C,D,E", Outcome.PARTIAL, 0.5, "distractor-used"),
        ("A,B,C,D,X", Outcome.WRONG, 0.0, "distractor-used"),
        ("A,B", Outcome.WRONG, 0.0, "missing-step"),
        ("D,A,C,E", Outcome.WRONG, 0.0, "order"),
        ("E,A", Outcome.WRONG, 0.0, "order"),  # E needs A only through lines that are left out
        ("A,Z", Outcome.INVALID, 0.0, "unparsable"),
        ("A,A,B", Outcome.INVALID, 0.0, "unparsable"),
        ("", Outcome.INVALID, 0.0, "empty"),
        (["A"] * 65, Outcome.INVALID, 0.0, "too-long"),
        (None, Outcome.INVALID, 0.0, "empty"),
        (["A", 3], Outcome.INVALID, 0.0, "unparsable"),
    ],
)
def test_it_judges_faults(value, outcome, score, tag):
    verdict = judged(value)
    assert (verdict.outcome, verdict.score, verdict.tag) == (outcome, score, tag)


@pytest.mark.parametrize(
    ("value", "step"),
    [
        ("A,C,D,E", 2),  # D needs B, which is nowhere
        ("B,C,D,E", 0),
        ("A,B,C,D", None),  # what is missing was needed by nothing that stands there
        ("A,B,X,C,D,E", 2),
        ("A,C,D,X", 2),  # D comes before the line that does not belong
        ("C,B,A,D,E", 1),
        ("A,D,B,C", 1),
        ("A,B,C,D,E", None),
    ],
)
def test_the_first_wrong_step_is_the_first_line_without_what_it_needs(value, step):
    assert judged(value).first_wrong_step == step


def test_sixty_four_lines_that_each_need_all_before_them_are_judged():
    lines = [f"L{n}" for n in range(64)]
    after = {line: lines[:n] for n, line in enumerate(lines)}
    assert grade(lines, after, []).outcome is Outcome.CORRECT
    assert grade(lines[::-1], after, []).tag == "order"


def test_it_refuses_a_proof_that_needs_itself():
    with pytest.raises(ValueError, match="circle"):
        a_right_order({"A": ["B"], "B": ["A"]})
    with pytest.raises(ValueError, match="Q"):
        a_right_order({"A": ["Q"]})
    assert grade(a_right_order(AFTER), AFTER, DISTRACTORS).outcome is Outcome.CORRECT
