"""A bank is proved: keys by running, examples by grading."""

from __future__ import annotations

from pathlib import Path

from questions.checking import check
from questions.loading import load_bank

GOOD = """\
[[question]]
id = "1.1"
title = "Zero"
prompt = 'Let $x^2$.'
[[question.field]]
name = "choice"
kind = "choice"
key = ["A"]
options = {A = "one", B = "two"}
[[question.field.example]]
answer = "a"
score = 1
[[question.field.example]]
answer = "B"
score = 0
tag = "distractor-B"
[[question.field.example]]
answer = ""
score = 0
outcome = "invalid"
"""


def faults(folder: Path, text: str) -> list[str]:
    path = folder / "course" / "quiz.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return [str(fault).removeprefix(f"{path}:") for fault in check(load_bank(folder))]


def test_a_good_bank_has_no_faults(tmp_path: Path) -> None:
    assert faults(tmp_path, GOOD) == []


def test_an_example_that_scores_otherwise_is_refused_at_its_line(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, GOOD.replace('answer = "B"', 'answer = "A"'))
    assert fault.startswith("13: ")
    assert "score 1 instead of 0" in fault
    assert "tag None instead of distractor-B" in fault


def test_an_outcome_is_compared_where_it_is_stated(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, GOOD.replace('outcome = "invalid"', 'outcome = "wrong"'))
    assert "outcome invalid instead of wrong" in fault


def test_a_spec_that_makes_no_sense_is_refused(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, GOOD.replace('key = ["A"]', 'key = ["C"]'))
    assert fault.startswith("5: ")
    assert "no option" in fault


def test_a_field_without_examples_is_refused(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, GOOD.split("[[question.field.example]]")[0])
    assert "no example" in fault


def test_mathematics_that_cannot_be_set_is_refused(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, GOOD.replace("$x^2$", r"$\foo$"))
    assert r"\foo" in fault


def test_a_rubric_adds_up(tmp_path: Path) -> None:
    text = """\
[[question]]
id = "1"
[[question.field]]
name = "why"
kind = "text"
points = 2
rubric = [{key = "A", points = 1, text = "says it"}, {key = "L", points = -0.5, text = "too long"}]
[[question.field.example]]
answer = "because"
score = 0
outcome = "ungraded"
"""
    assert "adds up to 1 points" in faults(tmp_path, text)[0]
    assert faults(tmp_path, text.replace("points = 2", "points = 1")) == []


def test_a_solution_must_earn_full_marks(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, GOOD.replace('key = ["A"]', 'key = ["A"]\nsolution = "B"'))
    assert fault.startswith("5: ")
    assert "the solution 'B' gets score 0" in fault


def test_mathematics_of_options_is_set_too(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, GOOD.replace('A = "one"', r"A = 'one $\foo$'"))
    assert fault.startswith("5: ")
    assert r"\foo" in fault


def test_braces_without_parameters_are_refused(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, GOOD.replace("Let $x^2$.", "Let {{a}} be."))
    assert "no parameter `a`" in fault
    (fault,) = faults(tmp_path, GOOD.replace('A = "one"', 'A = "{{a}}"'))
    assert "no parameter `a`" in fault
    assert faults(tmp_path, GOOD.replace("Let $x^2$.", r"Let $\frac{{x+1}}{2}$.")) == []
