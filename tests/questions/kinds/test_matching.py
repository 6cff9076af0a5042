"""What authors of matchings write, and what students see of it."""

from __future__ import annotations

import re
from typing import Any

import pytest

import questions.kinds.matching as matching
from questions.charts import Html
from questions.grading import grade, preview
from questions.kind import MISSING, Asking, SpecError
from questions.question import Question
from questions.reading import read_question

TEXTS = {"items": {"a": "one", "b": "two"}, "choices": {"A": "I", "B": "II", "C": "III"}, "key": {"a": "A", "b": "B"}}
CURVES = {
    "items": {"f": "$z^2$", "slope": "its slope"},
    "functions": {"f": "z^2", "slope": "2z"},
    "curves": {"A": "z + z", "B": "z * z", "C": "-z"},
    "over": "z",
}


def question(**field: Any) -> Question:
    symbols = {"z": "scalar", "u": "scalar", "w": "d"}
    return read_question({"symbols": symbols, "field": [{"name": "it", "kind": "matching", **field}]})


def test_the_key_follows_from_the_functions() -> None:
    asked = question(**CURVES)
    assert grade(asked, {"it": {"f": "B", "slope": "A"}})["outcome"] == "correct"
    assert grade(asked, {"it": {"f": "A", "slope": "B"}})["outcome"] == "wrong"
    assert grade(asked, {"it": {"f": "B", "slope": "C"}})["score"] == 0.5


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({**TEXTS, "over": "z"}, "or `functions`"),
        ({"items": TEXTS["items"]}, "or `functions`"),
        ({**TEXTS, "key": {"a": "A"}}, "one entry for each"),
        ({**TEXTS, "key": {"a": "A", "b": "D"}}, "D, which is no choice"),
        ({**TEXTS, "items": {"a": "one"}, "key": {"a": "A"}}, "at least two items"),
        ({**TEXTS, "items": {"a": "one", "A": "two"}, "key": {"a": "A", "A": "B"}}, "differ in more than case"),
        ({**TEXTS, "items": {"a.b": "one", "b": "two"}, "key": {"a.b": "A", "b": "B"}}, "letters, digits and hyphens"),
        ({**CURVES, "over": "t"}, "`over`"),
        ({**CURVES, "range": [1, 1]}, "`range`"),
        ({**CURVES, "functions": {"f": "z^2", "slope": "2z +"}}, "`functions.slope`"),
        ({**CURVES, "curves": {"A": "u z", "B": "z"}}, "depends on z alone"),
        ({**CURVES, "curves": {"A": "w", "B": "z"}}, "depends on z alone"),
    ],
)
def test_a_spec_that_makes_no_sense_is_refused_with_the_reason(changed: Any, words: str) -> None:
    with pytest.raises(SpecError, match=words):
        _ = question(**changed).fields["it"].prepared


@pytest.mark.parametrize(
    ("curves", "words"),
    [({"A": "z^3", "B": "2z"}, "it is none"), ({"A": "2z", "B": "z^2", "C": "z + z"}, "it is A and C")],
)
def test_an_item_without_its_one_curve_is_found_by_checking(curves: dict[str, str], words: str) -> None:
    prepared = question(**{**CURVES, "curves": curves}).fields["it"].prepared
    assert any(words in fault for fault in matching.KIND.verify(prepared, None))  # type: ignore[arg-type]


def test_the_form_tells_nothing_of_the_functions() -> None:
    names = {"f": "$f$", "g": "$g$"}
    spec = {"items": names, "functions": {"f": "sigmoid(z)", "g": "tanh(z)"}, "curves": {"A": "tanh(z)", "B": "σ(z)"}}
    prepared = question(**spec, over="z").fields["it"].prepared
    shown = str(matching.KIND.ask(prepared, Asking("")))
    assert not re.search("tanh|sigmoid|σ|key", shown)
    assert shown.count("<svg") == 2


def test_pictures_are_of_the_letter_and_differ_only_in_what_is_seen() -> None:
    ask = matching.KIND.ask(question(**CURVES).fields["it"].prepared, Asking(""))
    assert [letter for letter, _ in ask["choices"]] == ["A", "B", "C"]
    for letter, picture in ask["choices"]:
        assert isinstance(picture, Html)
        assert re.findall("<title>(.*?)</title>", picture) == [f"Curve {letter}"]
    assert ask["table"].count("<tr>") == 14


def test_a_form_gives_a_value_and_takes_it_back() -> None:
    parts = {"f": ["B"], "slope": [""], "": ["x"]}
    assert matching.KIND.from_form(parts, {}) == {"f": "B"}
    assert matching.KIND.to_form({"f": "B"}, {}) == {"f": ["B"]}
    assert matching.KIND.from_form({"f": [" "]}, {}) is MISSING


def test_answers_that_mean_the_same_are_alike() -> None:
    prepared = question(**TEXTS).fields["it"].prepared
    one, same, other = (
        matching.KIND.fingerprint(prepared, value, b"")
        for value in ({"a": "A", "b": "B"}, {"b": " b", "a": "a"}, {"a": "A"})
    )
    assert one == same != other
    assert matching.KIND.fingerprint(prepared, {"a": "Z"}, b"") is None


def test_guessing_earns_one_in_as_many_as_there_are_choices() -> None:
    prepared = question(**TEXTS).fields["it"].prepared
    assert matching.KIND.guess(prepared) == pytest.approx(1 / 3)


def test_a_preview_never_judges() -> None:
    asked = question(**TEXTS)
    right, wrong = (preview(asked, "it", {"a": letter}) for letter in ("A", "B"))
    assert right.keys() == wrong.keys()
    assert right["problems"] == wrong["problems"] == []
    assert preview(asked, "it", {"a": "Z"})["problems"]
