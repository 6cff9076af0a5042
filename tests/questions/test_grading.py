"""The one door: answers to results, field by field."""

from __future__ import annotations

from typing import Any, ClassVar

import msgspec
import pytest

from graders.verdict import Outcome, Verdict
from questions import grading
from questions.grading import CannotGrade, by_field, grade, overall, preview
from questions.kinds import kinds
from questions.reading import read_question

CHOICE = {"kind": "choice", "options": {"A": "one", "B": "two", "C": "three"}}
TWO_FIELDS = read_question(
    {
        "field": [
            {"name": "a", "points": 3, "key": ["A"], **CHOICE},
            {"name": "b", "points": 1, "key": ["B"], **CHOICE},
        ]
    }
)
ONE_FIELD = read_question({"field": [{"name": "only", "key": ["A", "C"], "multiple": True, **CHOICE}]})
TEXT = read_question(
    {
        "field": [
            {"name": "why", "kind": "text", "rubric": []},
            {"name": "a", "key": ["A"], **CHOICE},
        ]
    }
)


def test_a_result_has_the_members_of_a_grading_line() -> None:
    result = grade(ONE_FIELD, {"only": "A, C"})
    assert list(result) == ["score", "outcome", "fields"]
    assert list(result["fields"]["only"]) == [
        "outcome", "score", "tag", "feedback", "reading", "shape", "witness", "first_wrong_step",
    ]  # fmt: skip
    assert msgspec.json.decode(msgspec.json.encode(result)) == result


@pytest.mark.parametrize(
    ("answer", "score", "outcome"),
    [
        ({"a": "A", "b": "B"}, 1.0, "correct"),
        ({"a": "A"}, 0.75, "correct"),
        ({"b": "B"}, 0.25, "correct"),
        ({"a": "A", "b": "A"}, 0.75, "partial"),
        ({"a": "B", "b": "A"}, 0.0, "wrong"),
        ({"a": "A", "b": "?"}, 0.75, "invalid"),
        ({"a": "A", "b": None}, 0.75, "invalid"),
        ({}, 0.0, "invalid"),
    ],
)
def test_the_score_counts_absent_fields_and_the_outcome_does_not(answer: Any, score: float, outcome: str) -> None:
    result = grade(TWO_FIELDS, answer)
    assert (result["score"], result["outcome"]) == (score, outcome)
    assert set(result["fields"]) == set(answer)


def test_a_text_leaves_the_question_ungraded() -> None:
    assert grade(TEXT, {"why": "because", "a": "A"})["outcome"] == "ungraded"
    assert grade(TEXT, {"why": "", "a": "A"})["outcome"] == "invalid"


@pytest.mark.parametrize("answer", ["A, C", ["A", "C"], {"only": ["C", "A"]}])
def test_a_bare_value_stands_for_the_only_field(answer: Any) -> None:
    assert grade(ONE_FIELD, answer)["score"] == 1.0


@pytest.mark.parametrize("answer", [None, 7, True, {"else": 1}, [[]]])
def test_a_bare_value_of_another_type_is_invalid_in_the_field(answer: Any) -> None:
    assert grade(ONE_FIELD, answer)["fields"]["only"]["outcome"] == "invalid"


@pytest.mark.parametrize("answer", ["A", None, ["A"], {"c": "A"}, {"a": "A", "c": "A"}])
def test_several_fields_are_named(answer: Any) -> None:
    with pytest.raises(CannotGrade):
        grade(TWO_FIELDS, answer)


def test_an_unknown_field_beside_a_known_one_is_refused() -> None:
    with pytest.raises(CannotGrade, match="`other`"):
        by_field(ONE_FIELD, {"only": "A", "other": "B"})


def test_a_half_makes_a_question_partial() -> None:
    result = grade(ONE_FIELD, "A, B, C")
    assert (result["score"], result["outcome"]) == (0.0, "wrong")
    assert overall([Outcome.PARTIAL]) is Outcome.PARTIAL
    assert overall([Outcome.CORRECT, Outcome.WRONG]) is Outcome.PARTIAL
    assert overall([Outcome.CORRECT, Outcome.UNDECIDED, Outcome.UNGRADED]) is Outcome.UNDECIDED


def test_a_preview_never_judges() -> None:
    right, wrong, unreadable = (preview(ONE_FIELD, "only", value) for value in ("A, C", "B", "?"))
    assert set(right) == set(wrong) == set(unreadable) == {"reading", "shape", "problems"}
    assert right["problems"] == wrong["problems"] == []
    assert unreadable["problems"]
    with pytest.raises(CannotGrade):
        preview(ONE_FIELD, "else", "A")


def test_a_grader_that_breaks_leaves_the_answer_to_a_person(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> Verdict:
        raise RuntimeError("no")

    monkeypatch.setattr(type(kinds()["choice"]), "grade", broken)
    result = grade(ONE_FIELD, "A")
    assert (result["outcome"], result["score"]) == ("undecided", 0.0)
    assert "grading failed" in caplog.text


def test_a_field_that_follows_gets_the_earlier_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    question = read_question({"field": [{"name": "a", "key": ["A"], "follows": "5.3", **CHOICE}]})
    seen: list[Any] = []

    class Watching(type(kinds()["choice"])):  # type: ignore[misc]
        name: ClassVar[str] = "choice"

        def grade(self, prepared: Any, value: Any, context: Any) -> Verdict:
            seen.append(context.earlier)
            return Verdict(Outcome.CORRECT, 1.0)

    monkeypatch.setattr(type(kinds()["choice"]), "grade", Watching.grade)
    grade(question, "A", {"quiz/5.3": {"x": 1}, "quiz/5.2": 3})
    grade(question, "A")
    assert seen == [{"x": 1}, None]


def test_the_points_key_has_a_public_default() -> None:
    assert grading.PUBLIC_KEY
