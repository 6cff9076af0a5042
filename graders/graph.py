"""Grades a computation graph: lowered to the engine's own graph and compared there, then looked at node by node."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graders.engine import syntax
from graders.engine.elaborate import IllTyped, elaborate
from graders.engine.elaborate.typed import Typed
from graders.engine.equality import Different, Equal, Truth, Undecided, decide
from graders.engine.equality.outcome import Decision
from graders.engine.graph import Graph
from graders.engine.language.errors import LanguageError
from graders.engine.language.parser import parse
from graders.engine.language.printing.latex import to_latex
from graders.engine.language.scope import Scope
from graders.engine.sampling import Points
from graders.engine.sizes import ShapeError
from graders.engine.syntax import Tree
from graders.graph_model import Drawn, Malformed, ordered, reached, read_nodes, within
from graders.reading import stacked, unreadable
from graders.unreadable import Unreadable
from graders.verdict import Verdict, correct, partial, undecided, wrong

HALF = 0.5
NOT_ONE = "not-one-operation"


@dataclass(eq=False)
class Task:
    """The function that a graph must compute, and what its output is called."""

    scope: Scope  # of the inputs alone
    graph: Graph
    tree: Tree
    output: str
    content: str
    _truths: dict[bytes, tuple[Truth, ...]] = field(default_factory=dict, repr=False)

    def truths(self, secret: bytes) -> tuple[Truth, ...]:
        """The function, and the operands of its last operation, at the points of this secret; raises Unsampled."""
        if secret not in self._truths:
            points = Points.of(self.scope, secret, self.content)
            trees = [self.tree, *(part for part in _last_operands(self.tree) if not _is_given(part))]
            nodes = [elaborate(tree, self.scope, self.graph).node for tree in trees]
            self._truths[secret] = tuple(Truth(self.graph, node, points) for node in nodes)
            self._truths[secret][0].prepare()
        return self._truths[secret]


def prepare(scope: Scope, function: str, inputs: Sequence[str], output: str, content: str) -> Task:
    """A task from an author's function of some of the declared symbols; `content` is the question's hash.

    Raises LanguageError or IllTyped where the function cannot be read.
    """
    own = Scope({name: scope.symbols[name] for name in inputs}, {})
    tree, graph = parse(function, own).tree, Graph()
    elaborate(tree, own, graph)
    return Task(own, graph, tree, output, content)


def preview(task: Task, value: object) -> tuple[str | None, tuple[str, ...]]:
    """How the nodes are read, in LaTeX, and what cannot be read; never a verdict."""
    try:
        return _shown(read_nodes(value, task.scope)), ()
    except (Unreadable, Malformed) as problem:
        return None, (problem.feedback,)


def grade(task: Task, value: object, secret: bytes) -> Verdict:
    """Full marks for one operation a node; half for the function with one fault, or without its last operation."""
    try:
        nodes = read_nodes(value, task.scope)
    except Unreadable as problem:
        return problem.verdict()
    except Malformed as problem:
        return wrong(problem.tag, problem.feedback)
    seen: dict[str, Any] = {"reading": _shown(nodes)}
    try:
        nodes = ordered(nodes)
        graph = Graph(task.graph)
        values = lowered(nodes, task.scope, graph)
    except Malformed as problem:
        return wrong(problem.tag, problem.feedback, **seen)
    except LanguageError as problem:
        return unreadable(problem).verdict()
    return _Judgement(task, nodes, values, graph, task.truths(secret), seen).verdict()


class _Judgement:
    """One graph being judged."""

    def __init__(
        self,
        task: Task,
        nodes: Sequence[Drawn],
        values: Mapping[str, Typed],
        graph: Graph,
        truths: Sequence[Truth],
        seen: Mapping[str, Any],
    ) -> None:
        self.task = task
        self.nodes = nodes
        self.values = values
        self.graph = graph
        self.truth, self.operands = truths[0], truths[1:]
        self.seen = seen

    def verdict(self) -> Verdict:
        used = {name for node in self.nodes for name in node.operands}
        sinks = [node.name for node in self.nodes if node.name not in used]
        output = self._output(sinks)
        if output is None:
            return self._unfinished(sinks)
        decision = self._compared(self.truth, output)
        if isinstance(decision, Undecided):
            return undecided(
                f"I could not settle this graph ({decision.reason}); a person will look at it.", **self.seen
            )
        if isinstance(decision, Equal):
            return self._formed(output)
        return self._different(output, decision)

    def _output(self, sinks: Sequence[str]) -> str | None:
        """The node with the output's name, else the last node if it is the function whatever its name."""
        if self.task.output in self.values:
            return self.task.output
        done = [name for name in sinks if isinstance(self._compared(self.truth, name), Equal)]
        if done:
            return done[0]
        inputs = set(self.task.scope.symbols)
        whole = len(sinks) == 1 and inputs <= {
            name for node in self.nodes if node.name in reached(sinks[0], self.nodes) for name in node.operands
        }
        return sinks[0] if whole else None

    def _unfinished(self, sinks: Sequence[str]) -> Verdict:
        said = f"No node is called {self.task.output}, and none computes it."
        parts = list(self.operands)
        for name in sinks:
            part = next((part for part in parts if isinstance(self._compared(part, name), Equal)), None)
            if part is None:
                return wrong("no-output", said, **self.seen)
            parts.remove(part)
        if parts or any(node.operations != 1 for node in self.nodes if not self._renames_input(node)):
            return wrong("no-output", said, **self.seen)
        return partial(HALF, "no-output", f"{said} Only the last operation is missing.", **self.seen)

    def _formed(self, output: str) -> Verdict:
        """The right function: is each node one operation, and is each needed?"""
        needed = reached(output, self.nodes)
        unused = [node.name for node in self.nodes if node.name not in needed]
        crowded = [node for node in self.nodes if node.name in needed and node.operations > 1]
        extra = sum(node.operations - 1 for node in crowded)
        if not unused and not crowded:
            return correct(**self.seen)
        share = HALF if extra + len(unused) == 1 else 0.0
        if crowded:
            names = ", ".join(node.name for node in crowded)
            tag, said = NOT_ONE, f"{names}: more than one operation in a node; give each operation its own node."
        else:
            tag, said = "unused-node", f"{', '.join(unused)}: computed, but not needed for {output}."
        return partial(share, tag, said, **self.seen) if share else wrong(tag, said, **self.seen)

    def _different(self, output: str, decision: Different | None) -> Verdict:
        witness = decision.witness.json() if decision else None
        empty = [node.name for node in self.nodes if not node.operations and not node.operands]
        if empty:
            said = f"{', '.join(empty)}: a number is no operation; say how the node is computed."
            return wrong(NOT_ONE, said, witness=witness, **self.seen)
        said = f"The graph is well formed, but {output} is another function: compare the values at one point."
        return wrong("wrong-function", said, witness=witness, **self.seen)

    def _compared(self, truth: Truth, name: str) -> Decision | None:
        """What the engine says of a node; None where it has another shape."""
        node = self.values[name].node
        return decide(truth, node, self.graph) if node.shape == truth.node.shape else None

    def _renames_input(self, node: Drawn) -> bool:
        return not node.operations and set(node.operands) <= set(self.task.scope.symbols) and bool(node.operands)


