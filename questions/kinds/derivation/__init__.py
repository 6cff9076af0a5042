"""Derivations: chains of lines from a derivative to its form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from graders.derivation import Goal, fault, goal, grade, parts, preview, scope_of
from graders.engine.elaborate import IllTyped
from graders.engine.language.errors import LanguageError
from graders.verdict import Verdict
from questions import kind
from questions.kind import JSON, MISSING, Asking, Context, Missing, Preview, Setting, SpecError, lines_of

# What may say at the beginning of a line, before a colon, where it comes from. The grader passes over it.
RULES = ("Definition", "Chain rule", "Product rule", "Quotient rule", "Power rule", "Substitute", "Simplify")


class DerivationSpec(kind.Spec, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The equation to be derived, and for which of its two indices if not for all."""

    goal: str
    scope: str | None = None


class DerivationKind(kind.Kind[DerivationSpec, Goal]):
    """See README.md."""

    name = "derivation"
    symbols: ClassVar[Mapping[str, str]] = {
        "a/b": "(|)/()",
        "xⁿ": "^{|}",
        "exp": "exp(|)",
        "ln": "ln(|)",
        "Σ": "sum_k ",
        "δ": "δ_ij",
        "∂": "∂",
    }
    Spec = DerivationSpec

    def prepare(self, spec: DerivationSpec, setting: Setting) -> Goal:
        try:
            return goal(setting.scope, spec.goal, spec.scope, setting.version)
        except (LanguageError, IllTyped) as problem:
            raise SpecError(f"`goal`: {problem.message}") from None
        except ValueError as problem:
            raise SpecError(str(problem)) from None

    def grade(self, prepared: Goal, value: JSON, context: Context) -> Verdict:
        return grade(prepared, value, context.secret)

    def preview(self, prepared: Goal, value: JSON) -> Preview:
        read, problems = preview(prepared, value)
        return Preview(reading=read, problems=problems)

    def verify(self, prepared: Goal, context: Context) -> Sequence[str]:
        found = fault(prepared, context.secret)
        return () if found is None else (found,)

    def serves(self, prepared: Goal, value: JSON, other: Goal) -> bool:
        """A chain for all indices also proves the goal for those that the other field asks about."""
        part = scope_of(prepared, value)
        return part is not None and part.covers(prepared.part) and part.covers(other.part) and prepared.same(other)

    def ask(self, prepared: Goal, asking: Asking) -> Mapping[str, JSON]:
        return {"scopes": list(parts(prepared)), "rules": RULES}

    def from_form(self, parts: Mapping[str, Sequence[str]], ask: Mapping[str, JSON]) -> JSON | Missing:
        """A chain without lines is no answer, whatever scope is ticked."""
        steps = lines_of(parts.get("steps", ()))
        if not steps:
            return MISSING
        return {"scope": next(iter(parts.get("scope", ())), None), "steps": steps}

    def to_form(self, value: JSON, ask: Mapping[str, JSON]) -> Mapping[str, Sequence[str]]:
        if not isinstance(value, dict):
            return super().to_form(value, ask)
        scope, steps = value.get("scope"), value.get("steps")
        lines = steps.splitlines() if isinstance(steps, str) else steps if isinstance(steps, list) else []
        return {
            "scope": [scope] if isinstance(scope, str) else [],
            "steps": ["\n".join(line for line in lines if isinstance(line, str))],
        }


KIND = DerivationKind()
