"""Networks: the student gives weights, and running them decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graders.fingerprint import Fingerprint
from graders.network import fingerprint, grade, to_latex
from graders.network_model import Network, fit
from graders.networks import grade_many
from graders.unreadable import Unreadable
from graders.verdict import Verdict
from graders.weights import read_weights
from questions import kind
from questions.charts import Html
from questions.kind import JSON, MISSING, Asking, Context, Missing, Preview, Seen, Setting, SpecError
from questions.kinds.network.picture import picture
from questions.layers import read_layers

WIDEST = 64


class NetworkSpec(kind.Spec, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The layers, and the table of inputs and targets that the network must reproduce."""

    layers: str
    table: list[tuple[list[float], list[float] | float]]
    tolerance: float = 1e-2
    max_width: int = WIDEST


class NetworkKind(kind.Kind[NetworkSpec, Network]):
    """See README.md."""

    name = "network"
    Spec = NetworkSpec

    def prepare(self, spec: NetworkSpec, setting: Setting) -> Network:
        layers = read_layers(spec.layers)
        table = tuple((list(x), list(y) if isinstance(y, list) else [y]) for x, y in spec.table)
        if not table or not table[0][0] or not table[0][1]:
            raise SpecError("`table` has at least one row, each with inputs and targets")
        if len({(len(x), len(y)) for x, y in table}) > 1:
            raise SpecError("the rows of `table` differ in length")
        if not spec.tolerance > 0 or not 1 <= spec.max_width <= WIDEST:
            raise SpecError(f"`tolerance` is positive and `max_width` between 1 and {WIDEST}")
        inputs = tuple(map(list, zip(*(x for x, _ in table), strict=True)))
        targets = tuple(map(list, zip(*(y for _, y in table), strict=True)))
        return Network(layers, inputs, targets, spec.tolerance, spec.max_width)

    def grade(self, prepared: Network, value: JSON, context: Context) -> Verdict:
        return grade(prepared, value)

    def grade_many(self, prepared: Network, answers: Sequence[tuple[JSON, Context]]) -> Sequence[Verdict]:
        return grade_many(prepared, [value for value, _ in answers])

    def fingerprint(self, prepared: Network, value: JSON, secret: bytes) -> Fingerprint | None:
        return fingerprint(prepared, value)

    def preview(self, prepared: Network, value: JSON) -> Preview:
        try:
            given = read_weights(value, prepared.names)
            reading = to_latex(given)
            fit(prepared, given)
        except Unreadable as fault:
            return Preview(problems=(fault.feedback,))
        return Preview(reading=reading)

    def picture(self, prepared: Network, value: JSON | Missing, seen: Seen) -> Html | None:
        """What the network does."""
        return picture(prepared, value, seen.reasons)

    def ask(self, prepared: Network, asking: Asking) -> Mapping[str, JSON]:
        return {
            "names": list(prepared.names),
            "inputs": len(prepared.inputs),
            "outputs": len(prepared.targets),
            "max_width": prepared.max_width,
            "rows": [list(row) for row in zip(*prepared.inputs, strict=True)],
        }

    def from_form(self, parts: Mapping[str, Sequence[str]], ask: Mapping[str, JSON]) -> JSON | Missing:
        """Either everything in one text, or one text for each matrix."""
        text = "".join(parts.get("", ())).strip()
        named = {name: "".join(texts).strip() for name, texts in parts.items() if name}
        given = [f"{name} = {cells}" for name, cells in named.items() if cells]
        if not text and not given:
            return MISSING
        return text or "\n".join(given)

    def to_form(self, value: JSON, ask: Mapping[str, JSON]) -> Mapping[str, Sequence[str]]:
        if not isinstance(value, dict):
            return super().to_form(value, ask)
        return {"": ["\n".join(f"{name} = {_plain(cells)}" for name, cells in value.items())]}


def _plain(cells: Any) -> str:
    if isinstance(cells, list):
        return f"[{', '.join(map(_plain, cells))}]"
    return str(cells)


KIND = NetworkKind()
