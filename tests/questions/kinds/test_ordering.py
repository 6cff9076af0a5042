"""Proof blocks: every attempt has letters of its own; what is stored and judged has the author's."""

from __future__ import annotations

from typing import Any

import pytest

from questions.grading import grade, preview
from questions.kind import MISSING, Asking, SpecError
from questions.reading import read_question

LINES = {letter: f"line {letter}" for letter in "ABCDEFXY"}
QUESTION = read_question(
    {
        "field": [
            {
                "name": "proof",
                "kind": "ordering",
                "blocks": LINES,
                "after": {"B": ["A"], "C": ["B"], "D": ["C"], "E": ["D"], "F": ["E"]},
                "distractors": ["X", "Y"],
            }
        ]
    }
)
FIELD = QUESTION.fields["proof"]
SEEDS = [f"seed {n}" for n in range(40)]


def asked(seed: str) -> Any:
    return FIELD.kind.ask(FIELD.prepared, Asking(seed))


def read(text: str, ask: Any) -> Any:
    return FIELD.kind.from_form({"": [text]}, ask)


def test_the_alphabetical_order_of_a_form_is_not_the_proof() -> None:
    right = 0
    for seed in SEEDS:
        ask = asked(seed)
        listed = [letter for letter, text in ask["blocks"] if text[-1] not in "XY"]
        assert [letter for letter, _ in ask["blocks"]] == sorted(LINES)
        right += grade(QUESTION, {"proof": read(", ".join(listed), ask)})["score"] == 1
    assert right == 0


def test_the_letters_are_the_same_whenever_the_attempt_looks() -> None:
    assert asked("seed") == asked("seed")
    assert len({str(asked(seed)) for seed in SEEDS}) == len(SEEDS)


@pytest.mark.parametrize("seed", SEEDS[:10])
def test_what_the_student_typed_is_stored_by_the_lines_and_shown_as_typed(seed: str) -> None:
    ask = asked(seed)
    by_text = {text: letter for letter, text in ask["blocks"]}
    typed = [by_text[f"line {letter}"] for letter in "ABCDEF"]
    for text in (", ".join(typed), " → ".join(typed), "".join(typed).lower()):
        assert read(text, ask) == list("ABCDEF")
    assert FIELD.kind.to_form(list("ABCDEF"), ask) == {"": [", ".join(typed)]}
    assert FIELD.kind.to_form("A B C D E F", ask) == {"": [", ".join(typed)]}  # as a client of the API stores it
    shown = FIELD.kind.show(list("ABCDEF"), ask)
    assert shown == {"lines": [[by_text[f"line {letter}"], f"line {letter}"] for letter in "ABCDEF"]}


@pytest.mark.parametrize("text", ["A, Z", "A, A", "the first one", "A B C 4"])
def test_what_cannot_be_read_stays_as_it_was_typed_and_cannot_be_read_afterwards(text: str) -> None:
    ask = asked("seed")
    assert read(text, ask) == text
    assert FIELD.kind.to_form(text, ask) == {"": [text]}
    result = grade(QUESTION, {"proof": text})["fields"]["proof"]
    assert result["outcome"] == "invalid"
    assert FIELD.kind.retold(result, ask) == result


@pytest.mark.parametrize("seed", SEEDS[:10])
@pytest.mark.parametrize(("order", "named"), [("AXBCDEF", "X"), ("ABDCEF", "D")])
def test_a_verdict_names_the_line_as_the_student_sees_it(seed: str, order: str, named: str) -> None:
    ask = asked(seed)
    letters = {text[-1]: letter for letter, text in ask["blocks"]}
    told = FIELD.kind.retold(grade(QUESTION, {"proof": list(order)})["fields"]["proof"], ask)
    assert f"Line `{letters[named]}` " in told["feedback"]
    assert told["reading"] == r" \to ".join(rf"\text{{{letters[letter]}}}" for letter in order)


def test_a_preview_is_retold_too() -> None:
    ask = asked("seed")
    letters = {text[-1]: letter for letter, text in ask["blocks"]}
    told = FIELD.kind.retold(preview(QUESTION, "proof", ["A", "B"]), ask)
    assert told["reading"] == rf"\text{{{letters['A']}}} \to \text{{{letters['B']}}}"


def test_whoever_grades_sees_the_author_s_letters() -> None:
    ask = asked("")
    assert ask["blocks"] == [[letter, text] for letter, text in LINES.items()]
    assert FIELD.kind.show(["B", "A"], ask) == {"lines": [["B", "line B"], ["A", "line A"]]}


def test_an_unknown_letter_is_asked_back_without_telling_the_false_lines_apart() -> None:
    said = grade(QUESTION, {"proof": "A, Z"})["fields"]["proof"]["feedback"]
    assert said.endswith("the lines are A, B, C, D, E, F, X, Y.")


def test_an_author_writes_at_most_64_lines() -> None:
    blocks = {f"L{n}": "a line" for n in range(65)}
    with pytest.raises(SpecError, match="64"):
        _ = (
            read_question({"field": [{"name": "it", "kind": "ordering", "blocks": blocks, "after": {}}]})
            .fields["it"]
            .prepared
        )


def test_a_blank_form_is_no_answer() -> None:
    assert read("  ", asked("seed")) is MISSING
