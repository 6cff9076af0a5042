"""The practice quiz proves that kinds are general and that parameters are: every kind, most questions with variants."""

from __future__ import annotations

from functools import cache

import pytest

from questions.grading import grade
from questions.kind import MISSING
from questions.kinds import kinds
from questions.loading import load_bank
from questions.question import Question

SEEDS = [f"attempt {n}" for n in range(6)]


@cache
def varied() -> dict[str, Question]:
    practice = load_bank().quizzes["backprop-practice"].questions
    return {slug: question for slug, question in practice.items() if question.variants}


def test_there_are_variants_over_every_kind() -> None:
    assert len(varied()) >= 12
    assert {field.kind.name for question in varied().values() for field in question.fields.values()} == set(kinds())


@pytest.mark.parametrize("slug", list(varied()))
def test_a_full_answer_earns_full_marks_in_every_variant(slug: str) -> None:
    variants = [varied()[slug].variant(seed) for seed in SEEDS]
    assert len({variant.fields[name].setting.version for variant in variants for name in variant.fields}) > 1
    for variant in variants:
        full = {name: field.model for name, field in variant.fields.items() if field.model is not MISSING}
        assert {result["score"] for result in grade(variant, full)["fields"].values()} == {1.0}


@pytest.mark.parametrize("slug", [slug for slug in varied() if slug not in ("6.4", "6.5")])
def test_what_is_right_depends_on_the_variant(slug: str) -> None:
    """Of proof blocks and curves the letters are right in every variant: what they stand for changes."""
    variants = [varied()[slug].variant(str(seed)) for seed in range(30)]
    full = {name: field.model for name, field in variants[0].fields.items() if field.model is not MISSING}
    assert len({grade(variant, full)["score"] for variant in variants}) > 1
