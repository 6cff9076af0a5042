"""Proof blocks: the student chooses the lines of a proof and puts them in order."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from graders.ordering import a_right_order, grade, letters
from graders.verdict import Verdict
from questions import kind
from questions.kind import JSON, MISSING, Asking, Context, Missing, Preview, Setting, SpecError


class OrderingSpec(kind.Spec, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Lines by letter; which lines each line of the proof needs; the letters that do not belong to it."""

    blocks: dict[str, str]
    after: dict[str, list[str]]
    distractors: list[str] = msgspec.field(default_factory=list)


@dataclass(frozen=True)
class Proof:
    """The lines and how they build on each other; `right` is one right order."""

    blocks: Mapping[str, str]
    after: Mapping[str, Sequence[str]]
    distractors: Sequence[str]
    right: Sequence[str]


class OrderingKind(kind.Kind[OrderingSpec, Proof]):
    """See README.md."""

    name = "ordering"
    Spec = OrderingSpec

    def prepare(self, spec: OrderingSpec, setting: Setting) -> Proof:
        after = {letter: spec.after.get(letter, []) for letter in spec.blocks if letter not in spec.distractors}
        for letter in (*spec.after, *spec.distractors):
            if letter not in spec.blocks or (letter in spec.after and letter in spec.distractors):
                raise SpecError(f"line {letter} is not one of `blocks`, or is both needed and a distractor")
        try:
            right = a_right_order(after)
        except ValueError as problem:
            raise SpecError(f"`after`: {problem}") from None
        return Proof(spec.blocks, after, spec.distractors, right)

    def grade(self, prepared: Proof, value: JSON, context: Context) -> Verdict:
        return grade(value, prepared.after, prepared.distractors)

    def preview(self, prepared: Proof, value: JSON) -> Preview:
        order = letters(value, prepared.blocks)
        if isinstance(order, Verdict):
            return Preview(problems=(order.feedback,))
        return Preview(reading=r" \to ".join(rf"\text{{{letter}}}" for letter in order))

    def ask(self, prepared: Proof, asking: Asking) -> Mapping[str, JSON]:
        """The lines in an order of the attempt's own; their letters stay with them."""
        blocks = sorted(prepared.blocks.items())
        random.Random(f"ordering {asking.seed}").shuffle(blocks)  # noqa: S311 (an order to look at, no secret)
        return {"blocks": blocks}

    def from_form(self, parts: Mapping[str, Sequence[str]], ask: Mapping[str, JSON]) -> JSON | Missing:
        """The letters in one text."""
        text = "".join(parts.get("", ())).strip()
        return text or MISSING

    def to_form(self, value: JSON, ask: Mapping[str, JSON]) -> Mapping[str, Sequence[str]]:
        if isinstance(value, list) and all(isinstance(letter, str) for letter in value):
            return {"": [", ".join(value)]}
        return super().to_form(value, ask)

    def solution(self, prepared: Proof) -> Mapping[str, JSON]:
        return {"order": [[letter, prepared.blocks[letter]] for letter in prepared.right]}


KIND = OrderingKind()
