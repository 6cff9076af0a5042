"""What the class answers: right more often the abler one is, and varied without another meaning."""

from __future__ import annotations

import random

import pytest

from app.demonstration.answers import VARIATIONS, Pool, pool
from questions.kind import MISSING, Context
from questions.loading import BANK, load_bank
from questions.question import Bank


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank(BANK)


def made(bank: Bank, question: str, field: str) -> Pool:
    found = bank.question(f"assignment-3/{question}")
    assert found is not None
    return pool(found.fields[field], random.Random(1))


def test_the_abler_are_right_more_often_and_again_after_a_first_try(bank: Bank) -> None:
    answers = made(bank, "2.2", "expression")

    def right(ability: float, tried: int) -> int:
        chance = random.Random(2)
        return sum(answers.draw(ability, tried, chance) in answers.right for _ in range(300))

    assert right(-2, 0) < right(0, 0) < right(2, 0)
    assert right(0, 0) < right(0, 2)


def test_nothing_is_drawn_that_a_form_cannot_send(bank: Bank) -> None:
    for quiz in bank.quizzes.values():
        for question in quiz.questions.values():
            for field in question.fields.values():
                for answer in pool(field, random.Random(1)).unreadable:
                    assert isinstance(answer, (str, list, dict))
                    assert answer


def test_weights_with_units_swapped_and_scaled_compute_the_same(bank: Bank) -> None:
    answers = made(bank, "4.2", "weights")
    field, chance = answers.field, random.Random(3)
    varied = [VARIATIONS["network"](weights, True, chance) for weights in answers.right for _ in range(10)]
    assert any(weights not in answers.right for weights in varied)
    for weights in varied:
        assert field.kind.grade(field.prepared, weights, Context(b"", "4.2")).outcome == "correct"


def test_a_spoilt_derivation_breaks_at_a_line(bank: Bank) -> None:
    answers = made(bank, "3.5", "diagonal")
    field, chance = answers.field, random.Random(3)
    long = max((one for one in answers.right if len(one["steps"]) > 1), key=lambda one: len(one["steps"]))
    spoilt = [VARIATIONS["derivation"](long, False, chance) for _ in range(8)]
    assert VARIATIONS["derivation"](long, True, chance) == long
    for answer in spoilt:
        verdict = field.kind.grade(field.prepared, answer, Context(b"", "3.5"))
        assert verdict.outcome in ("wrong", "partial")
        assert verdict.first_wrong_step is not None


def test_a_text_is_some_of_the_clauses_of_an_example(bank: Bank) -> None:
    answers = made(bank, "1.6", "why")
    lengths = dict.fromkeys((True, False), 0)
    for right in lengths:
        chance = random.Random(4)
        lengths[right] = sum(len(VARIATIONS["text"](max(answers.right, key=len), right, chance)) for _ in range(50))
    assert lengths[False] < lengths[True]


def test_without_examples_nothing_is_answered(bank: Bank) -> None:
    answers = made(bank, "2.2", "expression")
    assert Pool(answers.field, [], [], [], 0.0).draw(0, 0, random.Random(5)) is MISSING
