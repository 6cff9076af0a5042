"""Grades the gradients of a network at its start, by running the engine backward from g, the derivative of the loss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from graders.engine.build import Build, value_of
from graders.engine.derive import reverse
from graders.engine.elaborate import IllTyped, author, read
from graders.engine.elaborate.reader import elaborate
from graders.engine.elaborate.typed import Typed
from graders.engine.equality import Equal, Truth, Undecided, decide
from graders.engine.graph import Graph, Node, tape
from graders.engine.language.declarations import Symbol
from graders.engine.language.errors import LanguageError
from graders.engine.language.parser import parse
from graders.engine.language.printing.latex import to_latex
from graders.engine.language.scope import Scope
from graders.engine.sampling import Points
from graders.engine.shapes import dropped
from graders.engine.sizes import ONE, Shape, ShapeError, size
from graders.engine.syntax import Tree
from graders.gradient_text import Claims, read_claims
from graders.network_model import Layer
from graders.reading import unreadable
from graders.unreadable import Unreadable
from graders.verdict import Verdict, correct, partial, undecided, wrong

HALF = 0.5
COTANGENT, INPUT, HIDDEN = "g", "x", "h"
LETTERS = "dknm"  # sizes: of the input, then of each hidden layer
# words for a value that is no value, and the mistake behind each
WORDS = {
    "nonzero": "symmetry-only",
    "non-zero": "symmetry-only",
    "not zero": "symmetry-only",
    "≠ 0": "symmetry-only",
    "undefined": "relu-kink-panic",
    "not defined": "relu-kink-panic",
    "does not exist": "relu-kink-panic",
    "nan": "relu-kink-panic",
}
ZEROS = ("zero", "zeros", "zero matrix", "zero vector", "the zero matrix", "the zero vector", "vanishes")

Start = int | float | Mapping[str, Any]


@dataclass(eq=False)
class Task:
    """A network at its start, and the gradients there of a loss whose derivative by the output is g."""

    layers: tuple[Layer, ...]
    scope: Scope  # what answers may name
    values: Mapping[str, Typed]  # the parameters and the hidden layer, at the start
    graph: Graph
    truths: Mapping[str, Node]
    content: str
    _prepared: dict[bytes, Mapping[str, Truth]] = field(default_factory=dict, repr=False)
    _zeros: dict[tuple[bytes, Shape], Truth] = field(default_factory=dict, repr=False)
    _vanishing: dict[tuple[bytes, str], bool] = field(default_factory=dict, repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters, in the order of the layers."""
        return tuple(self.truths)

    def points(self, secret: bytes) -> Points:
        """Random inputs and random g."""
        moving = tuple(made for name, made in self.scope.symbols.items() if name in (INPUT, COTANGENT))
        return Points(moving, self.scope.sizes, secret, self.content)

    def prepared(self, secret: bytes) -> Mapping[str, Truth]:
        """The gradients at the points of this secret; raises Unsampled where they have no value."""
        if secret not in self._prepared:
            points = self.points(secret)
            made = {name: Truth(self.graph, node, points) for name, node in self.truths.items()}
            for truth in made.values():
                truth.prepare()
            self._prepared[secret] = made
        return self._prepared[secret]

    def zero(self, shape: Shape, secret: bytes) -> Truth:
        """Nothing but zeros, to be compared with, at the same points."""
        key = (secret, shape)
        if key not in self._zeros:
            points = next(iter(self.prepared(secret).values())).points
            self._zeros[key] = Truth(self.graph, self.graph.constant(0, shape), points)
        return self._zeros[key]

    def vanishes(self, name: str, secret: bytes) -> bool:
        """Whether a gradient is zero; raises Open."""
        key = (secret, name)
        if key not in self._vanishing:
            node = self.truths[name]
            self._vanishing[key] = _equal(self.zero(node.shape, secret), node, self.graph)
        return self._vanishing[key]


