"""Computation graphs: one operation a node, lowered to the engine and compared there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graders.engine.elaborate import IllTyped
from graders.engine.language.errors import LanguageError
from graders.engine.sizes import ShapeError
from graders.graph import Task, grade, prepare, preview
from graders.verdict import Verdict
from questions import kind
from questions.charts import Html
from questions.kind import JSON, MISSING, Asking, Context, Missing, Preview, Seen, Setting, SpecError, lines_of
from questions.kinds.graph.drawing import picture

# What the table's menu offers besides signs, and of how many operands; the text box takes all that the language has.
FUNCTIONS = {
    **dict.fromkeys(("exp", "ln", "sqrt", "abs", "sin", "cos", "tan", "tanh", "sigmoid", "relu", "softplus"), 1),
    **dict.fromkeys(("max", "min"), 2),
}


class GraphSpec(kind.Spec, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The function that the graph must compute, the symbols it starts from, and the name of its output."""

    function: str
    inputs: list[str]
    outputs: list[str]


class GraphKind(kind.Kind[GraphSpec, Task]):
    """See README.md."""

    name = "graph"
    Spec = GraphSpec

    def prepare(self, spec: GraphSpec, setting: Setting) -> Task:
        if len(spec.outputs) != 1 or not spec.inputs:
            raise SpecError("`inputs` names at least one symbol and `outputs` exactly one node")
        if unknown := [name for name in spec.inputs if name not in setting.scope.symbols]:
            raise SpecError(f"`inputs` names {unknown[0]}, which is no symbol of the question")
        try:
            return prepare(setting.scope, spec.function, spec.inputs, spec.outputs[0], setting.version)
        except (LanguageError, IllTyped) as problem:
            raise SpecError(f"`function`: {problem.message}") from None
        except ShapeError as problem:
            raise SpecError(f"`function`: {problem}") from None

    def grade(self, prepared: Task, value: JSON, context: Context) -> Verdict:
        return grade(prepared, value, context.secret)

    def preview(self, prepared: Task, value: JSON) -> Preview:
        reading, problems = preview(prepared, value)
        return Preview(reading=reading, problems=problems)

    def verify(self, prepared: Task, context: Context) -> Sequence[str]:
        try:
            prepared.truths(context.secret)
        except ValueError as problem:
            return (str(problem),)
        return ()

    def ask(self, prepared: Task, asking: Asking) -> Mapping[str, JSON]:
        return {"inputs": list(prepared.scope.symbols), "output": prepared.output, "functions": FUNCTIONS}

    def from_form(self, parts: Mapping[str, Sequence[str]], ask: Mapping[str, JSON]) -> JSON | Missing:
        """One line of the text box is one node."""
        return lines_of(parts.get("", ())) or MISSING

    def picture(self, prepared: Task, value: JSON | Missing, seen: Seen) -> Html | None:
        return None if value is MISSING else picture(value, prepared.scope)


KIND = GraphKind()
