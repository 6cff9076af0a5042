"""Free text, graded by a person with a rubric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from graders.text import Lengths, grade, read, warnings
from graders.unreadable import Unreadable
from graders.verdict import Verdict
from questions import kind
from questions.kind import JSON, Asking, Context, Preview, Setting, SpecError

THOUSANDTHS = 1000


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One thing that a good answer says. An item with negative points is a deduction."""

    key: str
    points: float
    text: str


class TextSpec(kind.Spec, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The rubric, and how long an answer may be before its writer is warned."""

    rubric: list[Item]
    max_sentences: int | None = None
    max_words: int | None = None


@dataclass(frozen=True)
class Prepared:
    """The rubric is the grader's; the lengths are everyone's."""

    lengths: Lengths
    rubric: tuple[Item, ...]


class TextKind(kind.Kind[TextSpec, Prepared]):
    """See README.md."""

    name = "text"
    Spec = TextSpec

    def prepare(self, spec: TextSpec, setting: Setting) -> Prepared:
        keys = [item.key for item in spec.rubric]
        if len(set(keys)) < len(keys):
            raise SpecError("two items of the rubric have the same key")
        return Prepared(Lengths(spec.max_sentences, spec.max_words), tuple(spec.rubric))

    def grade(self, prepared: Prepared, value: JSON, context: Context) -> Verdict:
        return grade(prepared.lengths, value)

    def preview(self, prepared: Prepared, value: JSON) -> Preview:
        try:
            return Preview(problems=warnings(prepared.lengths, read(value)))
        except Unreadable as fault:
            return Preview(problems=(fault.feedback,))

    def verify(self, prepared: Prepared, context: Context) -> Sequence[str]:
        reachable = sum(item.points for item in prepared.rubric if item.points > 0)
        worth = context.points / THOUSANDTHS
        return () if reachable == worth else (f"the rubric adds up to {reachable:g} points, the field to {worth:g}",)

    def ask(self, prepared: Prepared, asking: Asking) -> Mapping[str, JSON]:
        return {"max_sentences": prepared.lengths.max_sentences, "max_words": prepared.lengths.max_words}

    def rubric(self, prepared: Prepared) -> Sequence[Mapping[str, JSON]]:
        return [msgspec.to_builtins(item) for item in prepared.rubric]


KIND = TextKind()
