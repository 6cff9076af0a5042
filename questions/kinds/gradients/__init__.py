"""Gradients of a network where training starts, found by running the engine backward."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated, ClassVar, Final

import msgspec

from graders.engine.elaborate import IllTyped
from graders.engine.language.errors import LanguageError
from graders.gradient_task import COTANGENT, HIDDEN, INPUT, OUTPUT, Start, Task, prepare
from graders.gradients import grade, preview
from graders.verdict import Verdict
from questions import kind
from questions.kind import JSON, MISSING, Asking, Context, Missing, Preview, Setting, SpecError
from questions.layers import read_layers

MOST_INPUTS: Final = 64


class GradientsSpec(kind.Spec, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The network, where its parameters start ("zeros", one number for all, or the arrays by name), the loss if it
    is not any: a formula in the output `yhat` and the question's symbols; and how many inputs there are, if not any."""

    network: str
    start: str | int | float | dict[str, list[list[int | float] | int | float] | int | float] = "zeros"
    loss: str | None = None
    inputs: Annotated[int, msgspec.Meta(ge=1, le=MOST_INPUTS)] | None = None


class GradientsKind(kind.Kind[GradientsSpec, Task]):
    """See README.md."""

    name = "gradients"
    symbols: ClassVar[Mapping[str, str]] = {"ᵀ": "^T", "⊙": " ⊙ ", "a/b": "(|)/()", "Σ": "sum_j ", "diag": "diag(|)"}
    Spec = GradientsSpec

    def prepare(self, spec: GradientsSpec, setting: Setting) -> Task:
        layers = read_layers(spec.network)
        names = {name for layer in layers for name in (layer.weight, layer.bias) if name}
        if isinstance(spec.start, dict) and set(spec.start) != names:
            raise SpecError(f"`start` gives the arrays {', '.join(sorted(names))}")
        if names & {INPUT, COTANGENT, HIDDEN, OUTPUT}:
            raise SpecError("x, g, h and yhat have a meaning of their own here: call the parameters otherwise")
        others = setting.scope.symbols if spec.loss else {}
        if taken := sorted(others.keys() & {*names, INPUT, COTANGENT, HIDDEN, OUTPUT}):
            raise SpecError(f"{taken[0]} has a meaning of its own here: call the symbol otherwise")
        try:
            return prepare(layers, _start(spec.start), setting.version, spec.loss, others, spec.inputs)
        except (LanguageError, IllTyped) as problem:
            raise SpecError(f"`network`{' and `loss`' if spec.loss else ''}: {problem.message}") from None
        except (ValueError, TypeError) as problem:
            raise SpecError(f"{'' if str(problem)[:1] == '`' else '`network` and `start`: '}{problem}") from None

    def grade(self, prepared: Task, value: JSON, context: Context) -> Verdict:
        return grade(prepared, value, context.secret)

    def preview(self, prepared: Task, value: JSON) -> Preview:
        reading, problems = preview(prepared, value)
        return Preview(reading=reading, problems=problems)

    def verify(self, prepared: Task, context: Context) -> Sequence[str]:
        try:
            prepared.prepared(context.secret)
        except ValueError as problem:
            return (str(problem),)
        return ()

    def ask(self, prepared: Task, asking: Asking) -> Mapping[str, JSON]:
        return {"names": list(prepared.names)}

    def from_form(self, parts: Mapping[str, Sequence[str]], ask: Mapping[str, JSON]) -> JSON | Missing:
        """Either everything in one text, or one input for each parameter."""
        text = "".join(parts.get("", ())).strip()
        named = {f"d{name}": "".join(texts).strip() for name, texts in parts.items() if name}
        given = {name: entry for name, entry in named.items() if entry}
        return text or given or MISSING

    def to_form(self, value: JSON, ask: Mapping[str, JSON]) -> Mapping[str, Sequence[str]]:
        if isinstance(value, dict):
            return {"": ["\n".join(f"{name} = {entry}" for name, entry in value.items())]}
        return super().to_form(value, ask)


def _start(given: Start | str) -> Start:
    """Where the parameters start; raises SpecError. A number may be a text too, as parameters of a question are."""
    if not isinstance(given, str):
        return given
    try:
        return Fraction(0 if given == "zeros" else given)
    except (ValueError, ZeroDivisionError):
        raise SpecError('`start` is "zeros", a number, or the arrays by name') from None


KIND = GradientsKind()
