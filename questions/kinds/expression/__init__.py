"""Formulas: read, and compared with the truth as functions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import msgspec

from graders.engine.language.errors import LanguageError
from graders.expression import Expression, fingerprint, grade, prepare, preview
from graders.fingerprint import Fingerprint
from graders.verdict import Verdict
from questions import kind
from questions.charts import Html
from questions.kind import JSON, Asking, Context, Missing, Preview, Seen, Setting, SpecError
from questions.kinds.expression.grid import grid
from questions.kinds.expression.plot import Plot, plot_of
from questions.truth import check_credit, derive


class ExpressionSpec(kind.Spec, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One of `jacobian_of`, `derivative_of` and `equals`; `credit` is by tag; `plot` is a range to draw over."""

    jacobian_of: str | None = None
    derivative_of: str | None = None
    equals: str | None = None
    wrt: str | None = None
    index: str | None = None
    credit: dict[str, float] = msgspec.field(default_factory=dict)
    plot: tuple[float, float] | None = None
    beside: str | None = None


@dataclass(frozen=True)
class Prepared:
    """The task, what named mistakes earn, and what is to be drawn."""

    task: Expression
    credit: Mapping[str, float]
    plot: Plot | None


class ExpressionKind(kind.Kind[ExpressionSpec, Prepared]):
    """See README.md."""

    name = "expression"
    symbols: ClassVar[Mapping[str, str]] = {
        "ᵀ": "^T",
        "x²": "^{|}",
        "a/b": "(|)/()",
        "√": "sqrt(|)",
        "‖ ‖": "norm(|)",
        "⊙": " ⊙ ",
        "I": "I_",
        "diag": "diag(|)",
        "Σ": "sum_j ",
        "δ": "δ_ij",
        "exp": "exp(|)",
        "ln": "ln(|)",
    }
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
        return Prepared(task, spec.credit, plot_of(setting, spec.plot, spec.beside, spec.wrt))

    def grade(self, prepared: Prepared, value: JSON, context: Context) -> Verdict:
        return grade(prepared.task, value, prepared.credit, context.secret)

    def fingerprint(self, prepared: Prepared, value: JSON, secret: bytes) -> Fingerprint | None:
        return fingerprint(prepared.task, value, secret)

    def preview(self, prepared: Prepared, value: JSON) -> Preview:
        return Preview(*preview(prepared.task, value))

    def verify(self, prepared: Prepared, context: Context) -> Sequence[str]:
        try:
            prepared.task.truth(context.secret)
        except ValueError as problem:
            return (str(problem),)
        return ()

    def picture(self, prepared: Prepared, value: JSON | Missing, seen: Seen) -> Html | None:
        """What was typed, as curves or as a grid of entries."""
        if prepared.plot:
            return prepared.plot.picture(value, seen.answers, seen.reasons)
        return grid(prepared.task, value)

    def ask(self, prepared: Prepared, asking: Asking) -> Mapping[str, JSON]:
        return {}


KIND = ExpressionKind()