def prepare(layers: Sequence[Layer], start: Start, content: str) -> Task:
    """A task from layers and the values at which all or each of their parameters start; raises ValueError."""
    shapes = _shapes(layers, start)
    symbols = {name: Symbol(name, shape) for name, shape in shapes.items()} | {COTANGENT: Symbol(COTANGENT)}
    scope, graph = Scope(symbols, {}), Graph()
    hidden = _formula(layers[:-1])
    output = author(_formula(layers), scope, graph)
    names = [name for layer in layers for name in (layer.weight, layer.bias) if name]
    inputs = [graph.input(name, shapes[name]) for name in names]
    build = Build(graph)
    cotangent = build.broadcast_to(graph.input(COTANGENT), output.shape)
    found = reverse(graph, output, cotangent, inputs)
    starts = {node: _started(build, start, name, shapes[name]) for name, node in zip(names, inputs, strict=True)}
    truths = {name: _bound(graph, node, starts) for name, node in zip(names, found, strict=True)}
    values = {name: Typed(starts[node]) for name, node in zip(names, inputs, strict=True)}
    if HIDDEN not in symbols:
        node = _bound(graph, author(hidden, scope, graph), starts)
        values[HIDDEN] = Typed(node)
        scope = Scope({**symbols, HIDDEN: Symbol(HIDDEN, node.shape)}, {})
    return Task(tuple(layers), scope, values, graph, truths, content)


def preview(task: Task, value: object) -> tuple[str | None, tuple[str, ...]]:
    """How the gradients are read, in LaTeX, and what cannot be read; never a verdict."""
    try:
        return _Reading(task, read_claims(value, task.names)).latex, ()
    except Unreadable as problem:
        return None, (problem.feedback,)


def grade(task: Task, value: object, secret: bytes) -> Verdict:
    """Full marks for all gradients right, half when all are given and one is wrong."""
    try:
        reading = _Reading(task, read_claims(value, task.names))
    except Unreadable as problem:
        return problem.verdict()
    seen: dict[str, Any] = {"reading": reading.latex}
    if missing := [name for name in task.names if name not in reading.trees]:
        return wrong(
            "stops-early", f"Give all gradients: {', '.join(f'd{name}' for name in missing)} left out.", **seen
        )
    truths = task.prepared(secret)
    graph = Graph(task.graph)
    try:
        bad = {name: tag for name in task.names if (tag := _mistake(task, reading, truths[name], name, graph, secret))}
    except Open as problem:
        return undecided(f"I could not settle this one ({problem}); a person will look at it.", **seen)
    if not bad:
        return correct(**seen)
    tags = list(bad.values())
    tag = "symmetry-only" if tags.count("symmetry-only") > 1 else tags[0]
    if len(bad) == 1:
        return partial(
            HALF, tag, f"All but one are right: look again at d{next(iter(bad))}. {_said(tag)}".strip(), **seen
        )
    return wrong(tag, f"{len(bad)} of the gradients are not right. {_said(tag)}".strip(), **seen)


class Open(Exception):
    """Neither equality nor a difference could be shown."""


class _Reading:
    """The claims as trees: for each parameter the sides of its equation, or the mistake that a word stands for."""

    def __init__(self, task: Task, claims: Claims) -> None:
        self.trees: dict[str, list[Tree] | str] = {}
        shown = []
        for name, sides in claims.named.items():
            last = sides[-1].strip().lower()
            if last in WORDS:
                self.trees[name] = WORDS[last]
                shown.append(rf"d{_subscripted(name)}: \text{{{last.replace('≠', 'not')}}}")
                continue
            trees = [tree for side in sides[:-1] if (tree := _readable(task, side))]
            trees.append(_tree(task, "0" if last in ZEROS else sides[-1]))
            self.trees[name] = trees
            shown.append(f"d{_subscripted(name)} = {to_latex(trees[-1])}")
        self.latex = r",\quad ".join(shown)


def _mistake(task: Task, reading: _Reading, truth: Truth, name: str, graph: Graph, secret: bytes) -> str | None:
    """The tag of what is wrong about a claim; None if it is right."""
    claimed = reading.trees[name]
    if isinstance(claimed, str):
        return claimed
    zero = task.vanishes(name, secret)
    for tree in claimed:
        try:
            answer = elaborate(tree, task.scope, graph, expected=truth.node.shape, names=task.values)
        except (IllTyped, ShapeError, LanguageError):
            return "ill-typed"
        null = value_of(answer.node) == 0
        null = null or (not answer.open and _equal(task.zero(answer.node.shape, secret), answer.node, graph))
        if not (null if zero else not answer.open and _same(truth, answer.node, graph)):
            return _named(task, name, zero, null)
    return None


