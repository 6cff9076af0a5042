"""Gradient descent, replayed: the engine runs a network forward and backward on a whole table, step after step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from graders.engine.build import Build
from graders.engine.derive import reverse
from graders.engine.elaborate.reader import elaborate
from graders.engine.elaborate.typed import Typed
from graders.engine.evaluate import Tape
from graders.engine.graph import Graph, Node
from graders.engine.language.declarations import Symbol
from graders.engine.language.parser import parse
from graders.engine.language.scope import Scope
from graders.engine.numbers.floats import FLOATS
from graders.engine.numbers.system import Array
from graders.engine.sizes import ONE, Shape, ShapeError, size
from graders.network_model import Layer

INPUT, TARGET = "the input", "the target"
Table = Sequence[tuple[Sequence[float], float]]  # the inputs of each row, and its target


@dataclass(frozen=True)
class Descent:
    """What happened: `losses[k]` and `outputs[row][k]` after k steps; both end early where they leave the numbers."""

    losses: tuple[float, ...]
    outputs: tuple[tuple[float, ...], ...]
    started: Mapping[str, Array]
    ended: Mapping[str, Array]


@dataclass(frozen=True)
class Trainer:
    """A network with one output, laid out once: its loss, output and gradients on any rows."""

    tape: Tape
    shapes: Mapping[str, Shape]  # of the parameters, in the order of the layers

    def descend(self, table: Table, start: float, rate: float, steps: int) -> Descent:
        """Train on half the mean squared error over the table, all parameters starting at one number."""
        rows = len(table)
        fixed = {  # the engine keeps the points that it runs at, here the rows, in the last axis
            INPUT: np.array([list(inputs) for inputs, _ in table], float).T[:, None, :],
            TARGET: np.array([[[target for _, target in table]]], float),
        }
        shapes = {name: tuple(axis.at({}) for axis in shape) for name, shape in self.shapes.items()}
        started = now = {name: np.full(shape, float(start)) for name, shape in shapes.items()}
        losses, outputs = [], []
        for step in range(steps + 1):
            bound = {name: value[..., None].repeat(rows, -1) for name, value in now.items()}
            loss, output, *slopes = self.tape.run(FLOATS, {**fixed, **bound}, {})
            if not np.isfinite(loss).all():
                break
            losses.append(float(np.mean(loss)))
            outputs.append(np.broadcast_to(output, (1, 1, rows))[0, 0])
            if step < steps:
                now = {
                    name: now[name] - rate * np.broadcast_to(slope, (*shapes[name], rows)).mean(-1)
                    for name, slope in zip(now, slopes, strict=True)
                }
        return Descent(tuple(losses), tuple(tuple(map(float, row)) for row in np.transpose(outputs)), started, now)


def trainer(layers: Sequence[Layer], functions: Mapping[str, str], inputs: int, width: int) -> Trainer:
    """A network with so many inputs, and so many units in each hidden layer.

    `functions` say what an activation makes of `z`, as in {"f": "z^2"}; others are the language's own. Raises
    LanguageError, IllTyped or ShapeError where one makes no sense.
    """
    graph = Graph()
    build = Build(graph)
    shapes: dict[str, Shape] = {}
    output = graph.input(INPUT, (size(str(inputs)), ONE))
    for layer in layers:
        rows = ONE if layer is layers[-1] else size(str(width))
        shapes[layer.weight] = (rows, output.shape[0])
        output = build.einsum("ij,jk->ik", graph.input(layer.weight, shapes[layer.weight]), output)
        if layer.bias:
            shapes[layer.bias] = (rows, ONE)
            output = build.add(output, graph.input(layer.bias, shapes[layer.bias]))
        if layer.activation != "identity":
            text = functions.get(layer.activation, f"{layer.activation}(z)")
            output = _applied(text, output, graph)
    off = build.subtract(output, graph.input(TARGET, output.shape))
    loss = build.multiply(build.constant(Fraction(1, 2), output.shape), build.multiply(off, off))
    slopes = reverse(graph, loss, build.constant(1, loss.shape), [graph.input(*one) for one in shapes.items()])
    return Trainer(Tape([loss, output, *slopes]), shapes)


def _applied(text: str, node: Node, graph: Graph) -> Node:
    scope = Scope({"z": Symbol("z", node.shape)}, {})
    made = elaborate(parse(text, scope).tree, scope, graph, expected=node.shape, names={"z": Typed(node)}).node
    if made.shape != node.shape:
        raise ShapeError("an activation makes one number of each number of z")
    return made
