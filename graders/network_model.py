"""What a network is: its layers, the matrices that fit them, and what comes out for every row of a table.

A weight is a float, or an array of floats: the same weight of many answers. Both go through the same code with the same
operations in the same order, so that an answer is judged alike to the last bit, alone or among many.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graders.unreadable import Unreadable
from graders.weights import Numbers

Row = list[Any]  # of floats, or of arrays
Matrix = list[Row]
Weights = dict[str, Any]  # a Matrix for a weight matrix, a Row for a bias

Activations = Mapping[str, Callable[[Row], Row]]

ACTIVATIONS: Activations = {  # each on one unit's values over the whole table
    "relu": lambda unit: [z if z > 0.0 else 0.0 for z in unit],
    "sigmoid": lambda unit: [0.5 * (1.0 + math.tanh(0.5 * z)) for z in unit],
    "tanh": lambda unit: [math.tanh(z) for z in unit],
    "step": lambda unit: [1.0 if z > 0.0 else 0.0 for z in unit],
    "identity": lambda unit: unit,
}


@dataclass(frozen=True, slots=True)
class Layer:
    """`activation(weight · x + bias)`."""

    weight: str
    bias: str | None
    activation: str = "identity"


@dataclass(frozen=True)
class Network:
    """Layers from the input on, and what they must give: one list for each input and each output, over the table."""

    layers: tuple[Layer, ...]
    inputs: tuple[Row, ...]
    targets: tuple[Row, ...]
    tolerance: float
    max_width: int

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of what the student gives, in the order of the layers."""
        return tuple(name for layer in self.layers for name in (layer.weight, layer.bias) if name)


def fit(network: Network, given: Mapping[str, Numbers]) -> Weights:
    """The matrices as the network needs them, hidden widths being the student's choice; raises Unreadable."""
    weights: Weights = {}
    width = len(network.inputs)
    last = network.layers[-1]
    for layer in network.layers:
        height = len(network.targets) if layer is last else None
        matrix = _matrix(given, layer.weight, height, width)
        weights[layer.weight] = matrix
        width = len(matrix)
        if width > network.max_width and layer is not last:
            raise Unreadable(
                "too-wide", f"{layer.weight} has {width} rows; at most {network.max_width} units are taken."
            )
        if layer.bias:
            weights[layer.bias] = _vector(given, layer.bias, width)
    return weights


def run(network: Network, weights: Weights, activations: Activations = ACTIVATIONS) -> Matrix:
    """Each output over the rows of the table, in plain floats: for so few numbers nothing is faster."""
    columns: Sequence[Row] = network.inputs
    for layer in network.layers:
        matrix = weights[layer.weight]
        biases = weights[layer.bias] if layer.bias else [0.0] * len(matrix)
        units = _affine(matrix, biases, columns)
        if layer.activation != "identity":
            activation = activations[layer.activation]
            units = [activation(unit) for unit in units]
        columns = units
    return list(columns)


def _affine(matrix: Matrix, biases: Row, columns: Sequence[Row]) -> Matrix:
    """`row · x + bias` of each row for every x of the table; two inputs, the common case, go in one sweep."""
    if len(columns) == 2:
        first, second = columns
        return [
            [bias + a * x + b * y for x, y in zip(first, second)]  # noqa: B905
            for (a, b), bias in zip(matrix, biases)  # noqa: B905 (fitted)
        ]
    return [_unit(row, bias, columns) for row, bias in zip(matrix, biases)]  # noqa: B905


def _unit(row: Row, bias: float, columns: Sequence[Row]) -> Row:
    unit = [bias] * len(columns[0])
    for weight, column in zip(row, columns):  # noqa: B905
        unit = [z + weight * x for z, x in zip(unit, column)]  # noqa: B905
    return unit


def right(network: Network, outputs: Matrix) -> Any:
    """Whether every output is its target within the tolerance; false for anything that is not a number."""
    tolerance = network.tolerance
    holds: Any = True
    for unit, targets in zip(outputs, network.targets):  # noqa: B905 (one for each output)
        for output, target in zip(unit, targets):  # noqa: B905
            holds = holds & (abs(output - target) <= tolerance)
    return holds


def _matrix(given: Mapping[str, Numbers], name: str, height: int | None, width: int) -> Matrix:
    value = given.get(name)
    if type(value) is list and value and type(value[0]) is list:
        if len(value[0]) == width and (height is None or len(value) == height):
            return value  # ragged rows were refused when it was read
    elif height == 1:  # a single row may be written as a list, a single number as itself
        row: Any = value if type(value) is list or value is None else [value]
        if type(row) is list and len(row) == width:
            return [row]
    raise _misfit(given, name, f"{height or 'h'}×{width}")


def _vector(given: Mapping[str, Numbers], name: str, length: int) -> Row:
    value = given.get(name)
    if type(value) is list and len(value) == length and type(value[0]) is not list:
        return value
    if type(value) is not list and value is not None and length == 1:
        return [value]
    if type(value) is list and value and type(value[0]) is list:
        if len(value) == length and len(value[0]) == 1:
            return [row[0] for row in value]
        if len(value) == 1 and len(value[0]) == length:
            return value[0]
    raise _misfit(given, name, "one number" if length == 1 else f"{length} numbers, one for each unit")


def _misfit(given: Mapping[str, Numbers], name: str, needed: str) -> Unreadable:
    if name not in given:
        return Unreadable("wrong-shape", f"{name} is missing.")
    return Unreadable("wrong-shape", f"{name} does not fit: it should be {needed}, in step with the other matrices.")