def _same(truth: Truth, node: Node, graph: Graph) -> bool:
    """Equal entries, axes of length 1 apart."""
    if dropped(node.shape) != dropped(truth.node.shape):
        return False
    return _equal(truth, Build(graph).reshape(node, truth.node.shape), graph)


def _equal(truth: Truth, node: Node, graph: Graph) -> bool:
    decision = decide(truth, node, graph)
    if isinstance(decision, Undecided):
        raise Open(decision.reason)
    return isinstance(decision, Equal)


def _named(task: Task, name: str, zero: bool, null: bool) -> str:
    """Which mistake it is to claim zero for what is none, or something for zero."""
    last = task.layers[-1]
    if null:
        return "forgot-output-bias" if name == last.bias else "missing-factor"
    if zero:
        return "forgot-activation-factor" if name == last.weight else "forgot-upstream"
    return "wrong-function"


def _said(tag: str) -> str:
    return {
        "forgot-output-bias": "The output's bias is added to the output: what does the loss say to it?",
        "forgot-activation-factor": "The gradient of the last weights has the hidden units as a factor.",
        "forgot-upstream": "What reaches the first layer has passed through the weights of the layers behind it.",
        "symmetry-only": "The start is more than symmetric: compute each gradient at it.",
        "relu-kink-panic": "Whatever the slope at the kink is, look at what it is multiplied by.",
    }.get(tag, "")


def _tree(task: Task, text: str) -> Tree:
    try:
        return parse(text, task.scope).tree
    except LanguageError as problem:
        raise unreadable(problem) from None


def _readable(task: Task, text: str) -> Tree | None:
    """A side in the middle of a chain, if its names are known here."""
    try:
        return parse(text, task.scope).tree
    except LanguageError:
        return None


def _formula(layers: Sequence[Layer]) -> str:
    """The network as a text of the language."""
    inner = INPUT
    for layer in layers:
        affine = f"{layer.weight} {inner}" + (f" + {layer.bias}" if layer.bias else "")
        inner = f"({affine})" if layer.activation == "identity" else f"{layer.activation}({affine})"
    return inner


def _shapes(layers: Sequence[Layer], start: Start) -> dict[str, Shape]:
    """The shape of each parameter and of the input: letters, or numbers where the start is given in numbers."""
    if len(layers) > len(LETTERS):
        raise ValueError(f"at most {len(LETTERS)} layers")
    given = start if isinstance(start, Mapping) else {}
    letters = iter(LETTERS)
    width = size(str(len(given[layers[0].weight][0]))) if given else size(next(letters))
    shapes: dict[str, Shape] = {INPUT: (width, ONE)}
    for layer in layers:
        last = layer is layers[-1]
        height = ONE if last else size(str(len(given[layer.weight]))) if given else size(next(letters))
        shapes[layer.weight] = (height, width)
        if layer.bias:
            shapes[layer.bias] = (height, ONE)
        width = height
    return shapes


def _started(build: Build, start: Start, name: str, shape: Shape) -> Node:
    if not isinstance(start, Mapping):
        return build.constant(Fraction(str(start)), shape)
    rows = start[name]
    rows = rows if isinstance(rows, list) else [rows]
    matrix = [row if isinstance(row, list) else [row] for row in rows]
    text = "[" + "; ".join(", ".join(str(cell) for cell in row) for row in matrix) + "]"
    answer = read(text, Scope({}, {}), build.graph, expected=shape)
    if answer.shape != shape:
        if dropped(answer.shape) != dropped(shape):
            raise ValueError(f"`start` gives {name} another shape than the network needs")
        return build.reshape(answer.node, shape)
    return answer.node


def _bound(graph: Graph, output: Node, values: Mapping[Node, Node]) -> Node:
    """The same with some inputs replaced."""
    made: dict[int, Node] = {}
    for node in tape([output]):
        if node in values:
            made[id(node)] = values[node]
        elif node.arguments:
            arguments = (made[id(argument)] for argument in node.arguments)
            made[id(node)] = graph.apply(node.primitive, *arguments, parameters=node.parameters)
        else:
            made[id(node)] = node
    return made[id(output)]


def _subscripted(name: str) -> str:
    return f"{name[0]}_{{{name[1:]}}}" if len(name) > 1 else name
