"""Many answers to one network question at once: each weight is an array over all answers that are built alike.

The code that runs and diagnoses is that of a single answer (see network_model). What has no use for arrays, text above
all, is judged alone, with the same verdict.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import chain
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from graders.network import grade
from graders.network_mistakes import UNNAMED, Case, Finding, findings
from graders.network_model import Network, Row, fit, right, run
from graders.unreadable import Unreadable
from graders.verdict import Verdict, correct
from graders.weights import LARGEST

FEWEST: Final = 12  # fewer answers are done sooner one by one

_NUMBERS: Final = frozenset((int, float))
_CORRECT: Final = correct()


def _one_by_one(function: Callable[[float], float]) -> Callable[[Row], Row]:
    """NumPy's own functions may round otherwise than those for a single answer."""
    return lambda unit: [np.array([function(z) for z in values.tolist()]) for values in unit]


ACTIVATIONS = {
    "relu": lambda unit: [np.where(z > 0.0, z, 0.0) for z in unit],
    "sigmoid": _one_by_one(lambda z: 0.5 * (1.0 + math.tanh(0.5 * z))),
    "tanh": _one_by_one(math.tanh),
    "step": lambda unit: [np.where(z > 0.0, 1.0, 0.0) for z in unit],
    "identity": lambda unit: unit,
}


def grade_many(network: Network, values: Sequence[Any]) -> list[Verdict]:
    """The verdict that `grade` gives each value."""
    verdicts: dict[int, Verdict] = {}
    alike: dict[Hashable, dict[int, list[Any]]] = {}
    for place, value in enumerate(values):
        if structure := _structure(value, network.names):
            lengths, cells = structure
            alike.setdefault(lengths, {})[place] = cells
    for tables in alike.values():
        if len(tables) >= FEWEST:
            verdicts.update(_graded(network, values, tables))
    return [verdicts[place] if place in verdicts else grade(network, value) for place, value in enumerate(values)]


def _structure(value: Any, names: tuple[str, ...]) -> tuple[Hashable, list[Any]] | None:
    """The lengths of the lists of each matrix, and all cells in the order of the names; None if there is more to it."""
    if type(value) is not dict or len(value) != len(names):
        return None
    lengths: list[int] = []
    cells: list[Any] = []
    for name in names:
        entry = value.get(name)
        if type(entry) is not list:
            lengths.append(0)
            cells.append(entry)
        elif entry and type(entry[0]) is list:
            lengths.append(-len(entry))
            for row in entry:
                if type(row) is not list or len(row) != len(entry[0]):
                    return None
                cells += row
            lengths.append(len(entry[0]))
        elif entry:
            lengths.append(len(entry))
            cells += entry
        else:
            return None
    return tuple(lengths), cells


def _graded(network: Network, values: Sequence[Any], tables: dict[int, list[Any]]) -> Iterator[tuple[int, Verdict]]:
    """Verdicts by place, of values built alike; those with a cell that is no plain number are left out."""
    if not _NUMBERS.issuperset(map(type, chain.from_iterable(tables.values()))):
        tables = {place: cells for place, cells in tables.items() if _NUMBERS.issuperset(map(type, cells))}
    if not tables:
        return
    try:
        numbers = np.array(list(tables.values()), dtype=np.float64)
    except OverflowError:  # an integer beyond all floats
        return
    taken = np.flatnonzero((np.abs(numbers) <= LARGEST).all(axis=-1)).tolist()
    if taken:
        places = list(tables)
        columns = np.ascontiguousarray(numbers[taken].T)
        given = _given(values[places[0]], network.names, iter(columns))
        for n, verdict in zip(taken, _judged(network, given), strict=False):
            yield places[n], verdict


def _given(model: dict[str, Any], names: tuple[str, ...], columns: Iterator[Any]) -> dict[str, Any]:
    """A value built like the model, with an array for each entry."""
    return {name: _filled(model[name], columns) for name in names}


def _filled(entry: Any, columns: Iterator[Any]) -> Any:
    return [_filled(part, columns) for part in entry] if type(entry) is list else next(columns)


def _judged(network: Network, given: dict[str, Any]) -> Iterator[Verdict]:
    """The verdicts in order; none at all where the matrices do not fit."""
    try:
        weights = fit(network, given)
    except Unreadable:
        return
    outputs = run(network, weights, ACTIVATIONS)
    if not np.isfinite(outputs).all():  # a depth that no course asks for; NaN has no order to go by
        return
    solved = right(network, outputs)
    wrong = np.flatnonzero(~solved)
    diagnosed: Iterator[Verdict] = iter(())
    if len(wrong):
        some_given, some_weights, some_outputs = _at(wrong, (given, weights, outputs))
        diagnosed = _diagnosed(Case(network, some_given, some_weights, some_outputs, ACTIVATIONS, _largest))
    for one in solved.tolist():
        yield _CORRECT if one else next(diagnosed)


def _at(chosen: NDArray[np.intp], entry: Any) -> Any:
    """The same with the chosen answers only."""
    if isinstance(entry, dict):
        return {name: _at(chosen, part) for name, part in entry.items()}
    if isinstance(entry, list | tuple):
        return [_at(chosen, part) for part in entry]
    return entry[chosen]


def _largest(values: list[Any]) -> Any:
    return np.maximum.reduce(values)


def _diagnosed(case: Case) -> Iterator[Verdict]:
    """The first finding of each answer, and the row of the table that is furthest off."""
    count = len(case.outputs[0][0])
    found: list[Finding] = [UNNAMED]
    first = np.zeros(count, dtype=np.intp)
    for holds, finding in findings(case):
        first[(first == 0) & holds] = len(found)
        found.append(finding)
        if first.all():
            break
    pairs = zip(case.outputs, case.network.targets, strict=True)
    off = np.max([[np.abs(z - target) for z, target in zip(unit, row, strict=True)] for unit, row in pairs], axis=0)
    furthest = off.argmax(axis=0).tolist()
    inputs, targets = (list(map(list, zip(*part, strict=True))) for part in (case.network.inputs, case.network.targets))
    outputs = np.array(case.outputs).transpose(2, 1, 0).tolist()  # by answer and row
    for number, row, output in zip(first.tolist(), furthest, outputs, strict=True):
        witness = {"inputs": inputs[row], "output": output[row], "target": targets[row]}
        yield found[number].verdict(witness=witness)
