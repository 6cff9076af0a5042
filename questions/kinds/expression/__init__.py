"""Formulas: read, and compared with the truth as functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from graders.engine.language.errors import LanguageError
from graders.expression import Expression, grade, prepare, preview
from graders.verdict import Verdict
from questions import kind
from questions.kind import JSON, Asking, Context, Preview, Setting, SpecError
from questions.truth import check_credit, derive


class ExpressionSpec(kind.Spec, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One of `jacobian_of`, `derivative_of` and `equals`; `credit` is by tag."""

    jacobian_of: str | None = None
    derivative_of: str | None = None
    equals: str | None = None
    wrt: str | None = None
    index: str | None = None
    credit: dict[str, float] = msgspec.field(default_factory=dict)


@dataclass(frozen=True)
class Prepared:
    """The task, and what named mistakes earn."""

    task: Expression
    credit: Mapping[str, float]


class ExpressionKind(kind.Kind[ExpressionSpec, Prepared]):
    """See README.md."""

    name = "expression"
    Spec = ExpressionSpec

    def prepare(self, spec: ExpressionSpec, setting: Setting) -> Prepared:
        check_credit(spec.credit)
        derived, text = derive(
            setting, spec.wrt, jacobian_of=spec.jacobian_of, derivative_of=spec.derivative_of, equals=spec.equals
        )
        try:
            task = prepare(derived, text, setting.version, spec.index)
        except LanguageError as problem:
            raise SpecError(f"`index`: {problem.message}") from None
        return Prepared(task, spec.credit)

    def grade(self, prepared: Prepared, value: JSON, context: Context) -> Verdict:
        return grade(prepared.task, value, prepared.credit, context.secret)

    def preview(self, prepared: Prepared, value: JSON) -> Preview:
        return Preview(*preview(prepared.task, value))

    def verify(self, prepared: Prepared, context: Context) -> Sequence[str]:
        try:
            prepared.task.truth(context.secret)
        except ValueError as problem:
            return (str(problem),)
        return ()

    def ask(self, prepared: Prepared, asking: Asking) -> Mapping[str, JSON]:
        return {}


KIND = ExpressionKind()
