"""Arguments: lines of linear equations and inequalities that lead from facts to a contradiction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graders.argument import Premises, grade, premises, reading
from graders.engine.language.errors import LanguageError, ScopeError
from graders.verdict import Verdict
from questions import kind
from questions.kind import JSON, MISSING, Asking, Context, Missing, Preview, Setting, SpecError, lines_of


class ArgumentSpec(kind.Spec, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What may be used, and the claim that the last line must contradict."""

    facts: list[str]
    refutes: str


class ArgumentKind(kind.Kind[ArgumentSpec, Premises]):
    """See README.md."""

    name = "argument"
    Spec = ArgumentSpec

    def prepare(self, spec: ArgumentSpec, setting: Setting) -> Premises:
        try:
            return premises(setting.scope, spec.facts, spec.refutes)
        except (LanguageError, ScopeError, ValueError) as problem:
            raise SpecError(str(problem)) from None

    def grade(self, prepared: Premises, value: JSON, context: Context) -> Verdict:
        return grade(value, prepared)

    def preview(self, prepared: Premises, value: JSON) -> Preview:
        read, problems = reading(value, prepared)
        return Preview(reading=read, problems=problems)

    def ask(self, prepared: Premises, asking: Asking) -> Mapping[str, JSON]:
        return {"names": sorted({name for fact in prepared.facts for name in fact.coefficients})}

    def from_form(self, parts: Mapping[str, Sequence[str]], ask: Mapping[str, JSON]) -> JSON | Missing:
        """One line of the text box is one line of the argument."""
        return lines_of(parts.get("", ())) or MISSING


KIND = ArgumentKind()
