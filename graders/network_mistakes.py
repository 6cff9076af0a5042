"""What is wrong with weights that do not compute the table: the first named mistake that explains them.

Each test runs the network again with one thing changed; nothing is guessed from how the weights look. Tests say with
`&` and `|` whether they hold, so that one pass judges one answer or many (see network_model).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

from graders.network_model import ACTIVATIONS, Activations, Matrix, Network, Row, Weights, fit, right, run
from graders.unreadable import Unreadable
from graders.verdict import Verdict, partial, wrong
from graders.weights import Numbers

Holds = Any  # a bool, or an array of them

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
class Finding:
    """A named mistake, or none, in words."""

    tag: str | None
    feedback: str
    score: float = 0.0

    def verdict(self, **rest: Any) -> Verdict:
        """What it earns."""
        if self.score and self.tag:
            return partial(self.score, self.tag, self.feedback, **rest)
        return wrong(self.tag, self.feedback, **rest)


UNNAMED = Finding(None, "These weights give other outputs than the table asks for.")


@dataclass(frozen=True, slots=True)
class Case:
    """Weights that fit and the outputs they give, which are not the targets."""

    network: Network
    given: Mapping[str, Numbers]
    weights: Weights
    outputs: Matrix
    activations: Activations = field(default_factory=lambda: ACTIVATIONS)
    largest: Callable[[list[Any]], Any] = max

    def run(self, network: Network, **changed: Any) -> Matrix:
        """The outputs of another network, or of this one with other matrices."""
        return run(network, {**self.weights, **changed}, self.activations)

    def repaired_by(self, **changed: Any) -> Holds:
        """Whether the network is right with these matrices instead."""
        return right(self.network, self.run(self.network, **changed))


Found = Iterator[tuple[Holds, Finding]]


def findings(case: Case) -> Found:
    """Every mistake there is a test for, and whether it explains the case; the first that does is the verdict."""
    yield from transpositions(case.network, case.given, case.activations)
    feedback = "Every output is on the right side of ½, but the outputs must equal the targets themselves."
    yield _sides(case.network, case.outputs), Finding("thresholded-only", feedback, 0.5)
    for test in _TESTS:
        yield from test(case)


def transpositions(network: Network, given: Mapping[str, Numbers], activations: Activations = ACTIVATIONS) -> Found:
    """For every weight matrix that may be transposed, whether that makes everything right."""
    for layer in network.layers:
        value: Any = given.get(layer.weight)
        if not isinstance(value, list) or not value or not isinstance(value[0], list):
            continue
        try:
            weights = fit(network, {**given, layer.weight: [list(column) for column in zip(*value, strict=True)]})
        except Unreadable:
            continue
        feedback = f"This works once {layer.weight} is transposed: it has one row for each unit that it feeds."
        yield right(network, run(network, weights, activations)), Finding("transposed-layout", feedback, 0.5)


def first(found: Found) -> Finding | None:
    """The first that holds."""
    return next((finding for holds, finding in found if holds), None)


def diagnose(case: Case, reading: str | None) -> Verdict:
    """The verdict on weights that fit and are not right."""
    finding = first(findings(case)) or UNNAMED
    distances = [_distance(case, row) for row in range(len(case.outputs[0]))]
    row = distances.index(max(distances))
    inputs, output, target = (
        [column[row] for column in part] for part in (case.network.inputs, case.outputs, case.network.targets)
    )
    return finding.verdict(reading=reading, witness={"inputs": inputs, "output": output, "target": target})


def _distance(case: Case, row: int) -> Any:
    """How far one row of the table is off."""
    parts = zip(case.outputs, case.network.targets, strict=True)
    return case.largest([abs(unit[row] - targets[row]) for unit, targets in parts])


def _sides(network: Network, outputs: Matrix) -> Holds:
    """Whether all targets are 0 or 1 and every output is strictly on its target's side of the middle."""
    holds: Holds = True
    for unit, targets in zip(outputs, network.targets, strict=True):
        for output, target in zip(unit, targets, strict=True):
            if target not in (0.0, 1.0):
                return False
            holds = holds & (output > MIDDLE if target else output < MIDDLE)
    return holds


def _corners(case: Case) -> Row | None:
    """The outputs at (0,0), (0,1), (1,0), (1,1), where that is the table."""
    inputs = list(zip(*case.network.inputs, strict=True))
    if len(case.outputs) > 1 or sorted(inputs) != [(0, 0), (0, 1), (1, 0), (1, 1)]:
        return None
    return [case.outputs[0][row] for row in sorted(range(4), key=lambda row: inputs[row])]


def _wrong_gate(case: Case) -> Found:
    if corners := _corners(case):
        near = [[abs(value - bit) <= case.network.tolerance for bit in (0, 1)] for value in corners]
        for bits, name in _GATES.items():
            a, b, c, d = (near[corner][bit] for corner, bit in enumerate(bits))
            feedback = f"This network computes {name}: compare its outputs with the table."
            yield a & b & c & d, Finding("wrong-gate", feedback)


def _step_activation(case: Case) -> Found:
    step = case.activations["step"]
    stepping = replace(case, activations=dict.fromkeys(ACTIVATIONS, step))
    outputs = stepping.run(case.network)
    holds = _sides(case.network, outputs) | _sides(case.network, list(map(step, outputs)))
    feedback = "These weights work for units that step from 0 to 1; ReLU goes on growing beyond 1."
    yield holds, Finding("step-activation", feedback)


