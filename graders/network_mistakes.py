"""What is wrong with weights that do not compute the table: the first named mistake that explains them.

Each test runs the network again with one thing changed; nothing is guessed from how the weights look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from graders.network_model import ACTIVATIONS, Matrix, Network, Weights, fit, right, run
from graders.unreadable import Unreadable
from graders.verdict import Verdict, partial, wrong
from graders.weights import Numbers

Values = tuple[float, ...]

MIDDLE = 0.5
WIDEST_EDITED = 8  # one-change repairs are tried for networks up to this width

_GATES: Mapping[tuple[int, ...], str] = {
    (0, 0, 0, 0): "the constant 0",
    (1, 1, 1, 1): "the constant 1",
    (0, 0, 0, 1): "AND",
    (0, 1, 1, 1): "OR",
    (1, 1, 1, 0): "NAND",
    (1, 0, 0, 0): "NOR",
    (0, 1, 1, 0): "XOR",
    (1, 0, 0, 1): "XNOR",
    (0, 0, 1, 1): "the first input alone",
    (0, 1, 0, 1): "the second input alone",
    (1, 1, 0, 0): "NOT of the first input",
    (1, 0, 1, 0): "NOT of the second input",
    (1, 1, 0, 1): "“the first implies the second”",
    (1, 0, 1, 1): "“the second implies the first”",
}  # the two that are left, “one and not the other”, have no name; they miss XOR in one row


@dataclass(frozen=True, slots=True)
class _Case:
    """Weights that fit and the outputs they give, which are not the targets."""

    network: Network
    weights: Weights
    outputs: Matrix

    def repaired_by(self, changed: Weights) -> bool:
        """Whether the network is right with these matrices instead."""
        return right(self.network, run(self.network, {**self.weights, **changed}))


def transposed(network: Network, given: Mapping[str, Numbers], **rest: Any) -> Verdict | None:
    """Half, where transposing one weight matrix makes everything right."""
    for layer in network.layers:
        value: Any = given.get(layer.weight)
        if not isinstance(value, list) or not value or not isinstance(value[0], list):
            continue
        try:
            weights = fit(network, {**given, layer.weight: [list(column) for column in zip(*value, strict=True)]})
        except Unreadable:
            continue
        if right(network, run(network, weights)):
            feedback = f"This works once {layer.weight} is transposed: it has one row for each unit that it feeds."
            return partial(0.5, "transposed-layout", feedback, **rest)
    return None


def diagnose(network: Network, given: Mapping[str, Numbers], weights: Weights, outputs: Matrix, **rest: Any) -> Verdict:
    """The verdict on weights that fit and are not right."""
    rest["witness"] = _witness(network, outputs)
    if verdict := transposed(network, given, **rest):
        return verdict
    if _sides(network, outputs):
        feedback = "Every output is on the right side of ½, but the outputs must equal the targets themselves."
        return partial(0.5, "thresholded-only", feedback, **rest)
    case = _Case(network, weights, outputs)
    for tag, test in _TESTS:
        if found := test(case):
            return wrong(tag, found, **rest)
    return wrong(None, "These weights give other outputs than the table asks for.", **rest)


def _rows(network: Network, outputs: Matrix) -> Iterator[tuple[Values, Values, Values]]:
    """Inputs, outputs and targets of each row of the table."""
    columns = (zip(*part, strict=True) for part in (network.inputs, outputs, network.targets))
    return zip(*columns, strict=True)


def _distance(row: tuple[Values, Values, Values]) -> float:
    return max(abs(output - target) for output, target in zip(row[1], row[2], strict=True))


def _witness(network: Network, outputs: Matrix) -> dict[str, Any]:
    """The row that is furthest off."""
    inputs, output, target = max(_rows(network, outputs), key=_distance)
    return {"inputs": list(inputs), "output": list(output), "target": list(target)}


def _sides(network: Network, outputs: Matrix) -> bool:
    """Whether all targets are 0 or 1 and every output is strictly on its target's side of the middle."""
    return all(
        (target == 1 and output > MIDDLE) or (target == 0 and output < MIDDLE)
        for unit, targets in zip(outputs, network.targets, strict=True)
        for output, target in zip(unit, targets, strict=True)
    )


def _corners(case: _Case) -> Values | None:
    """The outputs at (0,0), (0,1), (1,0), (1,1), where that is the table."""
    found = {inputs: output[0] for inputs, output, _ in _rows(case.network, case.outputs) if len(output) == 1}
    corners = sorted(found)
    return tuple(found[corner] for corner in corners) if corners == [(0, 0), (0, 1), (1, 0), (1, 1)] else None


def _wrong_gate(case: _Case) -> str | None:
    corners = _corners(case)
    if corners is None or any(abs(value - round(value)) > case.network.tolerance for value in corners):
        return None
    name = _GATES.get(tuple(round(value) for value in corners))
    return f"This network computes {name}: compare its outputs with the table." if name else None


