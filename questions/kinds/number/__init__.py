"""Numbers: typed as decimals, or as a formula in the names of the question."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

import msgspec

from graders.carried import carried
from graders.fingerprint import Fingerprint
from graders.number import LEVELS, Number, fingerprint, grade, preview
from graders.own_graph import OwnGraph, own_graph
from graders.verdict import Verdict
from questions import kind
from questions.kind import JSON, Asking, Context, Preview, Setting, SpecError
from questions.truth import derive


class NumberSpec(kind.Spec, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The value of an expression or of a derivative, where the question's symbols have the values `at`."""

    value: str | None = None
    derivative_of: str | None = None
    wrt: str | None = None
    at: dict[str, int | float | str] = msgspec.field(default_factory=dict)
    rtol: float = 1e-3
    half_rtol: float | None = None


class NumberKind(kind.Kind[NumberSpec, Number]):
    """See README.md."""

    name = "number"
    Spec = NumberSpec

    def prepare(self, spec: NumberSpec, setting: Setting) -> Number:
        derived, _ = derive(setting, spec.wrt, value=spec.value, derivative_of=spec.derivative_of)
        if derived.node.shape:
            raise SpecError("this is no single number")
        if unknown := sorted(set(spec.at) - set(setting.scope.symbols)):
            raise SpecError(f"`at` names {unknown[0]}, which is no symbol of the question")
        widest = spec.rtol if spec.half_rtol is None else spec.half_rtol
        if not 0 < spec.rtol <= widest < math.inf:  # nan and inf are numbers of TOML
            raise SpecError("`rtol` is a positive number, and `half_rtol` is not smaller")
        half = None if spec.half_rtol is None else Fraction(str(spec.half_rtol))
        return Number(derived, {name: _exact(value) for name, value in spec.at.items()}, Fraction(str(spec.rtol)), half)

    def grade(self, prepared: Number, value: JSON, context: Context) -> Verdict:
        own = _own(prepared, context.earlier)
        names = own.scope if own else None
        return grade(prepared, value, carried(prepared, context.earlier, names), names)

    def fingerprint(self, prepared: Number, value: JSON, secret: bytes) -> Fingerprint | None:
        return fingerprint(prepared, value)

    def fingerprint_after(self, prepared: Number, value: JSON, secret: bytes, earlier: JSON) -> Fingerprint | None:
        own = _own(prepared, earlier)
        return (own and fingerprint(prepared, value, own.scope)) or fingerprint(prepared, value)

    def preview(self, prepared: Number, value: JSON) -> Preview:
        return _read(prepared, value, None)

    def preview_for(self, prepared: Number, value: JSON, asking: Asking) -> Preview:
        return _read(prepared, value, _own(prepared, asking.earlier))

    def verify(self, prepared: Number, context: Context) -> Sequence[str]:
        try:
            finite = prepared.value(prepared.derived.node, LEVELS[0]).is_finite()
        except KeyError as missing:
            return (f"`at` gives no value to {missing.args[0]}",)
        return () if finite else ("the key has no finite value at this point",)

    def ask(self, prepared: Number, asking: Asking) -> Mapping[str, JSON]:
        """What the student calls the nodes of the question, where an earlier answer is a right graph of them."""
        own = _own(prepared, asking.earlier)
        return {"called": own.called} if own else {}


def _own(prepared: Number, earlier: JSON) -> OwnGraph | None:
    return own_graph(prepared.derived.scope, earlier) if earlier and prepared.derived.scope.definitions else None


def _read(prepared: Number, value: JSON, own: OwnGraph | None) -> Preview:
    reading, problems, span = preview(prepared, value, own.scope if own else None)
    return Preview(reading=reading, problems=problems, span=span)


def _exact(value: float | str) -> Fraction:
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise SpecError(f"`at` has numbers such as 2, 0.5 or '1/3', not {value!r}") from None


KIND = NumberKind()
