"""Linear entailment over the rationals, exactly: which lines follow from which, and what proves or refutes it.

A constraint is `Σ coefficients·x + constant  relation  0` with relation `=`, `≤` or `<`. Whether constraints can hold
together is the linear program "maximise t with every strict one kept t below 0, t ≤ 1", solved by the simplex method
on exact fractions (FLINT's, which are ten times as fast as Python's) with Bland's rule, which always ends (Bland, Math.
of OR 2, 1977). The optimal dual solution is the Motzkin certificate: multipliers under which the constraints add up to
a contradiction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from flint import fmpq

Relation = Literal["=", "≤", "<"]


@dataclass(frozen=True, slots=True)
class Constraint:
    """`Σ coefficients·variables + constant  relation  0`."""

    coefficients: Mapping[str, Fraction]
    constant: Fraction
    relation: Relation

    def negations(self) -> list[Constraint]:
        """Constraints of which at least one holds exactly where this one does not."""
        flipped = {name: -value for name, value in self.coefficients.items()}
        if self.relation == "=":
            return [
                Constraint(self.coefficients, self.constant, "<"),
                Constraint(flipped, -self.constant, "<"),
            ]
        return [Constraint(flipped, -self.constant, "≤" if self.relation == "<" else "<")]

    def holds(self, point: Mapping[str, Fraction]) -> bool:
        """Whether it is true at a point."""
        value = self.constant + sum(c * point.get(name, Fraction(0)) for name, c in self.coefficients.items())
        return value == 0 if self.relation == "=" else value < 0 if self.relation == "<" else value <= 0


@dataclass(frozen=True, slots=True)
class Point:
    """The constraints hold together here."""

    values: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """They never do: this combination of them (one multiplier each) reads `positive ≤ 0` or `0 < 0`."""

    multipliers: tuple[Fraction, ...]


def satisfy(constraints: Sequence[Constraint]) -> Point | Contradiction:
    """A point at which all constraints hold, or the multipliers that prove there is none."""
    names = sorted({name for constraint in constraints for name in constraint.coefficients})
    rows, owners = _standard_form(constraints, names)
    values, multipliers, best = _maximise_last(rows)
    strict = any(constraint.relation == "<" for constraint in constraints)
    if best is not None and (best > 0 or not strict):
        return Point({name: _fraction(values[2 * k] - values[2 * k + 1]) for k, name in enumerate(names)})
    combined = [fmpq(0)] * len(constraints)
    for (owner, sign), multiplier in zip(owners, multipliers, strict=True):
        if owner is not None:
            combined[owner] += sign * multiplier
    return Contradiction(tuple(map(_fraction, combined)))


def follows(line: Constraint, known: Sequence[Constraint]) -> Point | list[Contradiction]:
    """Contradictions of `known` with each negation of `line`: its proof; else a point of `known` that breaks it."""
    proofs = []
    for negation in line.negations():
        found = satisfy([*known, negation])
        if isinstance(found, Point):
            return found
        proofs.append(found)
    return proofs


Exact = Any  # an fmpq, which has no type
Row = tuple[list[Exact], Exact]  # coefficients·x ≤ bound, x ≥ 0; the last variable is t


def _standard_form(
    constraints: Sequence[Constraint], names: Sequence[str]
) -> tuple[list[Row], list[tuple[int | None, int]]]:
    """Rows over x⁺, x⁻ and t, and of each row the constraint it came from with its sign."""
    rows: list[Row] = []
    owners: list[tuple[int | None, int]] = []
    for index, constraint in enumerate(constraints):
        for sign in (1, -1) if constraint.relation == "=" else (1,):
            row = []
            for name in names:
                coefficient = sign * _exact(constraint.coefficients.get(name, 0))
                row += [coefficient, -coefficient]
            row.append(fmpq(int(constraint.relation == "<")))
            rows.append((row, -sign * _exact(constraint.constant)))
            owners.append((index, sign))
    rows.append(([fmpq(0)] * (2 * len(names)) + [fmpq(1)], fmpq(1)))
    owners.append((None, 1))
    return rows, owners


def _maximise_last(rows: Sequence[Row]) -> tuple[list[Exact], list[Exact], Exact | None]:
    """Two-phase simplex: (x, duals, optimum); the optimum is None and the duals a Farkas certificate if infeasible."""
    width, height = len(rows[0][0]), len(rows)
    table = [
        [*row, *(fmpq(int(i == k)) for k in range(height)), fmpq(-1), bound] for i, (row, bound) in enumerate(rows)
    ]
    basis = [width + i for i in range(height)]
    artificial = width + height
    phase_one = [fmpq(0)] * (artificial + 2)
    phase_one[artificial] = fmpq(1)  # minimise the artificial variable
    lowest = min(range(height), key=lambda i: table[i][-1])
    if table[lowest][-1] < 0:
        _pivot(table, phase_one, basis, lowest, artificial)
        _simplex(table, phase_one, basis, artificial + 1)
        if phase_one[-1] != 0:
            return [], phase_one[width:artificial], None
        if artificial in basis:
            row = basis.index(artificial)
            column = next((j for j in range(artificial) if table[row][j] != 0), None)
            if column is not None:
                _pivot(table, phase_one, basis, row, column)
    objective = [fmpq(0)] * (artificial + 2)
    objective[width - 1] = fmpq(-1)  # maximise t
    for row, column in enumerate(basis):
        _eliminate(objective, table[row], column)
    _simplex(table, objective, basis, artificial)
    values = [fmpq(0)] * (artificial + 1)
    for row, column in enumerate(basis):
        values[column] = table[row][-1]
    return values[:width], objective[width:artificial], objective[-1]


def _simplex(table: list[list[Exact]], objective: list[Exact], basis: list[int], columns: int) -> None:
    while True:
        entering = next((j for j in range(columns) if objective[j] < 0), None)
        if entering is None:
            return
        ratios = [(row[-1] / row[entering], basis[i], i) for i, row in enumerate(table) if row[entering] > 0]
        if not ratios:
            return  # unbounded; cannot happen, t ≤ 1
        _pivot(table, objective, basis, min(ratios)[2], entering)


def _pivot(table: list[list[Exact]], objective: list[Exact], basis: list[int], row: int, column: int) -> None:
    scale = table[row][column]
    table[row] = [entry / scale if entry else entry for entry in table[row]]
    for other in range(len(table)):
        if other != row:
            _eliminate(table[other], table[row], column)
    _eliminate(objective, table[row], column)
    basis[row] = column


def _eliminate(target: list[Exact], source: Sequence[Exact], column: int) -> None:
    factor = target[column]
    if factor:
        target[:] = [entry - factor * other if other else entry for entry, other in zip(target, source, strict=True)]


def _exact(value: Fraction | int) -> Exact:
    return fmpq(value.numerator, value.denominator)


def _fraction(value: Exact) -> Fraction:
    return Fraction(int(value.p), int(value.q))
