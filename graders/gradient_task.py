"""A network at its start with the gradients there, found by running the engine backward from the loss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from graders.engine.build import Build, value_of
from graders.engine.derive import reverse
from graders.engine.elaborate import author, read
from graders.engine.elaborate.typed import Typed
from graders.engine.equality import Equal, Truth, Undecided, decide
from graders.engine.graph import Graph, Node, tape
from graders.engine.language.declarations import Symbol
from graders.engine.language.scope import Scope
from graders.engine.sampling import MOST_LETTERS, Points
from graders.engine.shapes import dropped
from graders.engine.sizes import ONE, Shape, size
from graders.network_model import Layer

COTANGENT, INPUT, HIDDEN, OUTPUT = "g", "x", "h", "yhat"
LETTERS = "dknm"  # sizes: of the input, then of each hidden layer
OTHERS = "hmnHkd"  # what else people call them, where they say how large an array of zeros is

NOTHING: Mapping[str, Symbol] = {}

Start = int | float | Fraction | Mapping[str, Any]


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
        """Random inputs, and whatever else has no value at the start: g, or what a loss depends on."""
        moving = tuple(made for name, made in self.scope.symbols.items() if name not in self.values)
        return Points(moving, self.scope.lengths, secret, self.content)

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
            self._vanishing[key] = equal(self.zero(node.shape, secret), node, self.graph)
        return self._vanishing[key]


class Open(Exception):
    """Neither equality nor a difference could be shown."""


def equal(truth: Truth, node: Node, graph: Graph) -> bool:
    """Whether an answer is the truth; raises Open."""
    decision = decide(truth, node, graph)
    if isinstance(decision, Undecided):
        raise Open(decision.reason)
    return isinstance(decision, Equal)


def prepare(
    layers: Sequence[Layer],
    start: Start,
    content: str,
    loss: str | None = None,
    others: Mapping[str, Symbol] = NOTHING,
    inputs: int | None = None,
) -> Task:
    """A task from layers and the values at which all or each of their parameters start; raises ValueError.

    Without a loss its derivative by the output is any number g; with one, a formula in the output `yhat` and in
    `others`, g is what the engine derives. Without `inputs`, or a start that tells, there is any number of inputs.
    """
    shapes = _shapes(layers, start, inputs)
    known = {**others, OUTPUT: Symbol(OUTPUT)} if loss else {}
    symbols = {**known, **{name: Symbol(name, shape) for name, shape in shapes.items()}, COTANGENT: Symbol(COTANGENT)}
    scope, graph = Scope(symbols, {}), Graph()
    output = author(_formula(layers), scope, graph)
    names = [name for layer in layers for name in (layer.weight, layer.bias) if name]
    places = [graph.input(name, shapes[name]) for name in names]
    build = Build(graph)
    given = build.reshape(output, ())
    g = _slope(build, author(loss, scope, graph), given) if loss else graph.input(COTANGENT)
    found = reverse(graph, output, build.broadcast_to(g, output.shape), places)
    starts = {node: _started(build, start, name, shapes[name]) for name, node in zip(names, places, strict=True)}
    truths = {name: _bound(graph, node, starts) for name, node in zip(names, found, strict=True)}
    values = {name: Typed(starts[node]) for name, node in zip(names, places, strict=True)}
    if loss:
        values |= {OUTPUT: Typed(_bound(graph, given, starts)), COTANGENT: Typed(_bound(graph, g, starts))}
    if HIDDEN not in symbols:
        node = _bound(graph, author(_formula(layers[:-1]), scope, graph), starts)
        values[HIDDEN] = Typed(node)
        scope = Scope({**symbols, HIDDEN: Symbol(HIDDEN, node.shape)}, {})
    others_left = [letter for letter in OTHERS if letter not in scope.sizes]
    scope = replace(scope, spare=tuple(others_left[: MOST_LETTERS - len(scope.sizes)]))
    return Task(tuple(layers), scope, values, graph, truths, content)


def _slope(build: Build, loss: Node, output: Node) -> Node:
    """The derivative of a loss by the output, at the output of the network; raises ValueError where there is none."""
    if loss.shape:
        raise ValueError("`loss` is no single number")
    given = build.graph.input(OUTPUT)
    (slope,) = reverse(build.graph, loss, build.graph.constant(1), [given])
    if value_of(slope) == 0:
        raise ValueError(f"`loss` does not depend on the output, {OUTPUT}")
    return _bound(build.graph, slope, {given: output})


def _formula(layers: Sequence[Layer]) -> str:
    """The network as a text of the language."""
    inner = INPUT
    for layer in layers:
        affine = f"{layer.weight} {inner}" + (f" + {layer.bias}" if layer.bias else "")
        inner = f"({affine})" if layer.activation == "identity" else f"{layer.activation}({affine})"
    return inner


def _shapes(layers: Sequence[Layer], start: Start, inputs: int | None) -> dict[str, Shape]:
    """The shape of each parameter and of the input: letters, or numbers where the start is given in numbers."""
    if len(layers) > len(LETTERS):
        raise ValueError(f"at most {len(LETTERS)} layers")
    given = start if isinstance(start, Mapping) else {}
    letters = iter(LETTERS)
    wide = len(given[layers[0].weight][0]) if given else inputs
    if inputs not in (None, wide):
        raise ValueError("`inputs` is not what `start` has room for")
    letter = next(letters)
    width = size(letter if wide is None else wide)
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