def _before_activation(case: Case) -> Iterator[Matrix]:
    """For each ReLU layer, what each of its units receives over the table."""
    for depth, layer in enumerate(case.network.layers):
        if layer.activation == "relu":
            layers = (*case.network.layers[:depth], replace(layer, activation="identity"))
            yield case.run(replace(case.network, layers=layers))


def _linear_only(case: Case) -> Found:
    units = [unit for received in _before_activation(case) for unit in received]
    if units:
        holds: Holds = True
        for unit in units:
            holds = holds & ((case.largest([-z for z in unit]) <= 0.0) | (case.largest(unit) <= 0.0))
        feedback = "No hidden unit switches between the rows of the table, so the network is a linear function there."
        yield holds, Finding("linear-only", feedback)


def _no_relu(case: Case) -> Found:
    if corners := _corners(case):
        bend = abs(corners[0] + corners[3] - corners[1] - corners[2])
        holds = bend <= 1e-9 * case.largest([abs(value) for value in corners])
        feedback = (
            "The hidden units cancel each other's bends, as relu(a) − relu(−a) = a does, and what is left is linear."
        )
        yield holds, Finding("no-relu", feedback)


def _index_swap(case: Case) -> Found:
    for layer, following in zip(case.network.layers, case.network.layers[1:], strict=False):
        rows = case.weights[following.weight]
        width = len(rows[0])
        for i, j in combinations(range(width if width <= WIDEST_EDITED else 0), 2):
            swapped = [_swapped(row, i, j) for row in rows]
            yield case.repaired_by(**{following.weight: swapped}), _misplaced(following.weight)
            if layer.bias:
                swapped = _swapped(case.weights[layer.bias], i, j)
                yield case.repaired_by(**{layer.bias: swapped}), _misplaced(layer.bias)


def _misplaced(name: str) -> Finding:
    feedback = f"The right numbers in the wrong places: two entries of {name} belong to each other's unit."
    return Finding("index-swap", feedback)


def _swapped(row: Row, i: int, j: int) -> Row:
    row = list(row)
    row[i], row[j] = row[j], row[i]
    return row


def _bias_sign(case: Case) -> Found:
    last = case.network.layers[-1]
    if last.bias:
        pairs = zip(case.outputs, case.network.targets, strict=True)
        off = [output - target for unit, targets in pairs for output, target in zip(unit, targets, strict=True)]
        spread = case.largest(off) + case.largest([-difference for difference in off])
        feedback = f"All outputs are off by the same amount: look at {last.bias}."
        yield spread <= case.network.tolerance, Finding("bias-sign", feedback)
    for layer in case.network.layers:
        if layer.bias:
            finding = Finding("bias-sign", f"One entry of {layer.bias} has the wrong sign.")
            for row in _flips(case.weights[layer.bias]):
                yield case.repaired_by(**{layer.bias: row}), finding


def _sign(case: Case) -> Found:
    for layer in case.network.layers:
        rows = case.weights[layer.weight]
        finding = Finding("sign", f"One entry of {layer.weight} has the wrong sign.")
        for number, row in enumerate(rows if len(rows) <= WIDEST_EDITED else []):
            for flip in _flips(row):
                yield case.repaired_by(**{layer.weight: [*rows[:number], flip, *rows[number + 1 :]]}), finding


def _flips(row: Row) -> Iterator[Row]:
    for i in range(len(row) if len(row) <= WIDEST_EDITED else 0):
        yield [*row[:i], -row[i], *row[i + 1 :]]


def _identical_units(case: Case) -> Found:
    layer = case.network.layers[0]
    rows = case.weights[layer.weight]
    units = [[*row, bias] for row, bias in zip(rows, case.weights[layer.bias], strict=True)] if layer.bias else rows
    if len(units) > 1:
        holds: Holds = True
        for unit in units:
            holds = holds & _same_direction(units[0], unit)
        feedback = "All hidden units do the same up to a factor, so the network has only one effective unit."
        yield holds, Finding("identical-units", feedback)


def _same_direction(a: Row, b: Row) -> Holds:
    along: Any = 0.0
    for x, y in zip(a, b, strict=True):
        along = along + x * y
    holds: Holds = along > 0.0
    for i, j in combinations(range(len(a)), 2):
        holds = holds & (a[i] * b[j] == a[j] * b[i])
    return holds


def _one_row_off(case: Case) -> Found:
    rows = list(zip(*case.network.inputs, strict=True))
    fine = [_distance(case, row) <= case.network.tolerance for row in range(len(rows))]
    for row, inputs in enumerate(rows if len(rows) > 2 else []):
        holds: Holds = True
        for other in range(len(rows)):
            holds = holds & fine[other] if other != row else holds
        where = ", ".join(f"{value:g}" for value in inputs)
        feedback = f"All rows of the table come out right but one: look at the input ({where})."
        yield holds, Finding("three-of-four", feedback)


_TESTS: tuple[Callable[[Case], Found], ...] = (
    _wrong_gate,
    _step_activation,
    _linear_only,
    _no_relu,
    _index_swap,
    _bias_sign,
    _sign,
    _identical_units,
    _one_row_off,
)