def lowered(nodes: Sequence[Drawn], inputs: Scope, graph: Graph) -> dict[str, Typed]:
    """The engine's node for each of the student's, in an order in which each comes after those it needs."""
    scope = within(inputs, [node.name for node in nodes])
    values: dict[str, Typed] = {}
    for node in nodes:
        try:
            answer = elaborate(node.tree, scope, graph, names=values)
        except IllTyped as problem:
            raise Malformed("ill-typed", f"Node {node.name}: {problem.message}") from None
        except ShapeError as problem:
            raise Malformed("ill-typed", f"Node {node.name}: {problem}.") from None
        if answer.open or answer.free:
            raise LanguageError(f"Node {node.name} does not say how large it is.", node.tree.span, "ambiguous")
        values[node.name] = Typed(answer.node)
    return values


def _last_operands(tree: Tree) -> tuple[Tree, ...]:
    match tree:
        case syntax.Binary():
            return (tree.left, tree.right)
        case syntax.Call():
            return tree.arguments
        case syntax.Prefix():
            return (tree.operand,)
    return ()


def _is_given(tree: Tree) -> bool:
    return isinstance(tree, syntax.Name | syntax.Number)


def _shown(nodes: Sequence[Drawn]) -> str:
    numbers = frozenset(name for node in nodes for name in (node.name, *node.operands))
    return stacked(to_latex(syntax.Comparison((_named(n), n.tree), ("=",), n.tree.span), numbers) for n in nodes)


def _named(node: Drawn) -> Tree:
    return syntax.Name(node.name, node.tree.span)
