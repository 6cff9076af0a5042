"""Shapes: the axes of a Jacobian or of an expression."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from graders.fingerprint import Fingerprint
from graders.shape import ShapeTruth, fingerprint, grade, read, shape_latex
from graders.unreadable import Unreadable
from graders.verdict import Verdict
from questions import kind
from questions.kind import JSON, Asking, Context, Preview, Setting
from questions.truth import check_credit, derive


class ShapeSpec(kind.Spec, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The shape of the Jacobian of something, or of an expression; `credit` is by tag."""

    jacobian_of: str | None = None
    of: str | None = None
    wrt: str | None = None
    credit: dict[str, float] = msgspec.field(default_factory=dict)


@dataclass(frozen=True)
class Prepared:
    """The shape, and what named mistakes earn."""

    truth: ShapeTruth
    credit: Mapping[str, float]


class ShapeKind(kind.Kind[ShapeSpec, Prepared]):
    """See README.md."""

    name = "shape"
    Spec = ShapeSpec

    def prepare(self, spec: ShapeSpec, setting: Setting) -> Prepared:
        check_credit(spec.credit)
        derived, _ = derive(setting, spec.wrt, jacobian_of=spec.jacobian_of, of=spec.of)
        output = derived.output.shape if derived.output else None
        by = derived.by.shape if derived.by else None
        return Prepared(ShapeTruth(derived.node.shape, frozenset(setting.scope.sizes), output, by), spec.credit)

    def grade(self, prepared: Prepared, value: JSON, context: Context) -> Verdict:
        return grade(prepared.truth, value, prepared.credit)

    def fingerprint(self, prepared: Prepared, value: JSON, secret: bytes) -> Fingerprint | None:
        return fingerprint(prepared.truth, value)

    def preview(self, prepared: Prepared, value: JSON) -> Preview:
        try:
            given = read(prepared.truth, value)
        except Unreadable as fault:
            return Preview(problems=(fault.feedback,))
        return Preview(reading=shape_latex(given), shape=tuple(map(str, given)))

    def ask(self, prepared: Prepared, asking: Asking) -> Mapping[str, JSON]:
        return {}

    def solution(self, prepared: Prepared) -> Mapping[str, JSON]:
        return {"latex": shape_latex(prepared.truth.shape)}


KIND = ShapeKind()
