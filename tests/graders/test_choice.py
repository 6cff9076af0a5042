"""How choices are read and judged."""

from __future__ import annotations

from typing import Any

import pytest

from graders.choice import Choice, grade, read
from graders.unreadable import Unreadable
from graders.verdict import Outcome

ONE = Choice({"A": "Data augmentation", "B": "Dropout", "C": "Early stopping", "D": "None of these"}, frozenset("D"))
SEVERAL = Choice({"A": "first", "B": "second", "C": "third", "D": "fourth"}, frozenset("AC"), multiple=True)
TWO = Choice({"A": "True", "B": "False"}, frozenset("B"), feedback={"A": "Think of layer 2.", "B": "Layers wait."})
YES_OR_NO = Choice({"A": "Yes, it can", "B": "No"}, frozenset("B"), tags={"A": "single-layer-suffices"})


@pytest.mark.parametrize(
    "text",
    [
        "D",
        "d",
        "(D)",
        "D.",
        "D)",
        "[D]",
        "**D**",
        "option D",
        "D only",
        "just D",
        "choice d",
        "Answer: D",
        "[x] D",
        '["D"]',
        " D ",
        "D, for sure",
        "none of these",
        "None of these.",
        "D. None of these",
        "D – because all three help",
        "the answer is D",
        "[ ] A\n[x] D",
        "D is correct",
        "The correct answer is **D**.",
        r"\boxed{D}",
        "Antwort: D",
        "- D",
        "none",
        "D / none",
    ],
)
def test_one_letter_is_read_in_any_wrapping(text: str) -> None:
    assert read(ONE, text) == ("D",)


@pytest.mark.parametrize(
    "text",
    [
        "AD?",
        "all",
        "E",
        "both",
        "A/B",
        "A,B",
        "A and B",
        "B. None of these",
        "?",
        "0/0",
        "1/2",
        "Z" * 3000,
        "b*w1 <= 0",
        "d_1 = 2",
    ],
)
def test_what_names_no_single_option_is_asked_back(text: str) -> None:
    assert grade(ONE, text).outcome is Outcome.INVALID


def test_a_letter_with_a_mark_behind_it_is_no_formula() -> None:
    assert grade(ONE, "d*").outcome is Outcome.CORRECT


@pytest.mark.parametrize("value", [None, "", "  ", [], ["", " "]])
def test_nothing_is_empty(value: Any) -> None:
    assert grade(ONE, value).tag == "empty"


@pytest.mark.parametrize("value", [True, 1, 1.5, {"A": True}, [1], [["A"]], [None]])
def test_another_type_is_asked_back(value: Any) -> None:
    assert grade(ONE, value).outcome is Outcome.INVALID


def test_a_list_is_no_longer_than_anybody_ticks() -> None:
    assert read(ONE, ["D"] * 100) == ("D",)
    assert grade(ONE, ["D"] * 101).tag == "too-long"


@pytest.mark.parametrize(
    "value", [["A", "C"], "A, C", "AC", "A and C", "C; A", "(A), (C)", "A\nC", '["A", "C"]', "A C", "first, third"]
)
def test_several_letters_are_read_where_several_may_hold(value: Any) -> None:
    assert read(SEVERAL, value) == ("A", "C")


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("false", "B"),
        ("F", "B"),
        ("0", "B"),
        ("no", "B"),
        ("✗", "B"),
        ("TRUE", "A"),
        ("yes", "A"),
        ("1", "A"),
        ("t", "A"),
        ("false, it needs the loop", "B"),
        ("it is true", "A"),
        ("(A) True", "A"),
        ("A: true", "A"),
    ],
)
def test_two_way_questions_read_true_and_false(text: str, letter: str) -> None:
    assert read(TWO, text) == (letter,)


@pytest.mark.parametrize("text", ["True/False", "B. True", "true and false", "not true"])
def test_two_way_questions_ask_back_what_says_both(text: str) -> None:
    with pytest.raises(Unreadable):
        read(TWO, text)


def test_yes_and_no_may_begin_an_option() -> None:
    assert read(YES_OR_NO, "n") == ("B",)
    assert grade(YES_OR_NO, "yes").tag == "single-layer-suffices"


def test_true_means_nothing_where_the_options_do_not_say_it() -> None:
    with pytest.raises(Unreadable):
        read(ONE, "true")


@pytest.mark.parametrize(
    ("value", "outcome", "score"),
    [
        ("A, C", "correct", 1.0),
        ("A, B, C", "partial", 0.5),
        ("A, B, C, D", "wrong", 0.0),
        ("A", "wrong", 0.0),
        ("A, B", "wrong", 0.0),
        ("B", "wrong", 0.0),
    ],
)
def test_the_key_and_one_wrong_letter_is_half(value: str, outcome: str, score: float) -> None:
    verdict = grade(SEVERAL, value)
    assert (verdict.outcome.value, verdict.score) == (outcome, score)


def test_everything_ticked_is_nothing_even_with_one_wrong_option() -> None:
    three = Choice({"A": "1", "B": "2", "C": "3"}, frozenset("AC"), multiple=True)
    assert grade(three, "ABC").score == 0.0


def test_the_reason_is_that_of_the_option_chosen() -> None:
    assert grade(TWO, "A").feedback == "Think of layer 2."
    assert grade(TWO, "B").feedback == "Correct. Layers wait."
    assert grade(TWO, "A").tag == "distractor-A"


@pytest.mark.parametrize(
    "text",
    [
        "A. first and C. third",
        "A: first, C: third",
        "**A**, **C**",
        "both A and C",
        "A und C",
        "1. first\n2. third",
        "- [x] first\n- [ ] second\n- [x] third",
    ],
)
def test_several_letters_with_their_words_are_all_read(text: str) -> None:
    assert read(SEVERAL, text) == ("A", "C")


@pytest.mark.parametrize(
    ("text", "letter"),
    [("it cannot", "B"), ("impossible", "B"), ("it can't", "B"), ("nein", "B"), ("it can", "A"), ("oui", "A")],
)
def test_yes_and_no_in_other_words(text: str, letter: str) -> None:
    assert read(YES_OR_NO, text) == (letter,)


@pytest.mark.parametrize(
    "text", ["not D", "!D", "¬ D", "~D", "D: false", "D is not correct", "not possible?!", "th", "not"]
)
def test_what_is_denied_or_only_begun_is_no_letter(text: str) -> None:
    with pytest.raises(Unreadable):
        read(ONE, text)


@pytest.mark.parametrize("text", ["A: false, C: true", "A: true, B: no, C: true"])
def test_letters_that_are_denied_beside_others_are_asked_back(text: str) -> None:
    with pytest.raises(Unreadable, match="Give only the letters"):
        read(SEVERAL, text)
