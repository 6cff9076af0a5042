"""When two networks with one hidden layer are the same up to symmetry: a canonical form of their weights.

Two networks are alike when one becomes the other by steps that change nothing, or nothing that the task can tell:

- hidden units change places; units that receive the same are merged, those that give nothing are dropped;
- a unit is scaled: relu(s z) = s relu(z) for s > 0, and step(s z) = step(z); where the activation is odd, or mirrors as
  sigmoid(−z) = 1 − sigmoid(z), a unit changes its sign;
- the inputs change places, or are mirrored within their range, and the output is mirrored within that of the targets,
  wherever this maps the table of the task to itself. For XOR these are the eight symmetries of the square.

Of all the forms that this reaches, the canonical one is the smallest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations, product
from typing import Any

from graders.fingerprint import Fingerprint
from graders.network_model import ACTIVATIONS, Network, Weights

NOTHING = 1e-12
DIGITS = 9  # to which forms are compared when the smallest is chosen
MOST_INPUTS = 4  # beyond these the inputs stay as they are

Form = tuple[float, ...]


@dataclass(frozen=True)
class _Unit:
    """A hidden unit: what it receives from each input, its bias, and what it gives to each output."""

    weights: Form
    bias: float
    gives: Form

    @property
    def key(self) -> Form:
        return tuple(round(value, DIGITS) + 0.0 for value in (*self.weights, self.bias))


@dataclass(frozen=True)
class _Symmetry:
    """Input `order[i]` goes where input i was; those in `mirrored`, and the outputs if `turned`, are mirrored."""

    order: tuple[int, ...]
    mirrored: tuple[bool, ...]
    turned: bool


def canonical(network: Network, weights: Weights) -> Fingerprint | None:
    """The canonical form of weights that fit, one for all that are alike; None for other than one hidden layer."""
    if len(network.layers) != 2 or network.layers[1].activation != "identity":
        return None
    forms = [_form(network, weights, symmetry) for symmetry in symmetries(network)]
    units, form = min(forms, key=lambda one: (one[0], [round(value, DIGITS) + 0.0 for value in one[1]]))
    return Fingerprint(f"{units} units", form)


def symmetries(network: Network) -> Iterator[_Symmetry]:
    """Those of the inputs and outputs that map the task's table to itself; the first leaves everything."""
    count = len(network.inputs)
    stay = _Symmetry(tuple(range(count)), (False,) * count, turned=False)
    yield stay
    if count > MOST_INPUTS:
        return
    table = set(_table(network, stay))
    for order in permutations(range(count)):
        for mirrored in product((False, True), repeat=count):
            for turned in (False, True):
                one = _Symmetry(order, mirrored, turned)
                if one != stay and set(_table(network, one)) == table:
                    yield one


def _table(network: Network, symmetry: _Symmetry) -> Iterator[tuple[Form, Form]]:
    columns = [
        _mirror(network.inputs[at]) if mirrored else network.inputs[at]
        for at, mirrored in zip(symmetry.order, symmetry.mirrored, strict=True)
    ]
    targets = [_mirror(column) if symmetry.turned else column for column in network.targets]
    return zip(zip(*columns, strict=True), zip(*targets, strict=True), strict=True)


def _mirror(column: Sequence[float]) -> list[float]:
    return [min(column) + max(column) - value for value in column]


def _form(network: Network, weights: Weights, symmetry: _Symmetry) -> tuple[int, Form]:
    """How many units are left, and all numbers in order."""
    hidden, last = network.layers
    ends = list(weights[last.bias]) if last.bias else [0.0] * len(network.targets)
    units: dict[Form, _Unit] = {}
    for at, row in enumerate(weights[hidden.weight]):
        bias = weights[hidden.bias][at] if hidden.bias else 0.0
        unit, constant = _plain(hidden.activation, _moved(network, symmetry, row, bias, weights[last.weight], at))
        ends = [end + more for end, more in zip(ends, constant, strict=True)]
        if unit is not None:
            same = units.get(unit.key)
            units[unit.key] = unit if same is None else replace(unit, gives=_sum(unit.gives, same.gives))
    left = sorted((one for one in units.values() if any(abs(value) > NOTHING for value in one.gives)), key=_order)
    if symmetry.turned:
        left = [replace(one, gives=tuple(-value for value in one.gives)) for one in left]
        ends = [min(column) + max(column) - end for column, end in zip(network.targets, ends, strict=True)]
    return len(left), tuple(value for one in left for value in (*one.weights, one.bias, *one.gives)) + tuple(ends)


def _moved(
    network: Network, symmetry: _Symmetry, row: Sequence[float], bias: float, outputs: Sequence[Any], at: int
) -> _Unit:
    """A unit as it is for the moved and mirrored inputs: w·x = w·m − w·x' where x' = m − x."""
    moved = [row[place] for place in symmetry.order]
    for place, mirrored in enumerate(symmetry.mirrored):
        if mirrored:
            column = network.inputs[symmetry.order[place]]
            bias += moved[place] * (min(column) + max(column))
            moved[place] = -moved[place]
    return _Unit(tuple(moved), bias, tuple(output[at] for output in outputs))


def _plain(activation: str, unit: _Unit) -> tuple[_Unit | None, Form]:
    """The unit in the one way in which it is written here, and what is constant in what it gives."""
    nothing = (0.0,) * len(unit.gives)
    lead = next((weight for weight in unit.weights if abs(weight) > NOTHING), None)
    if lead is None:
        always = ACTIVATIONS[activation]([unit.bias])[0]
        return None, tuple(always * value for value in unit.gives)
    if activation == "relu":
        size = max(map(abs, unit.weights))
        return _scaled(unit, 1 / size, size), nothing
    if activation == "step":
        return _scaled(unit, 1 / max(map(abs, unit.weights)), 1.0), nothing
    if activation == "identity":
        return replace(_scaled(unit, 1 / lead, lead), bias=0.0), tuple(unit.bias * value for value in unit.gives)
    if lead > 0:
        return unit, nothing
    return _scaled(unit, -1.0, -1.0), unit.gives if activation == "sigmoid" else nothing


def _scaled(unit: _Unit, by: float, out: float) -> _Unit:
    weights = tuple(weight * by for weight in unit.weights)
    return _Unit(weights, unit.bias * by, tuple(value * out for value in unit.gives))


def _sum(left: Form, right: Form) -> Form:
    return tuple(one + other for one, other in zip(left, right, strict=True))


def _order(unit: _Unit) -> tuple[Form, Form]:
    return unit.key, unit.gives
