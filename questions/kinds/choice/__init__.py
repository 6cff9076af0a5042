"""Choices: one option, or all that hold."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import msgspec

from graders.choice import Choice, fingerprint, grade, read
from graders.fingerprint import Fingerprint
from graders.unreadable import Unreadable
from graders.verdict import Verdict
from questions import kind
from questions.kind import JSON, MISSING, Asking, Context, Missing, Preview, Setting, SpecError

MOST_ENUMERATED: Final = 10  # options of which all choices are tried


class ChoiceSpec(kind.Spec, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`options`, `feedback` and `tags` are by letter."""

    options: dict[str, str]
    key: list[str]
    multiple: bool = False
    shuffle: bool = False
    feedback: dict[str, str] = msgspec.field(default_factory=dict)
    tags: dict[str, str] = msgspec.field(default_factory=dict)


@dataclass(frozen=True)
class Prepared:
    """What is right, and how it is laid out."""

    choice: Choice
    shuffle: bool


class ChoiceKind(kind.Kind[ChoiceSpec, Prepared]):
    """See README.md."""

    name = "choice"
    Spec = ChoiceSpec

    def prepare(self, spec: ChoiceSpec, setting: Setting) -> Prepared:
        if len(spec.options) < 2:
            raise SpecError("a choice has at least two options")
        for what, letters in (("key", spec.key), ("feedback", spec.feedback), ("tags", spec.tags)):
            if unknown := sorted(set(letters) - set(spec.options)):
                raise SpecError(f"`{what}` names {unknown[0]}, which is no option")
        if not spec.key:
            raise SpecError("`key` names at least one option")
        if len(spec.key) > 1 and not spec.multiple:
            raise SpecError("several options are right: say `multiple = true`")
        choice = Choice(spec.options, frozenset(spec.key), spec.multiple, spec.feedback, spec.tags)
        return Prepared(choice, spec.shuffle)

    def grade(self, prepared: Prepared, value: JSON, context: Context) -> Verdict:
        return grade(prepared.choice, value)

    def fingerprint(self, prepared: Prepared, value: JSON, secret: bytes) -> Fingerprint | None:
        return fingerprint(prepared.choice, value)

    def guess(self, prepared: Prepared) -> float | None:
        """One of the options ticked; where several may be, any number of them but none."""
        letters = list(prepared.choice.options)
        if not prepared.choice.multiple:
            return 1 / len(letters)
        if len(letters) > MOST_ENUMERATED:
            return None
        ticks = [list(some) for count in range(1, len(letters) + 1) for some in combinations(letters, count)]
        return sum(grade(prepared.choice, some).score for some in ticks) / len(ticks)

    def preview(self, prepared: Prepared, value: JSON) -> Preview:
        try:
            letters = read(prepared.choice, value)
        except Unreadable as fault:
            return Preview(problems=(fault.feedback,))
        return Preview(reading=r",\ ".join(rf"\text{{{letter}}}" for letter in letters))

    def ask(self, prepared: Prepared, asking: Asking) -> Mapping[str, JSON]:
        options = list(prepared.choice.options.items())
        if prepared.shuffle and asking.seed:
            random.Random(asking.seed).shuffle(options)  # noqa: S311 (an order of options is no secret)
        return {"options": [list(option) for option in options], "multiple": prepared.choice.multiple}

    def from_form(self, parts: Mapping[str, Sequence[str]], ask: Mapping[str, JSON]) -> JSON | Missing:
        ticked = [letter for letter in parts.get("", ()) if letter.strip()]
        if not ticked:
            return MISSING
        return ticked[0] if len(ticked) == 1 else ticked

    def to_form(self, value: JSON, ask: Mapping[str, JSON]) -> Mapping[str, Sequence[str]]:
        if isinstance(value, list):
            return {"": [item for item in value if isinstance(item, str)]}
        return {"": [value]} if isinstance(value, str) else {}

    def solution(self, prepared: Prepared) -> Mapping[str, JSON]:
        choice = prepared.choice
        right = [letter for letter in choice.options if letter in choice.key]
        return {"letters": right, "reasons": dict(choice.feedback)}


KIND = ChoiceKind()