def _step_activation(case: _Case) -> str | None:
    step = ACTIVATIONS["step"]
    outputs = run(case.network, case.weights, dict.fromkeys(ACTIVATIONS, step))
    if _sides(case.network, outputs) or _sides(case.network, list(map(step, outputs))):
        return "These weights work for units that step from 0 to 1; ReLU goes on growing beyond 1."
    return None


def _before_activation(case: _Case) -> Iterator[Matrix]:
    """For each ReLU layer, what each of its units receives over the table."""
    for depth, layer in enumerate(case.network.layers):
        if layer.activation == "relu":
            layers = (*case.network.layers[:depth], replace(layer, activation="identity"))
            yield run(replace(case.network, layers=layers), case.weights)


def _linear_only(case: _Case) -> str | None:
    units = [unit for received in _before_activation(case) for unit in received]
    if units and all(min(unit) >= 0.0 or max(unit) <= 0.0 for unit in units):
        return "No hidden unit switches between the rows of the table, so the network is a linear function there."
    return None


def _no_relu(case: _Case) -> str | None:
    corners = _corners(case)
    if corners and abs(corners[0] + corners[3] - corners[1] - corners[2]) <= 1e-9 * max(map(abs, corners)):
        return "The hidden units cancel each other's bends, as relu(a) − relu(−a) = a does, and what is left is linear."
    return None


def _index_swap(case: _Case) -> str | None:
    for layer, following in zip(case.network.layers, case.network.layers[1:], strict=False):
        bias = case.weights[layer.bias] if layer.bias else []
        rows = case.weights[following.weight]
        width = len(rows[0])
        for i, j in combinations(range(width if width <= WIDEST_EDITED else 0), 2):
            swapped = [_swapped(row, i, j) for row in rows]
            if case.repaired_by({following.weight: swapped}):
                return _misplaced(following.weight)
            if layer.bias and case.repaired_by({layer.bias: _swapped(bias, i, j)}):
                return _misplaced(layer.bias)
    return None


def _misplaced(name: str) -> str:
    return f"The right numbers in the wrong places: two entries of {name} belong to each other's unit."


def _swapped(row: list[float], i: int, j: int) -> list[float]:
    row = list(row)
    row[i], row[j] = row[j], row[i]
    return row


def _bias_sign(case: _Case) -> str | None:
    differences = [
        output - target
        for unit, targets in zip(case.outputs, case.network.targets, strict=True)
        for output, target in zip(unit, targets, strict=True)
    ]
    last = case.network.layers[-1]
    if last.bias and max(differences) - min(differences) <= case.network.tolerance:
        return f"All outputs are off by the same amount: look at {last.bias}."
    for layer in case.network.layers:
        if layer.bias and any(case.repaired_by({layer.bias: row}) for row in _flips(case.weights[layer.bias])):
            return f"One entry of {layer.bias} has the wrong sign."
    return None


def _sign(case: _Case) -> str | None:
    for layer in case.network.layers:
        rows = case.weights[layer.weight]
        for number, row in enumerate(rows if len(rows) <= WIDEST_EDITED else []):
            changes = ([*rows[:number], flip, *rows[number + 1 :]] for flip in _flips(row))
            if any(case.repaired_by({layer.weight: change}) for change in changes):
                return f"One entry of {layer.weight} has the wrong sign."
    return None


def _flips(row: list[float]) -> Iterator[list[float]]:
    for i in range(len(row) if len(row) <= WIDEST_EDITED else 0):
        yield [*row[:i], -row[i], *row[i + 1 :]]


def _identical_units(case: _Case) -> str | None:
    layer = case.network.layers[0]
    bias = case.weights[layer.bias] if layer.bias else [0.0] * len(case.weights[layer.weight])
    units = [[*row, b] for row, b in zip(case.weights[layer.weight], bias, strict=True)]
    if len(units) > 1 and all(_same_direction(units[0], unit) for unit in units):
        return "All hidden units do the same up to a factor, so the network has only one effective unit."
    return None


def _same_direction(a: list[float], b: list[float]) -> bool:
    parallel = all(a[i] * b[j] == a[j] * b[i] for i, j in combinations(range(len(a)), 2))
    return parallel and sum(x * y for x, y in zip(a, b, strict=True)) > 0.0


def _one_row_off(case: _Case) -> str | None:
    rows = _rows(case.network, case.outputs)
    off = [row[0] for row in rows if not _distance(row) <= case.network.tolerance]
    if len(off) == 1 and len(case.outputs[0]) > 2:
        where = ", ".join(f"{value:g}" for value in off[0])
        return f"All rows of the table come out right but one: look at the input ({where})."
    return None


_TESTS: tuple[tuple[str, Callable[[_Case], str | None]], ...] = (
    ("wrong-gate", _wrong_gate),
    ("step-activation", _step_activation),
    ("linear-only", _linear_only),
    ("no-relu", _no_relu),
    ("index-swap", _index_swap),
    ("bias-sign", _bias_sign),
    ("sign", _sign),
    ("identical-units", _identical_units),
    ("three-of-four", _one_row_off),
)
