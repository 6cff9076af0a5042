"""The assignment that ships: what it asks, what it is worth, and that it does not repeat its source's mistakes."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from questions.grading import grade
from questions.loading import BANK, load_quiz
from questions.question import Question, Quiz

# Points of the fields of each question, in the order in which the questions are asked.
POINTS = {
    "1.1": {"choice": 3},
    "1.2": {"choice": 1},
    "1.3": {"choice": 1},
    "1.4": {"choice": 2},
    "1.5": {"train": 2, "evaluation": 1, "scaling": 1},
    "1.6": {"why": 3},
    "1.7": {"good": 1, "why": 2, "slope": 1},
    "1.8": {"why": 2, "jacobian": 1},
    "1.9": {"choice": 2},
    "1.10": {"choice": 1},
    **{f"2.{n}": {"shape": 1, "expression": 2} for n in range(1, 7)},
    "2.7": {"shape": 1, "expression": 3},
    "3.1": {"why": 2},
    "3.2": dict.fromkeys(("sigmoid", "dsigmoid", "relu", "drelu", "tanh", "dtanh"), 1),
    "3.2.plot": {"curves": 3},
    "3.3": {"what": 2, "which": 1, "tick": 1},
    "3.4": {"why": 2},
    "3.5": {"diagonal": 3, "offdiagonal": 3},
    "3.6": {"jacobian": 2, "proof": 2},
    "4.1": {"possible": 1, "argument": 2},
    "4.2": {"weights": 5},
    "4.3": {"gradients": 2, "final": 1, "proof": 1},
    "4.4": {"proof": 2, "why": 2},
    "5.1": {"graph": 5},
    "5.2": dict.fromkeys(("h1", "h2", "h3", "f"), 1),
    "5.3": dict.fromkeys(("dh1_dx", "dh2_dy", "dh3_dh2", "dh3_dz", "df_dh1", "df_dh2", "df_dh3"), 1),
    "5.4": dict.fromkeys(("df_dx", "df_dy", "df_dz"), 1),
}
EXTRA = {"2.7", "4.4"}

# What the printed key of the source says, or would accept, where it is wrong.
MISTAKES_OF_THE_SOURCE = [
    ("1.5", "scaling", "B"),
    ("2.3", "expression", "X_ji"),
    ("2.7", "expression", "X_il 1[i=k]"),
    ("2.7", "expression", "J_ijkl = X_il δ_ik"),
    ("4.1", "possible", "A"),
    ("4.3", "final", "B"),
    ("5.3", "df_dh2", "1"),
    ("5.3", "dh3_dz", "2e^3"),
    ("5.4", "df_dz", "2*e^3"),
]


# The right letters: who knows the assignment on paper answers by them.
LETTERS = {
    ("1.1", "choice"): "A",
    ("1.2", "choice"): "B",
    ("1.3", "choice"): "A",
    ("1.4", "choice"): "D",
    ("1.5", "scaling"): "A",
    ("1.7", "good"): "B",
    ("1.9", "choice"): "A",
    ("1.10", "choice"): "A",
    ("3.3", "tick"): "AC",
    ("4.1", "possible"): "B",
    ("4.3", "final"): "A",
}


@cache
def assignment() -> Quiz:
    return load_quiz(BANK / "deep-learning" / "assignment-3.toml")


def question(short_id: str) -> Question:
    return assignment().questions[short_id]


def result(short_id: str, field: str, value: Any) -> dict[str, Any]:
    found: dict[str, Any] = grade(question(short_id), {field: value})["fields"][field]
    return found


@pytest.mark.parametrize(("where", "letters"), LETTERS.items())
def test_options_have_the_letters_of_the_assignment(where: tuple[str, str], letters: str) -> None:
    assert result(*where, list(letters))["outcome"] == "correct"


def test_the_plan_of_points_is_a_hundred_and_eight_extra() -> None:
    worth = {name: sum(fields.values()) for name, fields in POINTS.items()}
    assert len(worth) == 32
    assert sum(points for name, points in worth.items() if name not in EXTRA) == 100
    assert sum(points for name, points in worth.items() if name in EXTRA) == 8


def test_questions_come_in_their_order() -> None:
    asked = list(assignment().questions)
    assert asked == [name for name in POINTS if name in asked]


def test_sections_have_titles() -> None:
    assert {name.split(".")[0] for name in assignment().questions} == set(assignment().settings.sections)


@pytest.mark.parametrize("short_id", list(assignment().questions))
def test_a_question_is_worth_what_the_assignment_says(short_id: str) -> None:
    asked = question(short_id)
    planned = [name for name in POINTS[short_id] if name in asked.fields]
    assert list(asked.fields) == planned
    assert {name: field.points for name, field in asked.fields.items()} == {
        name: POINTS[short_id][name] * 1000 for name in planned
    }
    assert asked.extra == (short_id in EXTRA)


@pytest.mark.parametrize("short_id", list(assignment().questions))
def test_a_question_can_be_asked(short_id: str) -> None:
    asked = question(short_id)
    assert asked.title
    assert asked.prompt
    assert asked.hints
    for field in asked.fields.values():
        assert field.label
        assert len(field.examples) >= (3 if field.kind.name == "text" else 4)


def test_the_quiz_is_homework_with_three_tries() -> None:
    settings = assignment().settings
    assert (settings.mode, settings.tries) == ("homework", 3)
    assert {settings.show_score, settings.show_reason, settings.show_reading} == {"check"}
    assert settings.show_solution == "due"


@pytest.mark.parametrize(("short_id", "field", "value"), MISTAKES_OF_THE_SOURCE)
def test_a_mistake_of_the_source_is_wrong(short_id: str, field: str, value: str) -> None:
    judged = result(short_id, field, value)
    assert (judged["outcome"], judged["score"]) == ("wrong", 0)


@pytest.mark.parametrize("value", ["X_il 1[j=k]", "J_ijkl = δ_kj X_il"])
def test_the_corrected_tensor_is_right(value: str) -> None:
    assert result("2.7", "expression", value)["score"] == 1


def test_an_entry_is_named_by_the_input_not_by_the_row() -> None:
    assert result("2.3", "expression", "J_1j = X_ij")["score"] == 1
    assert result("2.3", "expression", "J_1i = X_ij")["score"] < 1


def test_a_wrong_slope_carried_on_rightly_earns_half() -> None:
    earlier = {"assignment-3/5.3": {"dh2_dy": "3e^2", "dh3_dh2": "2", "df_dh3": "1"}}
    judged = grade(question("5.4"), {"df_dy": "6e^2"}, earlier)["fields"]["df_dy"]
    assert (judged["score"], judged["tag"]) == (0.5, "carried-forward")
    assert result("5.4", "df_dy", "6e^2")["outcome"] == "wrong"


def test_three_to_the_e_is_not_e_cubed() -> None:
    assert result("5.2", "h2", "3^e")["outcome"] == "wrong"
    assert result("5.2", "h2", "20.0855")["score"] == 1
