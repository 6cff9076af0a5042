"""Proof blocks: the student chooses the lines of a proof and puts them in order.

Authors letter the lines of a proof as they write them, so their letters tell the order. Each attempt therefore has
the letters dealt anew; answers are stored, and judged, by the author's.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from graders.fingerprint import Fingerprint
from graders.ordering import MOST, a_right_order, fingerprint, grade, letters
from graders.verdict import Outcome, Verdict
from questions import kind
from questions.kind import JSON, MISSING, Asking, Context, Missing, Preview, Setting, SpecError

_LETTER = re.compile(r"(?<=`)[^`]+(?=`)|(?<=\\text\{)[^}]*(?=\})")  # in words and in a reading


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
        if len(spec.blocks) > MOST:
            raise SpecError(f"`blocks` has at most {MOST} lines")
        try:
            right = a_right_order(after)
        except ValueError as problem:
            raise SpecError(f"`after`: {problem}") from None
        return Proof(spec.blocks, after, spec.distractors, right)

    def grade(self, prepared: Proof, value: JSON, context: Context) -> Verdict:
        return grade(value, prepared.after, prepared.distractors)

    def fingerprint(self, prepared: Proof, value: JSON, secret: bytes) -> Fingerprint | None:
        return fingerprint(value, prepared.blocks)

    def preview(self, prepared: Proof, value: JSON) -> Preview:
        order = letters(value, prepared.blocks)
        if isinstance(order, Verdict):
            return Preview(problems=(order.feedback,))
        return Preview(reading=r" \to ".join(rf"\text{{{letter}}}" for letter in order))

    def ask(self, prepared: Proof, asking: Asking) -> Mapping[str, JSON]:
        """The lines by the form's letters, and those by the author's; the same where nobody is asked."""
        dealt = sorted(prepared.blocks)
        names = {letter: letter for letter in dealt}
        if asking.seed:
            random.Random(f"ordering {asking.seed}").shuffle(dealt)  # noqa: S311 (no secret hangs on it)
            names = dict(zip(names, dealt, strict=True))
        return {"blocks": sorted([names[letter], text] for letter, text in prepared.blocks.items()), "names": names}

    def from_form(self, parts: Mapping[str, Sequence[str]], ask: Mapping[str, JSON]) -> JSON | Missing:
        """The author's letters in order; what cannot be read stays as it was typed."""
        text = "".join(parts.get("", ())).strip()
        authors = {given: letter for letter, given in ask.get("names", {}).items()}
        order = letters(text, authors)
        return text or MISSING if isinstance(order, Verdict) else [authors[letter] for letter in order]

    def to_form(self, value: JSON, ask: Mapping[str, JSON]) -> Mapping[str, Sequence[str]]:
        order = _given(value, ask)
        return super().to_form(value, ask) if order is None else {"": [", ".join(order)]}

    def retold(self, result: Mapping[str, JSON], ask: Mapping[str, JSON]) -> Mapping[str, JSON]:
        """With the form's letters. What could not be read was typed with these and is told as it is."""
        if result.get("outcome") == Outcome.INVALID:
            return result
        names = ask.get("names", {})

        def told(text: str) -> str:
            return _LETTER.sub(lambda letter: names.get(letter[0], letter[0]), text)

        return {**result, **{name: told(result[name]) for name in ("feedback", "reading") if result.get(name)}}

    def show(self, value: JSON, ask: Mapping[str, JSON]) -> Mapping[str, JSON]:
        """The lines in the order given."""
        texts, order = dict(ask.get("blocks", ())), _given(value, ask)
        return {} if order is None else {"lines": [[letter, texts[letter]] for letter in order]}

    def solution(self, prepared: Proof) -> Mapping[str, JSON]:
        return {"order": [[letter, prepared.blocks[letter]] for letter in prepared.right]}


def _given(value: JSON, ask: Mapping[str, JSON]) -> list[str] | None:
    """The form's letters of a stored order; None where it cannot be read."""
    names = ask.get("names", {})
    order = letters(value, names)
    return None if isinstance(order, Verdict) else [names[letter] for letter in order]


KIND = OrderingKind()
