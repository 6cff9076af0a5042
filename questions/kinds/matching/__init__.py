"""Matching: each item gets one of the choices. Choices may be curves, drawn from functions; then the key is derived."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from graders.fingerprint import Fingerprint
from graders.matching import grade, read, to_latex
from graders.unreadable import Unreadable
from graders.verdict import Verdict
from questions import kind
from questions.kind import JSON, MISSING, Asking, Context, Missing, Preview, Setting, SpecError
from questions.kinds.matching.curves import Curves, Prepared, Texts

NAME = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")  # it names a control of the form


class MatchingSpec(kind.Spec, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`items` are by name, `choices` by letter; `functions` and `curves` take the place of `choices` and `key`."""

    items: dict[str, str]
    choices: dict[str, str] = msgspec.field(default_factory=dict)
    key: dict[str, str] = msgspec.field(default_factory=dict)
    functions: dict[str, str] = msgspec.field(default_factory=dict)
    curves: dict[str, str] = msgspec.field(default_factory=dict)
    over: str | None = None
    range: tuple[float, float] = (-6.0, 6.0)


class MatchingKind(kind.Kind[MatchingSpec, Prepared]):
    """See README.md."""

    name = "matching"
    Spec = MatchingSpec

    def prepare(self, spec: MatchingSpec, setting: Setting) -> Prepared:
        drawn = bool(spec.functions or spec.curves or spec.over)
        if drawn == bool(spec.choices or spec.key):
            raise SpecError("give `choices` and `key`, or `functions`, `curves` and `over`")
        given, letters = (spec.functions, spec.curves) if drawn else (spec.key, spec.choices)
        for name in [*spec.items, *letters]:
            if not NAME.fullmatch(name):
                raise SpecError(f"`{name}` names an item or a choice: use letters, digits and hyphens")
        for what, names in (("items", list(spec.items)), ("choices", list(letters))):
            if len({name.casefold() for name in names}) < max(2, len(names)):
                raise SpecError(f"there are at least two {what}, with names that differ in more than case")
        if given.keys() != spec.items.keys():
            raise SpecError(f"`{'functions' if drawn else 'key'}` has one entry for each of `items`")
        if drawn:
            return Curves(spec.items, spec.functions, spec.curves, spec.over or "", spec.range, setting)
        if unknown := sorted(set(spec.key.values()) - set(spec.choices)):
            raise SpecError(f"`key` names {unknown[0]}, which is no choice")
        return Texts(spec.items, spec.choices, spec.key)

    def grade(self, prepared: Prepared, value: JSON, context: Context) -> Verdict:
        return grade(value, prepared.key, list(prepared.choices))

    def fingerprint(self, prepared: Prepared, value: JSON, secret: bytes) -> Fingerprint | None:
        try:
            given = read(value, list(prepared.items), list(prepared.choices))
        except Unreadable:
            return None
        return Fingerprint(", ".join(f"{item}={given[item]}" for item in sorted(given)))

    def guess(self, prepared: Prepared) -> float | None:
        """Any choice for each item."""
        return 1 / len(prepared.choices)

    def preview(self, prepared: Prepared, value: JSON) -> Preview:
        try:
            return Preview(reading=to_latex(read(value, list(prepared.items), list(prepared.choices))))
        except Unreadable as fault:
            return Preview(problems=(fault.feedback,))

    def verify(self, prepared: Prepared, context: Context) -> Sequence[str]:
        try:
            return () if prepared.key else ("no item has a choice",)
        except SpecError as problem:
            return (str(problem),)

    def ask(self, prepared: Prepared, asking: Asking) -> Mapping[str, JSON]:
        return {
            "items": [list(item) for item in prepared.items.items()],
            "choices": [list(choice) for choice in prepared.choices.items()],
            "table": prepared.table,
        }

    def from_form(self, parts: Mapping[str, Sequence[str]], ask: Mapping[str, JSON]) -> JSON | Missing:
        """One control an item."""
        given = {item: texts[0] for item, texts in parts.items() if item and texts and texts[0].strip()}
        return given or MISSING

    def to_form(self, value: JSON, ask: Mapping[str, JSON]) -> Mapping[str, Sequence[str]]:
        if not isinstance(value, dict):
            return {}
        return {item: [choice] for item, choice in value.items() if isinstance(choice, str)}

    def solution(self, prepared: Prepared) -> Mapping[str, JSON]:
        return {"key": dict(prepared.key)}


KIND = MatchingKind()
