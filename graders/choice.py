"""Choices: one option is right or wrong, of several a wrong one costs half."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graders.choice_text import letters
from graders.fingerprint import Fingerprint
from graders.unreadable import AMBIGUOUS, Unreadable, nothing
from graders.verdict import Verdict, correct, partial, wrong


@dataclass(frozen=True)
class Choice:
    """Options by letter, the letters that are right, and what to say of each option that is not."""

    options: Mapping[str, str]
    key: frozenset[str]
    multiple: bool = False
    feedback: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)


def fingerprint(choice: Choice, value: Any) -> Fingerprint | None:
    """The letters; None where they cannot be read."""
    try:
        return Fingerprint(", ".join(sorted(read(choice, value))))
    except Unreadable:
        return None


def grade(choice: Choice, value: Any) -> Verdict:
    """One letter is right or wrong; of several, the key plus exactly one wrong letter earns half."""
    try:
        named = read(choice, value)
    except Unreadable as fault:
        return fault.verdict()
    reading = r",\ ".join(rf"\text{{{letter}}}" for letter in named)
    chosen = frozenset(named)
    if chosen == choice.key:
        reasons = [choice.feedback[letter] for letter in named if letter in choice.feedback]
        return correct(" ".join(["Correct.", *reasons[:1]]), reading=reading)
    surplus = [letter for letter in choice.options if letter in chosen - choice.key]
    if not surplus:
        return wrong("incomplete", "What is ticked holds, but it is not all.", reading=reading)
    letter = surplus[0]
    tag = choice.tags.get(letter, f"distractor-{letter}")
    reason = choice.feedback.get(letter, "This option does not hold.")
    if choice.multiple and len(chosen) == len(choice.options):
        return wrong(tag, "Everything is ticked: decide for each statement whether it holds.", reading=reading)
    if choice.multiple and chosen > choice.key and len(surplus) == 1:
        return partial(0.5, tag, f"One ticked statement does not hold. {reason}", reading=reading)
    return wrong(tag, reason, reading=reading)


def read(choice: Choice, value: Any) -> tuple[str, ...]:
    """The letters that a value names, in the options' order; raises Unreadable."""
    named = frozenset(letters(choice.options, value))
    if not named:
        raise nothing()
    if len(named) > 1 and not choice.multiple:
        raise Unreadable(AMBIGUOUS, "This names several options: choose one.")
    return tuple(letter for letter in choice.options if letter in named)
