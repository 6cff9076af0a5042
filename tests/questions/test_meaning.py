"""What kinds tell about answers beside judging them: what they mean, and what guessing earns."""

from __future__ import annotations

import pytest

from questions.kind import Kind
from questions.kinds import kinds
from questions.loading import load_bank

SECRET = b"secret"
FIELDS = {f"{name}/{field.name}": field for name, question in load_bank() for field in question.fields.values()}
MEANING = {name for name, kind in kinds().items() if type(kind).fingerprint is not Kind.fingerprint}


@pytest.mark.parametrize("name", [name for name, field in FIELDS.items() if field.kind.name in MEANING])
def test_every_answer_that_can_be_read_means_something(name: str) -> None:
    field = FIELDS[name]
    for example in field.examples:
        if example.outcome != "invalid" and example.tag not in ("ill-typed", "wrong-shape"):
            found = field.kind.fingerprint_after(field.prepared, example.answer, SECRET, example.earlier)
            assert found is not None or example.score < 1, example.answer


@pytest.mark.parametrize(
    "name", [name for name, field in FIELDS.items() if field.kind.name in ("expression", "number")]
)
def test_right_answers_mean_one_thing(name: str) -> None:
    field = FIELDS[name]
    right = [(example.answer, example.earlier) for example in field.examples if example.score == 1]
    found = [field.kind.fingerprint_after(field.prepared, answer, SECRET, earlier) for answer, earlier in right]
    assert len({one.label for one in found if one is not None}) <= 1


def test_what_guessing_earns() -> None:
    def guess(name: str) -> float | None:
        field = FIELDS[name]
        return field.kind.guess(field.prepared)

    assert guess("assignment-3/1.4/choice") == 1 / 4
    assert guess("assignment-3/1.2/choice") == 1 / 2
    assert guess("assignment-3/1.1/choice") == pytest.approx((1 + 3 / 2) / 15)  # A, or A with one of three wrong ones
    assert guess("assignment-3/2.2/expression") is None
