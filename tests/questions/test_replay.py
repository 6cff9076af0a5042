"""What students may watch of gradient descent, and what an author may write for it."""

from __future__ import annotations

from typing import Any

import pytest

from questions.faults import BankError
from questions.reading import read_question
from questions.replay import Replay, Replayed, replayed

XOR = [[[0, 0], 0], [[0, 1], 1], [[1, 0], 1], [[1, 1], 0]]
FIELD = {"name": "it", "kind": "number", "value": "1"}
FREE = {"network": "W2 f(W1 x + b1) + b2", "table": XOR, "choices": ["relu(z)", "z^2"], "starts": [0.5, 0], "rate": 0.3}


def read(**replay: Any) -> Replay:
    found = read_question({"field": [FIELD], "replay": replay}).replay
    assert found is not None
    return found


def test_a_question_without_one_has_none() -> None:
    assert read_question({"field": [FIELD]}).replay is None


def test_it_says_what_moved_and_what_was_learned() -> None:
    zero = replayed(read(network="W2 relu(W1 x + b1) + b2", table=XOR, rate=0.3))
    assert zero.said.startswith(
        "Only b2 moves. After 300 steps the output is 0.5 for every row and misses a target by 0.5"
    )
    assert {parameter.name: parameter.moved for parameter in zero.parameters} == {
        "W1": False, "b1": False, "W2": False, "b2": True,
    }  # fmt: skip
    learned = replayed(read(**FREE), "z^2", "0.5")
    assert "the table is learned" in learned.said
    assert "<svg" in learned.figures[0]
    assert "(1, 0)" in learned.figures[1]


def chosen(shown: Replayed) -> tuple[str, str]:
    return shown.choice, shown.start


@pytest.mark.parametrize(
    ("choice", "start", "taken"),
    [
        ("z^2", "0", ("z^2", "0")),
        ("", "", ("relu(z)", "0.5")),
        ("__import__('os')", "1e9", ("relu(z)", "0.5")),
        ("exp(exp(exp(z)))", "nan", ("relu(z)", "0.5")),
    ],
)
def test_only_what_the_author_offers_can_be_chosen(choice: str, start: str, taken: tuple[str, str]) -> None:
    assert chosen(replayed(read(**FREE), choice, start)) == taken


@pytest.mark.parametrize(("choice", "said"), [("1/z", "has no value"), ("z^3", "run away")])
def test_numbers_that_are_none_are_said(choice: str, said: str) -> None:
    shown = replayed(read(**{**FREE, "choices": [choice], "starts": [0.0 if choice == "1/z" else 1.0]}))
    assert said in shown.said


def test_the_same_choice_is_run_once() -> None:
    replay = read(**FREE)
    assert replayed(replay, "z^2", "0.5") is replayed(read(**FREE), "z^2", "0.5")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"network": "W2 swish(W1 x + b1) + b2"}, "layers"),
        ({"choices": []}, "`f`"),
        ({"network": "W2 relu(W1 x + b1) + b2"}, "`f`"),
        ({"choices": ["q^2"]}, r"q\^2"),
        ({"choices": ["z"] * 13}, "choices"),
        ({"table": []}, "table"),
        ({"table": [[[0, 0], 0], [[0], 1]]}, "table"),
        ({"steps": 301}, "steps"),
        ({"steps": 0}, "steps"),
        ({"rate": 0}, "rate"),
        ({"width": 17}, "width"),
        ({"starts": []}, "starts"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_an_author_cannot_mean_is_refused_with_its_reason(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(BankError, match=said):
        read(**{**FREE, **changed})
