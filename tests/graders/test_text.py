"""How texts are counted; judging them is a person's business."""

from __future__ import annotations

from typing import Any

import pytest

from graders.text import Lengths, grade, sentences, words
from graders.verdict import Outcome


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One.", 1),
        ("One. Two! Three?", 3),
        ("One, e.g. this one, i.e. it.", 1),
        ("It is 0.5 or 1.25.", 1),
        ("No full stop at all", 1),
        ("Ended. And then", 2),
        ("Really?! Yes...", 2),
        ("(In brackets.) And out.", 2),
        ("", 0),
        ("...", 1),
    ],
)
def test_sentences_are_counted_as_people_count_them(text: str, count: int) -> None:
    assert sentences(text) == count


def test_words_are_counted() -> None:
    assert words("The user's well-known σ, twice: 2.") == 6


def test_a_text_goes_to_a_person() -> None:
    verdict = grade(Lengths(), "Because gradients vanish.")
    assert (verdict.outcome, verdict.score) == (Outcome.UNGRADED, 0.0)


def test_a_long_text_is_warned_about_and_kept() -> None:
    verdict = grade(Lengths(max_sentences=3, max_words=5), "One. Two. Three. Four and five and six.")
    assert verdict.outcome is Outcome.UNGRADED
    assert "4 sentences" in verdict.feedback
    assert "8 words" in verdict.feedback


@pytest.mark.parametrize("value", [None, "", " \n"])
def test_no_text_is_empty(value: Any) -> None:
    assert grade(Lengths(), value).tag == "empty"


@pytest.mark.parametrize("value", [1, True, ["text"], {"text": "text"}, "x" * 20_001])
def test_what_is_no_text_is_asked_back(value: Any) -> None:
    assert grade(Lengths(), value).outcome is Outcome.INVALID
